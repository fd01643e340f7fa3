# What `cmake --install` installs. The whole can be moved afterwards: only the last of the places
# where the library looks for geodata names the prefix.

include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/overflight)

if(TARGET overflight_command)
    install(TARGETS overflight_command RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    install(FILES ${overflight_man_pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()
# One export for each, so that users of the shared library need not have what the static one is
# linked with.
foreach(library overflight overflight_static overflight_core)
    install(TARGETS ${library} EXPORT ${library}
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
    install(EXPORT ${library} NAMESPACE overflight::
        FILE ${library}-targets.cmake DESTINATION ${package_folder})
endforeach()
install(FILES ${overflight_headers} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/overflight)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/geodata/ DESTINATION ${CMAKE_INSTALL_DATADIR}/overflight)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

# ---- CMake package ----

set(package_build_folder ${PROJECT_BINARY_DIR}/package)
configure_package_config_file(${PROJECT_SOURCE_DIR}/scripts/cmake/overflightConfig.cmake.in
    ${package_build_folder}/overflightConfig.cmake INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${package_build_folder}/overflightConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES ${package_build_folder}/overflightConfig.cmake
    ${package_build_folder}/overflightConfigVersion.cmake DESTINATION ${package_folder})

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
    install(FILES ${package_build_folder}/${package}.pc DESTINATION ${pkgconfig_folder})
endforeach()
