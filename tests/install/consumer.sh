#!/usr/bin/env bash
# Tests: scripts/cmake/
# Installs the build tree into a folder of its own and builds a small program against it, with
# pkg-config and with CMake, shared and static. Then moves the whole to a path with a space in it
# and does the same again. The program's figure must be the command's.
set -euo pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
if [ -z "${OVERFLIGHT_BUILD:-}" ]; then
    echo "skipped: OVERFLIGHT_BUILD is not set"
    exit 77
fi
unset OVERFLIGHT_DATA LD_LIBRARY_PATH PKG_CONFIG_PATH CFLAGS LDFLAGS
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

fail() {
    echo "FAILED: $*" >&2
    exit 1
}
quietly() {
    "$@" >"$scratch/log" 2>&1 || {
        cat "$scratch/log" >&2
        fail "$*"
    }
}

# A library with sanitizers in it asks for a program that has them, too.
sanitize=$(sed -n 's/^OVERFLIGHT_SANITIZE:[A-Z]*=//p' "$OVERFLIGHT_BUILD/CMakeCache.txt")
flags=(-Wall -Wextra -Wpedantic -Werror)
case $sanitize in
'' | OFF) ;;
*) flags+=("-fsanitize=$sanitize") ;;
esac
export CMAKE_GENERATOR=Ninja
command -v ninja >/dev/null || unset CMAKE_GENERATOR

# A route that goes through the square from corner to corner and on.
cat >"$scratch/square.geojson" <<'JSON'
{"type": "Feature", "properties": {"id": "square"},
 "geometry": {"type": "Polygon",
              "coordinates": [[[10, 50], [12, 50], [12, 52], [10, 52], [10, 50]]]}}
JSON
cat >"$scratch/route.geojson" <<'JSON'
{"type": "Feature", "properties": {"id": "diagonal"},
 "geometry": {"type": "LineString", "coordinates": [[9, 49.5], [11, 51], [13, 52.25]]}}
JSON

# expect PROGRAM...: what it prints is what the command has written.
expect() {
    local printed
    printed=$("$@" "$scratch/square.geojson" "$scratch/route.geojson") || fail "$*"
    [ "$printed" = "diagonal square $inside" ] ||
        fail "$* prints '$printed' instead of 'diagonal square $inside'"
}

with_pkg_config() { # KIND PACKAGE
    local built=$scratch/pkg-config-$1 packaged
    # What pkg-config prints is quoted for the shell.
    packaged=$(pkg-config --cflags --libs "$2") || fail "pkg-config $2"
    eval "packaged=($packaged)"
    quietly cc -std=c17 "${flags[@]}" "$here/consumer/consumer.c" "${packaged[@]}" -o "$built"
    if [ "$1" = shared ]; then
        LD_LIBRARY_PATH=$library expect "$built"
        [ "$(LD_LIBRARY_PATH=$library "$built")" = "$data" ] ||
            fail "a program elsewhere does not find $data"
    else
        expect "$built"
    fi
}

with_cmake() { # KIND
    local tree=$scratch/cmake-$1
    rm -rf -- "$tree"
    quietly cmake -S "$here/consumer" -B "$tree" -DKIND="$1" -DCMAKE_PREFIX_PATH="$prefix" \
        -DCMAKE_C_FLAGS="${flags[*]}"
    quietly cmake --build "$tree"
    expect "$tree/consumer"
}

# try PREFIX: everything with what is installed there.
try() {
    prefix=$1
    data=$prefix/share/overflight
    PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name overflight.pc)")
    export PKG_CONFIG_PATH
    library=$(dirname "$PKG_CONFIG_PATH")
    version=$("$prefix/bin/overflight" --version | sed -n '1s/^overflight \([0-9.]*\).*/\1/p')
    [ "$(pkg-config --modversion overflight)" = "$version" ] ||
        fail "pkg-config and the command disagree about the version"
    for header in "$prefix"/include/overflight/*.h; do
        quietly cc -std=c17 "${flags[@]}" -I"$prefix/include" -fsyntax-only -x c "$header"
    done
    with_pkg_config shared overflight
    with_pkg_config static overflight-static
    with_cmake shared
    with_cmake static
}

quietly cmake --install "$OVERFLIGHT_BUILD" --prefix "$scratch/plain"
"$scratch/plain/bin/overflight" analyze "$scratch/route.geojson" --zones "$scratch/square.geojson" \
    -o "$scratch/result" --quiet
inside=$(awk -F, '
    NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
    NR == 2 { print $column["inside_m"] }' "$scratch/result/statistics.csv")
# From (10, 50.25) to (12, 51.63), 1.38 degrees of 111.2 km north and 2 of 70.2 km east:
# hypot(153, 140) = 208 km or so.
awk -v inside="$inside" 'BEGIN { exit !(inside > 206000 && inside < 210000) }' ||
    fail "the command says $inside m inside"

try "$scratch/plain"
mkdir "$scratch/with a space"
mv "$scratch/plain" "$scratch/with a space/moved"
try "$scratch/with a space/moved"
echo "built with pkg-config and CMake, shared and static, before and after a move: $inside m inside"
