# Makes of the help texts a C source that has them: cmake -DOUTPUT=help.c "-DTEXTS=FILE;FILE" -P
# help.cmake. src/cli/help.h reads it. Bytes rather than strings, which C99 lets be 4095 long.

set(arrays "")
set(list "")
foreach(file IN LISTS TEXTS)
    cmake_path(GET file STEM name)
    file(READ "${file}" bytes HEX)
    string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
    string(APPEND arrays "static const char ${name}_text[] = {\n${bytes}0};\n")
    string(APPEND list "    {\"${name}\", ${name}_text},\n")
endforeach()
file(WRITE "${OUTPUT}" "#include \"cli/help.h\"\n\n#include <stddef.h>\n\n${arrays}\n"
    "const cli_help_topic cli_help_topics[] = {\n${list}    {NULL, NULL},\n};\n")
