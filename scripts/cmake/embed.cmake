# Writes a C source with the bytes of files; src/output/map/assets.h declares what is in it.
#   cmake -DOUTPUT=assets.c "-DASSETS=NAME=FILE;NAME=FILE" -P embed.cmake

set(arrays "")
set(list "")
set(number 0)
foreach(asset IN LISTS ASSETS)
    string(REGEX MATCH "^([^=]+)=(.+)$" whole "${asset}")
    set(name "${CMAKE_MATCH_1}")
    file(READ "${CMAKE_MATCH_2}" bytes HEX)
    string(LENGTH "${bytes}" digits)
    math(EXPR size "${digits} / 2")
    string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
    string(APPEND arrays "static const unsigned char asset_${number}[] = {\n${bytes}0};\n")
    string(APPEND list "    {\"${name}\", asset_${number}, ${size}},\n")
    math(EXPR number "${number} + 1")
endforeach()
string(APPEND arrays "\nconst ovf_asset ovf_assets[] = {\n${list}};\n"
    "const size_t ovf_asset_count = ${number};\n")
file(WRITE "${OUTPUT}" "#include \"output/map/assets.h\"\n\n${arrays}")
