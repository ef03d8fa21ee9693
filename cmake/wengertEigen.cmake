# wengert::eigen: for what includes wengert/adapters/eigen.hpp.
find_package(Eigen3 3.3 QUIET NO_MODULE)
if(TARGET Eigen3::Eigen AND NOT TARGET wengert::eigen)
    add_library(wengert::eigen INTERFACE IMPORTED GLOBAL)
    target_link_libraries(wengert::eigen INTERFACE wengert::wengert Eigen3::Eigen)
endif()
