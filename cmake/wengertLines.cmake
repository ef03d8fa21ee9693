# wengert::lines: explanations read source lines with libbacktrace, in the process, where they would otherwise run addr2line.
# It comes with g++, in a folder that clang++ searches too. Nothing refers to it strongly, so the linker is told to take it.
find_library(WENGERT_LIBBACKTRACE backtrace HINTS ${CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES})
mark_as_advanced(WENGERT_LIBBACKTRACE)
if(WENGERT_LIBBACKTRACE AND NOT TARGET wengert::lines)
    add_library(wengert::lines INTERFACE IMPORTED GLOBAL)
    target_link_options(wengert::lines INTERFACE LINKER:-u,backtrace_create_state LINKER:-u,backtrace_pcinfo)
    target_link_libraries(wengert::lines INTERFACE wengert::wengert ${WENGERT_LIBBACKTRACE})
endif()
