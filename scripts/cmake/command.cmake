# The command, which needs nothing but the libraries that overflight stands on: it carries the
# library in itself. Its help and its manual pages are made from the same texts.

file(GLOB command_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/cli/*.c)
file(GLOB command_texts CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/cli/help/*.txt)

set(command_help ${PROJECT_BINARY_DIR}/help.c)
add_custom_command(OUTPUT ${command_help}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${command_help} "-DTEXTS=${command_texts}"
        -P ${PROJECT_SOURCE_DIR}/scripts/cmake/help.cmake
    DEPENDS ${command_texts} ${PROJECT_SOURCE_DIR}/scripts/cmake/help.cmake VERBATIM)

# A program of tests/fuzz is linked with all but main.
set(command_parts ${command_sources} ${command_help})
list(REMOVE_ITEM command_parts ${PROJECT_SOURCE_DIR}/src/cli/main.c)

add_executable(overflight_command ${command_sources} ${command_help})
set_target_properties(overflight_command PROPERTIES
    OUTPUT_NAME overflight RUNTIME_OUTPUT_DIRECTORY ${overflight_program_folder})
target_include_directories(overflight_command PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(overflight_command PRIVATE
    overflight_options overflight_static ${overflight_dependencies})
target_link_options(overflight_command PRIVATE LINKER:--as-needed)
# It defines malloc, which the compiler must not take for its own; tests look who has called it.
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/cli/memory.c PROPERTIES
    COMPILE_OPTIONS "-fno-builtin;-fno-omit-frame-pointer;-fno-optimize-sibling-calls")

# The manual pages lie in the build tree as in an installation, so that `man` finds them there too.
set(overflight_man_folder ${PROJECT_BINARY_DIR}/share/man/man1)
set(overflight_man_pages "")
foreach(text IN LISTS command_texts)
    cmake_path(GET text STEM name)
    string(REPLACE "overflight-overflight" "overflight" page overflight-${name}.1)
    set(page ${overflight_man_folder}/${page})
    add_custom_command(OUTPUT ${page}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${overflight_man_folder}
        COMMAND ${PROJECT_SOURCE_DIR}/scripts/man ${PROJECT_VERSION} ${text} > ${page}
        DEPENDS ${text} ${PROJECT_SOURCE_DIR}/scripts/man VERBATIM)
    list(APPEND overflight_man_pages ${page})
endforeach()
add_custom_target(overflight_man ALL DEPENDS ${overflight_man_pages})

# What completes commands, made by the program itself and laid out like the manual pages.
set(overflight_completions "")
foreach(place bash:bash-completion/completions/overflight zsh:zsh/site-functions/_overflight
        fish:fish/vendor_completions.d/overflight.fish)
    string(REGEX MATCH "^([a-z]+):(.+)$" place "${place}")
    set(shell "${CMAKE_MATCH_1}")
    set(script ${PROJECT_BINARY_DIR}/share/${CMAKE_MATCH_2})
    cmake_path(GET script PARENT_PATH folder)
    add_custom_command(OUTPUT ${script}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}
        COMMAND overflight_command completion ${shell} > ${script}
        DEPENDS overflight_command VERBATIM)
    list(APPEND overflight_completions ${script})
endforeach()
add_custom_target(overflight_completion ALL DEPENDS ${overflight_completions})
