# Run by cpack once the files of all packages lie in their folders, and before they are packed.

if(NOT CPACK_GENERATOR STREQUAL "DEB")
    return()
endif()
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
    string(TOUPPER ${component} name)
    set(package ${CPACK_DEBIAN_${name}_PACKAGE_NAME})
    execute_process(
        COMMAND ${CPACK_OVERFLIGHT_SOURCE}/scripts/packages/complete
            ${CPACK_TEMPORARY_DIRECTORY}/${component} ${package} ${CPACK_PACKAGE_VERSION}
            ${CPACK_DEBIAN_PACKAGE_MAINTAINER} ${CPACK_DEBIAN_PACKAGE_HOMEPAGE}
            ${CPACK_OVERFLIGHT_LEAFLET} ${CPACK_OVERFLIGHT_COMPILER}
            ${CPACK_OVERFLIGHT_CONTROL}
        OUTPUT_VARIABLE linked OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    set(depends ${CPACK_OVERFLIGHT_${name}_DEPENDS})
    if(linked)
        list(PREPEND depends "${linked}")
    endif()
    list(JOIN depends ", " depends)
    set(CPACK_DEBIAN_${name}_PACKAGE_DEPENDS "${depends}")
endforeach()
