# Files that are built into the library: styles, the report's page, and Leaflet from Debian's
# libjs-leaflet.

find_path(OVERFLIGHT_LEAFLET leaflet.min.js PATHS /usr/share/javascript/leaflet NO_DEFAULT_PATH
    DOC "Folder with leaflet.min.js and leaflet.css, 1.7 or later")
if(NOT OVERFLIGHT_LEAFLET)
    message(FATAL_ERROR "leaflet.min.js was not found: install libjs-leaflet (scripts/setup does), "
        "or name its folder with -DOVERFLIGHT_LEAFLET=FOLDER")
endif()

file(GLOB asset_files CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/src/output/qgis/*.qml ${PROJECT_SOURCE_DIR}/src/output/qgis/*.xml
    ${PROJECT_SOURCE_DIR}/src/output/report/*.js ${PROJECT_SOURCE_DIR}/src/output/report/*.css
    ${PROJECT_SOURCE_DIR}/src/output/report/*.html)
set(assets "leaflet/leaflet.js=${OVERFLIGHT_LEAFLET}/leaflet.min.js"
    "leaflet/leaflet.css=${OVERFLIGHT_LEAFLET}/leaflet.css")
foreach(file IN LISTS asset_files)
    file(RELATIVE_PATH name ${PROJECT_SOURCE_DIR}/src/output ${file})
    list(APPEND assets "${name}=${file}")
endforeach()
set(overflight_assets ${PROJECT_BINARY_DIR}/assets.c)
add_custom_command(OUTPUT ${overflight_assets}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${overflight_assets} "-DASSETS=${assets}"
        -P ${PROJECT_SOURCE_DIR}/scripts/cmake/embed.cmake
    DEPENDS ${asset_files} ${PROJECT_SOURCE_DIR}/scripts/cmake/embed.cmake VERBATIM)
