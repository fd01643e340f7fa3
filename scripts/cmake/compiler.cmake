# What holds for every C file here.

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)

get_property(multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
if(NOT CMAKE_BUILD_TYPE AND NOT multi_config)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, Debug, RelWithDebInfo or MinSizeRel" FORCE)
endif()
if(CMAKE_C_FLAGS_RELEASE STREQUAL "-O3 -DNDEBUG")
    set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
endif()

if(OVERFLIGHT_CCACHE AND PROJECT_IS_TOP_LEVEL AND NOT CMAKE_C_COMPILER_LAUNCHER)
    find_program(OVERFLIGHT_CCACHE_PROGRAM ccache)
    mark_as_advanced(OVERFLIGHT_CCACHE_PROGRAM)
    if(OVERFLIGHT_CCACHE_PROGRAM)
        set(CMAKE_C_COMPILER_LAUNCHER ${OVERFLIGHT_CCACHE_PROGRAM})
    endif()
endif()

# Carried by every target of this project and by none of those who use it.
add_library(overflight_options INTERFACE)
target_compile_definitions(overflight_options INTERFACE _XOPEN_SOURCE=700)
target_compile_options(overflight_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow
    $<$<BOOL:${OVERFLIGHT_WERROR}>:-Werror>
    # Where snprintf truncates, it is meant to; and GCC's guesses of lengths depend on the
    # optimisation.
    $<$<C_COMPILER_ID:GNU>:-Wno-format-truncation>
    # Round products before they are added, so that machines with and without fused instructions
    # give the same figures.
    -ffp-contract=off)
if(OVERFLIGHT_SANITIZE)
    target_compile_options(overflight_options INTERFACE
        -fsanitize=${OVERFLIGHT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(overflight_options INTERFACE -fsanitize=${OVERFLIGHT_SANITIZE})
endif()
