# What Debian wants in share/doc/PACKAGE: a copyright and a changelog. CPack runs this on the folder that it is about to pack.
set(documents ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share/doc)
file(RENAME ${documents}/wengert ${documents}/${CPACK_DEBIAN_PACKAGE_NAME})
string(APPEND documents /${CPACK_DEBIAN_PACKAGE_NAME})

file(READ ${documents}/LICENSE license)
file(REMOVE ${documents}/LICENSE)
file(WRITE ${documents}/copyright "Copyright 2026 ${CPACK_PACKAGE_CONTACT}\n\n${license}")

# With SOURCE_DATE_EPOCH in the environment the package is the same to the byte, wherever it is built.
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE ${documents}/changelog "${CPACK_DEBIAN_PACKAGE_NAME} (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * Version ${CPACK_PACKAGE_VERSION}.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
execute_process(COMMAND gzip -9n ${documents}/changelog COMMAND_ERROR_IS_FATAL ANY)
