# The libraries that overflight uses; overflightConfig.cmake.in asks for the same where the static
# library is used.

find_package(GDAL 3.6 CONFIG REQUIRED)
find_package(PROJ 9 CONFIG REQUIRED)
find_package(GEOS 3.11 CONFIG REQUIRED)
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
find_package(EXPAT 2.4 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson>=2.13)
pkg_check_modules(YAJL REQUIRED IMPORTED_TARGET yajl>=2.1)
pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET cairo>=1.14)
pkg_check_modules(GLIB REQUIRED glib-2.0>=2.68)
find_path(OVERFLIGHT_NOVA_INCLUDE libnova/solar.h DOC "Folder with libnova/solar.h")
find_library(OVERFLIGHT_NOVA NAMES nova DOC "libnova, 0.16 or later")
if(NOT OVERFLIGHT_NOVA_INCLUDE OR NOT OVERFLIGHT_NOVA)
    message(FATAL_ERROR "libnova was not found: install libnova-dev (scripts/setup does)")
endif()
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)

set(overflight_dependencies
    GDAL::GDAL PROJ::proj GEOS::geos_c OpenSSL::Crypto EXPAT::EXPAT
    PkgConfig::JANSSON PkgConfig::YAJL
    PkgConfig::CAIRO Threads::Threads ${CMAKE_DL_LIBS} m)
