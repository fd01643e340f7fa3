# The command, which needs nothing but the libraries that overflight stands on: it carries the library in itself.

file(GLOB command_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/cli/*.c)
if(EXISTS ${PROJECT_SOURCE_DIR}/src/cli/main.c)
    add_executable(overflight_command ${command_sources})
    set_target_properties(overflight_command PROPERTIES
        OUTPUT_NAME overflight RUNTIME_OUTPUT_DIRECTORY ${overflight_program_folder})
    target_include_directories(overflight_command PRIVATE ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(overflight_command PRIVATE overflight_options overflight_static ${overflight_dependencies})
    target_link_options(overflight_command PRIVATE LINKER:--as-needed)
endif()
