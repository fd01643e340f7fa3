# What `cmake --install` installs. The whole can be moved afterwards: only the last of the places
# where the library looks for geodata names the prefix.

include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/overflight)

if(TARGET overflight_command)
    install(TARGETS overflight_command
        RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT command)
    install(FILES ${overflight_man_pages}
        DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT command)
    foreach(script IN LISTS overflight_completions)
        cmake_path(RELATIVE_PATH script BASE_DIRECTORY ${PROJECT_BINARY_DIR}/share)
        cmake_path(GET script PARENT_PATH place)
        install(FILES ${PROJECT_BINARY_DIR}/share/${script}
            DESTINATION ${CMAKE_INSTALL_DATADIR}/${place} COMPONENT command)
    endforeach()
endif()
# One export for each, so that users of the shared library need not have what the static one is
# linked with.
foreach(library overflight overflight_static overflight_core)
    install(TARGETS ${library} EXPORT ${library}
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
            COMPONENT library NAMELINK_COMPONENT development
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
    install(EXPORT ${library} NAMESPACE overflight:: FILE ${library}-targets.cmake
        DESTINATION ${package_folder} COMPONENT development)
endforeach()
install(FILES ${overflight_headers}
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/overflight COMPONENT development)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/geodata/
    DESTINATION ${CMAKE_INSTALL_DATADIR}/overflight COMPONENT data)
# Where Debian's Python looks, in the prefix /usr; elsewhere PYTHONPATH names it.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/python/overflight
    DESTINATION lib/python3/dist-packages COMPONENT python
    PATTERN __pycache__ EXCLUDE PATTERN .mypy_cache EXCLUDE)
# Debian's packages have it in their files of copyright.
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT licence)
# Where Debian's QGIS looks; everybody else packs it with scripts/qgis-plugin/pack.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scripts/qgis-plugin/overflight
    DESTINATION ${CMAKE_INSTALL_DATADIR}/qgis/python/plugins COMPONENT plugin EXCLUDE_FROM_ALL
    PATTERN __pycache__ EXCLUDE)

# ---- CMake package ----

set(package_build_folder ${PROJECT_BINARY_DIR}/package)
configure_package_config_file(${PROJECT_SOURCE_DIR}/scripts/cmake/overflightConfig.cmake.in
    ${package_build_folder}/overflightConfig.cmake INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${package_build_folder}/overflightConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES ${package_build_folder}/overflightConfig.cmake
    ${package_build_folder}/overflightConfigVersion.cmake
    DESTINATION ${package_folder} COMPONENT development)

# ---- pkg-config ----

set(pkgconfig_folder ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH prefix_from_pkgconfig
    ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" prefix_from_pkgconfig "${prefix_from_pkgconfig}")
foreach(folder LIBDIR INCLUDEDIR)
    cmake_path(APPEND pkgconfig_${folder} "\${prefix}" "${CMAKE_INSTALL_${folder}}")
endforeach()
foreach(package overflight overflight-static overflight-core)
    configure_file(${PROJECT_SOURCE_DIR}/scripts/cmake/${package}.pc.in
        ${package_build_folder}/${package}.pc @ONLY)
    install(FILES ${package_build_folder}/${package}.pc
        DESTINATION ${pkgconfig_folder} COMPONENT development)
endforeach()
