# liboverflight, shared and static, from one set of object files, and its core.

# The core needs the C library and PROJ's geodesic.h alone (tests/structure/core.py).
set(core_folders base geodesy model analysis/meet analysis/observe analysis/check analysis/suggest)
set(other_folders analysis/coverage analysis/survey system gdal input reduce output batch)
foreach(part core other)
    list(TRANSFORM ${part}_folders REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/src/\\1/*.c"
        OUTPUT_VARIABLE patterns)
    file(GLOB_RECURSE ${part}_sources CONFIGURE_DEPENDS ${patterns})
endforeach()
set(hot_sources ${core_sources} ${other_sources})
list(FILTER hot_sources INCLUDE REGEX "/src/(geodesy|analysis)/")
file(GLOB overflight_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/overflight/*.h)

# These change no figure: they only let the compiler vectorise square roots and selections.
set_source_files_properties(${hot_sources} PROPERTIES
    COMPILE_OPTIONS "$<$<CONFIG:Release>:-O3>;-fno-math-errno;-fno-trapping-math")

add_library(overflight_core_objects OBJECT ${core_sources})
add_library(overflight_objects OBJECT ${other_sources} ${overflight_assets})
foreach(objects overflight_core_objects overflight_objects)
    set_target_properties(${objects} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    # Nobody replaces our functions by others of the same name, so the compiler may inline them in
    # the shared library too.
    target_compile_options(${objects} PRIVATE
        $<$<C_COMPILER_ID:GNU>:-fno-semantic-interposition>)
    target_include_directories(${objects} PRIVATE
        ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(${objects} PRIVATE overflight_options)
endforeach()
target_link_libraries(overflight_core_objects PRIVATE PROJ::proj Threads::Threads)
target_link_libraries(overflight_objects PRIVATE ${overflight_dependencies})

# GDAL is loaded when it is first needed (src/gdal/gdal.h). It stays among the libraries to link
# with: the linker drops what nothing calls.
if(OVERFLIGHT_GDAL_LATE)
    target_compile_definitions(overflight_objects PUBLIC
        "OVERFLIGHT_GDAL_LIBRARY=\"$<TARGET_SONAME_FILE_NAME:GDAL::GDAL>\""
        "OVERFLIGHT_GDAL_FILE=\"$<TARGET_FILE:GDAL::GDAL>\"")
endif()

# So is Cairo (src/output/picture/cairo.h). pkg-config names the file to link with; the name for the
# loader is that of the file behind the link, cut after its first number.
if(OVERFLIGHT_GDAL_LATE)
    list(FILTER CAIRO_LINK_LIBRARIES INCLUDE REGEX "cairo[^/]*$")
    file(REAL_PATH "${CAIRO_LINK_LIBRARIES}" cairo_file)
    cmake_path(GET cairo_file FILENAME cairo_name)
    string(REGEX REPLACE "(\\.so\\.[0-9]+).*$" "\\1" cairo_name "${cairo_name}")
    target_compile_definitions(overflight_objects PUBLIC
        "OVERFLIGHT_CAIRO_LIBRARY=\"${cairo_name}\"" "OVERFLIGHT_CAIRO_FILE=\"${cairo_file}\"")
endif()

# libnova and GLib, which only sunrise, sunset and time zones need (src/input/almanac/), are always
# loaded when first needed, and nothing is linked with them.
foreach(name NOVA GLIB)
    if(name STREQUAL "GLIB")
        list(FILTER GLIB_LINK_LIBRARIES INCLUDE REGEX "glib-2[^/]*$")
        set(file "${GLIB_LINK_LIBRARIES}")
    else()
        set(file "${OVERFLIGHT_NOVA}")
    endif()
    file(REAL_PATH "${file}" file)
    cmake_path(GET file FILENAME library)
    string(REGEX REPLACE "(\\.so\\.[0-9]+).*$" "\\1" library "${library}")
    target_compile_definitions(overflight_objects PRIVATE
        "OVERFLIGHT_${name}_LIBRARY=\"${library}\"" "OVERFLIGHT_${name}_FILE=\"${file}\"")
endforeach()
target_include_directories(overflight_objects SYSTEM PRIVATE
    ${OVERFLIGHT_NOVA_INCLUDE} ${GLIB_INCLUDE_DIRS})

# Where the geodata is: relative to the folder of a program, relative to that of the library, and as
# it was configured.
set(data_folder ${CMAKE_INSTALL_FULL_DATADIR}/overflight)
file(RELATIVE_PATH data_from_program ${CMAKE_INSTALL_FULL_BINDIR} ${data_folder})
file(RELATIVE_PATH data_from_library ${CMAKE_INSTALL_FULL_LIBDIR} ${data_folder})
set(data_definitions
    "OVERFLIGHT_DATA_FROM_PROGRAM=\"${data_from_program}\""
    "OVERFLIGHT_DATA_FROM_LIBRARY=\"${data_from_library}\""
    "OVERFLIGHT_INSTALL_DATADIR=\"${data_folder}\"")
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/input/data.c PROPERTIES
    COMPILE_DEFINITIONS "${data_definitions}")

# The build tree is laid out like an installation, so that programs in it find the geodata by the
# same rule.
set(overflight_program_folder ${PROJECT_BINARY_DIR}/bin)
set(overflight_library_folder ${PROJECT_BINARY_DIR}/lib)
cmake_path(ABSOLUTE_PATH data_from_program BASE_DIRECTORY ${overflight_program_folder} NORMALIZE
    OUTPUT_VARIABLE data_link)
cmake_path(GET data_link PARENT_PATH data_link_folder)
file(MAKE_DIRECTORY ${data_link_folder})
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/geodata ${data_link} SYMBOLIC)

# The shared library exports what the public headers declare, and nothing else.
set(overflight_exports "")
foreach(header IN LISTS overflight_headers)
    set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
    file(READ ${header} text)
    string(REGEX MATCHALL "ovf_[a-z0-9_]+\\(" names "${text}")
    list(TRANSFORM names REPLACE "\\(" "")
    list(APPEND overflight_exports ${names})
endforeach()
list(REMOVE_DUPLICATES overflight_exports)
list(SORT overflight_exports)
list(JOIN overflight_exports ";\n    " overflight_exports)
set(overflight_version_script ${PROJECT_BINARY_DIR}/exports.map)
file(CONFIGURE OUTPUT ${overflight_version_script} @ONLY CONTENT "\
OVERFLIGHT_${PROJECT_VERSION_MAJOR} {
global:
    @overflight_exports@;
local:
    *;
};
")

add_library(overflight SHARED
    $<TARGET_OBJECTS:overflight_core_objects> $<TARGET_OBJECTS:overflight_objects>)
set_target_properties(overflight PROPERTIES
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}
    LINK_DEPENDS ${overflight_version_script})
target_link_options(overflight PRIVATE
    LINKER:--version-script=${overflight_version_script} LINKER:--as-needed)
if(NOT OVERFLIGHT_SANITIZE) # the program brings what an instrumented library calls
    target_link_options(overflight PRIVATE LINKER:--no-undefined)
endif()

add_library(overflight_static STATIC
    $<TARGET_OBJECTS:overflight_core_objects> $<TARGET_OBJECTS:overflight_objects>)
set_target_properties(overflight_static PROPERTIES OUTPUT_NAME overflight)

add_library(overflight_core STATIC $<TARGET_OBJECTS:overflight_core_objects>)

foreach(library overflight overflight_static overflight_core)
    set_target_properties(${library} PROPERTIES
        LINKER_LANGUAGE C
        LIBRARY_OUTPUT_DIRECTORY ${overflight_library_folder}
        ARCHIVE_OUTPUT_DIRECTORY ${overflight_library_folder})
    target_include_directories(${library} PUBLIC
        $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
        $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    add_library(overflight::${library} ALIAS ${library})
endforeach()
foreach(library overflight overflight_static)
    target_link_libraries(${library} PRIVATE ${overflight_dependencies})
endforeach()
target_link_libraries(overflight_core PRIVATE PROJ::proj Threads::Threads m)
