# `cpack` makes Debian packages. The preset `package` configures for them, with the prefix for which
# Debian has a folder for libraries of this machine's kind; scripts/package does all.

file(STRINGS ${PROJECT_SOURCE_DIR}/scripts/qgis-plugin/overflight/metadata.txt metadata
    REGEX "^(email|homepage|qgisMinimumVersion)=")
foreach(line IN LISTS metadata)
    string(REGEX MATCH "^([a-zA-Z]+)=(.+)$" line "${line}")
    set(plugin_${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
endforeach()
set(OVERFLIGHT_MAINTAINER "overflight developers <${plugin_email}>" CACHE STRING
    "Who maintains the packages, as NAME <ADDRESS>")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME overflight)
set(CPACK_PACKAGE_VENDOR "overflight developers")
set(CPACK_PACKAGE_CONTACT "${OVERFLIGHT_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "flights against restricted zones, exact on the ellipsoid")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/scripts/cmake/complete-packages.cmake)
set(CPACK_OVERFLIGHT_SOURCE ${PROJECT_SOURCE_DIR})
set(CPACK_OVERFLIGHT_LEAFLET ${OVERFLIGHT_LEAFLET}/leaflet.min.js)
set(CPACK_OVERFLIGHT_COMPILER ${CMAKE_C_COMPILER})
set(CPACK_OVERFLIGHT_CONTROL ${PROJECT_BINARY_DIR}/control)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_COMPONENTS_ALL command library development data plugin)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${OVERFLIGHT_MAINTAINER}")
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE "${plugin_homepage}")
set(CPACK_DEBIAN_PACKAGE_SOURCE overflight)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS OFF) # scripts/packages/complete knows more than CPack

set(version ${PROJECT_VERSION})
set(library_package liboverflight${PROJECT_VERSION_MAJOR})

set(CPACK_DEBIAN_COMMAND_PACKAGE_NAME overflight)
set(CPACK_DEBIAN_COMMAND_PACKAGE_SECTION science)
set(CPACK_OVERFLIGHT_COMMAND_DEPENDS "overflight-data (= ${version})")
set(CPACK_DEBIAN_COMMAND_PACKAGE_SUGGESTS "qgis-plugin-overflight, chromium | firefox-esr")
set(CPACK_COMPONENT_COMMAND_DESCRIPTION "\
Which restricted zones does a flight enter, where, when and for how long?
What do its sensors see? Which restrictions does it break?
This package has the command, which reads flights and zones of many formats,
judges them by rules, and writes tables and maps.")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME ${library_package})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_OVERFLIGHT_LIBRARY_DEPENDS "overflight-data (= ${version})")
foreach(name symbols shlibs triggers) # scripts/packages/complete makes them
    list(APPEND CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${CPACK_OVERFLIGHT_CONTROL}/${name})
endforeach()
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "\
Which restricted zones does a flight enter, where, when and for how long?
What do its sensors see? Which restrictions does it break?
This package has the shared library, which programs in C call.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME liboverflight-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_OVERFLIGHT_DEVELOPMENT_DEPENDS "${library_package} (= ${version})")
# What the static libraries are linked with; the shared one needs none of it.
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS "libgdal-dev, libproj-dev, libgeos-dev, \
libexpat1-dev, libjansson-dev, libyajl-dev, libcairo2-dev, libssl-dev, pkg-config")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "\
Which restricted zones does a flight enter, where, when and for how long?
What do its sensors see? Which restrictions does it break?
This package has what it takes to build programs that call the library:
headers, the static libraries, and files for pkg-config and CMake.")

set(CPACK_DEBIAN_DATA_PACKAGE_NAME overflight-data)
set(CPACK_DEBIAN_DATA_PACKAGE_SECTION science)
set(CPACK_DEBIAN_DATA_PACKAGE_ARCHITECTURE all)
set(CPACK_COMPONENT_DATA_DESCRIPTION "\
Zones, airfields, sensors, rule sets, flights and a base map, which the
command and the library of overflight know by name.
Most of them are about the Treaty on Open Skies.")

set(CPACK_DEBIAN_PLUGIN_PACKAGE_NAME qgis-plugin-overflight)
set(CPACK_DEBIAN_PLUGIN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PLUGIN_PACKAGE_ARCHITECTURE all)
set(CPACK_OVERFLIGHT_PLUGIN_DEPENDS "overflight (>= ${version})"
    "qgis (>= ${plugin_qgisMinimumVersion})" python3-qgis)
set(CPACK_COMPONENT_PLUGIN_DESCRIPTION "\
Checks the routes of a layer against restricted zones, measures passages and
what sensors see, and shows the verdict of a route while it is drawn.
This package has the plugin for QGIS. It calls the command.")

include(CPack)
