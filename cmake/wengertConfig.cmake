include(CMakeFindDependencyMacro)
find_dependency(Boost 1.74)
include(${CMAKE_CURRENT_LIST_DIR}/wengertTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/wengertLines.cmake)

# A component is a target wengert::NAME that needs more than Boost: today `lines`. An adapter's file is included here, too, and
# makes the target only where the foreign library is found.
foreach(component IN LISTS wengert_FIND_COMPONENTS)
    if(TARGET wengert::${component})
        set(wengert_${component}_FOUND TRUE)
    elseif(wengert_FIND_REQUIRED_${component})
        set(wengert_FOUND FALSE)
        if(component STREQUAL lines)
            set(wengert_NOT_FOUND_MESSAGE "wengert: the component lines needs libbacktrace, which comes with g++, and it is not found.")
        else()
            set(wengert_NOT_FOUND_MESSAGE "wengert: there is no component ${component}. The components are: lines.")
        endif()
    endif()
endforeach()
