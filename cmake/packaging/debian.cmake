# The Debian package libwengert-dev: `cpack` in the build folder, or `./dev package`.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "The authors of Wengert <wengert@example.org>" CACHE STRING "Maintainer of the Debian package")
set(CPACK_DEBIAN_PACKAGE_NAME libwengert-dev)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libboost-dev (>= 1.74)")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS binutils)  # addr2line, for the lines in explanations
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "automatic differentiation for C++20")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Derivatives of functions that are generic over their number: gradients,
Jacobians, Hessians and Taylor series, by straight-line code where the
compiler can trace the function, and by a tape elsewhere. A gradient that is
missing, zero or not a number says why. Header-only.")
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/debian_documents.cmake)
include(CPack)
