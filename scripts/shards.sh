# What scripts/slurm/submit and scripts/parallel have in common: their arguments, and the folder of parts. Sourced by them; `me` is the
# caller's name, usage() prints its help, and own_option NAME VALUE takes an option that only the caller has, or says no.

refuse() {
    echo "$me: $*" >&2
    exit 2
}

# Whether the argument is a whole number from 1.
is_count() {
    [[ $1 =~ ^[1-9][0-9]{0,8}$ ]]
}

# Sets absolute names, since a job may begin in another folder, and a relative one may look like an option.
absolute() {
    case $1 in
    /*) printf -v "$2" %s "$1" ;;
    *) printf -v "$2" %s "$PWD/$1" ;;
    esac
    # A name of slashes alone is the root.
    while [[ ${!2} == ?*/ ]]; do printf -v "$2" %s "${!2%/}"; done
}

# Sets `shards`, `result`, `parts`, `remove` and `arguments`, those for overflight.
read_arguments() {
    shards='' result='' parts='' remove=false arguments=()
    while [ $# -gt 0 ]; do
        case $1 in
        -h | --help)
            usage
            exit 0
            ;;
        --remove-parts) remove=true ;;
        --)
            shift
            arguments=("$@")
            break
            ;;
        -*)
            [ -n "${2+set}" ] || refuse "'$1' is unknown or wants a value; see $me --help"
            [ -n "$2" ] || refuse "'$1' wants a value, and an empty one was given"
            case $1 in
            --shards)
                is_count "$2" || refuse "'--shards' is '$2', a whole number from 1 is wanted"
                shards=$2
                ;;
            -o | --output) absolute "$2" result ;;
            --parts) absolute "$2" parts ;;
            *) own_option "$1" "$2" || refuse "'$1' is unknown; see $me --help" ;;
            esac
            shift
            ;;
        *) refuse "'$1' is not an option; routes and the options of overflight follow '--'" ;;
        esac
        shift
    done
    [ -n "$shards" ] || refuse "how many shards? add '--shards N'"
    [ -n "$result" ] || refuse "a new directory for the result is wanted: add '-o RESULT'"
    [ ${#arguments[@]} -gt 0 ] || refuse "routes are wanted, after '--'"
    local argument
    for argument in "${arguments[@]}"; do
        case $argument in
        --) break ;;
        -o* | --output | --output=* | -j* | --jobs | --jobs=* | --shard | --shard=* | --resume | --force)
            refuse "'$argument' is for $me to give to overflight; see $me --help"
            ;;
        esac
    done
    : "${parts:=$result.parts}"
    [ ! -e "$result" ] || refuse "$result is there already"
}

# Sets `overflight`: what OVERFLIGHT names, or is in PATH, or was built here.
find_overflight() {
    local wanted=${OVERFLIGHT:-overflight}
    overflight=$(type -P -- "$wanted") || overflight=
    if [ -z "$overflight" ] && [ -z "${OVERFLIGHT:-}" ] && [ -x "$top/build/release/bin/overflight" ]; then
        overflight=$top/build/release/bin/overflight
    fi
    [ -n "$overflight" ] || refuse "there is no $wanted to run; OVERFLIGHT may name one"
    absolute "$overflight" overflight
}

# Makes the folder of parts, which holds those of one command only: others must not be mixed with them, nor be taken for them.
open_parts() {
    local words command part
    printf -v words ' %q' "${arguments[@]}"
    printf -v command '%s shards of: cd %q && overflight analyze%s' "$shards" "$PWD" "$words"
    mkdir -p -- "$parts/logs"
    if [ -e "$parts/command" ] && [ "$(<"$parts/command")" != "$command" ]; then
        for part in "$parts"/part-* "$parts"/.part-*; do
            [ ! -e "$part" ] || refuse "$parts has parts of another command; remove it, or name another folder with '--parts': $(<"$parts/command")"
        done
        rm -f -- "$parts/joblog"
    fi
    printf '%s\n' "$command" >"$parts/command"
}
