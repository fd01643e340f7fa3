#!/usr/bin/env bash
# Tests: src/input/data.c
# The command finds its geodata in the build tree, under the prefix it is installed to, and where
# OVERFLIGHT_DATA says, from whatever folder it is called.
set -euo pipefail
if [ -z "${OVERFLIGHT:-}" ] || [ -z "${OVERFLIGHT_BUILD:-}" ]; then
    echo "skipped: OVERFLIGHT and OVERFLIGHT_BUILD are not both set"
    exit 77
fi
unset OVERFLIGHT_DATA
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
prefix="$scratch/with a space/prefix"
elsewhere=$scratch/elsewhere
mkdir -p "$elsewhere"
cd -- "$elsewhere"

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# finds FOLDER COMMAND...: the bundled zones come from that folder, and there are some.
finds() {
    local folder=$1 listed
    shift
    "$@" zones list >list || fail "$*"
    grep -q '^kaliningrad ' list || fail "$* lists no kaliningrad"
    "$@" airfields list >list || fail "$*"
    listed=$("$@" zones list --json | sed -n 's/^    "file": "\(.*\)",$/\1/p')
    [ -n "$listed" ] || fail "$* lists no file"
    while read -r file; do
        case $file in
        "$folder"/zones/*) ;;
        *) fail "$* takes $file, which is not in $folder" ;;
        esac
    done <<<"$listed"
}

# refuses NAMED COMMAND...: status 2, and one sentence with the folder that was looked in.
refuses() {
    local named=$1 status=0
    shift
    "$@" zones list >list 2>sentence || status=$?
    [ "$status" = 2 ] || fail "$* exits with $status"
    [ ! -s list ] || fail "$* prints all the same"
    [ "$(wc -l <sentence)" = 1 ] || fail "$* says: $(cat sentence)"
    grep -qF -- "$named" sentence || fail "$* does not name $named: $(cat sentence)"
    grep -qF -- OVERFLIGHT_DATA sentence || fail "$* does not say what to do: $(cat sentence)"
}

finds "$(realpath -s "$OVERFLIGHT_BUILD")/share/overflight" "$OVERFLIGHT"

cmake --install "$OVERFLIGHT_BUILD" --prefix "$prefix" >install.log 2>&1 ||
    fail "$(cat install.log)"
finds "$prefix/share/overflight" "$prefix/bin/overflight"

# Called by a link, as package managers of users' own like to have it, and by its name alone.
ln -s "$prefix/bin/overflight" link
finds "$prefix/share/overflight" ./link
PATH="$prefix/bin:$PATH" finds "$prefix/share/overflight" overflight

cp -R "$prefix/share/overflight" "$scratch/of my own"
OVERFLIGHT_DATA="$scratch/of my own" finds "$scratch/of my own" "$OVERFLIGHT"
OVERFLIGHT_DATA="$scratch/of my own" finds "$scratch/of my own" "$prefix/bin/overflight"

# What OVERFLIGHT_DATA names counts, even when it is wrong and there are others: taking those
# silently would be worse.
OVERFLIGHT_DATA=$scratch/nowhere refuses "$scratch/nowhere" "$OVERFLIGHT"
OVERFLIGHT_DATA=$elsewhere refuses "$elsewhere" "$prefix/bin/overflight"

# The last place to look in is the prefix that was configured, where somebody may have installed it.
configured=$(sed -n 's/^CMAKE_INSTALL_PREFIX:[A-Z]*=//p' "$OVERFLIGHT_BUILD/CMakeCache.txt")
mv "$prefix/share/overflight" "$scratch/taken away"
[ -e "$configured/share/overflight" ] || refuses "$prefix/share/overflight" "$prefix/bin/overflight"
echo "found in the build tree, under the prefix, and where OVERFLIGHT_DATA says"
