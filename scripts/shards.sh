# What scripts/slurm/submit and scripts/parallel share: their arguments and the folder of parts.
# Both source this file. The caller sets `me`, its name, and defines usage(), which prints its help,
# and own_option NAME VALUE, which takes an option of the caller's own or fails.

refuse() {
    echo "$me: $*" >&2
    exit 2
}

# Whether the argument is a whole number from 1.
is_count() {
    [[ $1 =~ ^[1-9][0-9]{0,8}$ ]]
}

# absolute NAME VARIABLE: sets the variable to the absolute name, since a job may begin in another
# folder, and a relative name may look like an option.
absolute() {
    case $1 in
    /*) printf -v "$2" %s "$1" ;;
    *) printf -v "$2" %s "$PWD/$1" ;;
    esac
    # Slashes alone are the root.
    while [[ ${!2} == ?*/ ]]; do printf -v "$2" %s "${!2%/}"; done
}

# Sets `shards`, `result`, `parts`, `remove`, and `arguments`, which are those for overflight.
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
            [ -n "${2+set}" ] || refuse "'$1' is unknown or lacks its value; see $me --help"
            [ -n "$2" ] || refuse "$1: expected a value, found an empty one"
            case $1 in
            --shards)
                is_count "$2" || refuse "--shards: expected a whole number from 1, found '$2'"
                shards=$2
                ;;
            -o | --output) absolute "$2" result ;;
            --parts) absolute "$2" parts ;;
            *) own_option "$1" "$2" || refuse "'$1' is unknown; see $me --help" ;;
            esac
            shift
            ;;
        *) refuse "'$1' is no option of $me; put routes and options of overflight after '--'" ;;
        esac
        shift
    done
    [ -n "$shards" ] || refuse "expected the number of shards: add '--shards N'"
    [ -n "$result" ] || refuse "expected a new directory for the result: add '-o RESULT'"
    [ ${#arguments[@]} -gt 0 ] || refuse "expected routes after '--'"
    local argument
    for argument in "${arguments[@]}"; do
        case $argument in
        --) break ;;
        -o* | --output | --output=* | -j* | --jobs | --jobs=* | --shard | --shard=* | --resume | \
            --force)
            refuse "$me gives '$argument' to overflight itself; see $me --help"
            ;;
        esac
    done
    : "${parts:=$result.parts}"
    [ ! -e "$result" ] || refuse "$result exists already"
}

# Sets `overflight`: the program that OVERFLIGHT names, the one in PATH, or the one built here.
find_overflight() {
    local wanted=${OVERFLIGHT:-overflight}
    overflight=$(type -P -- "$wanted") || overflight=
    local built=$top/build/release/bin/overflight
    if [ -z "$overflight" ] && [ -z "${OVERFLIGHT:-}" ] && [ -x "$built" ]; then
        overflight=$built
    fi
    [ -n "$overflight" ] || refuse "found no program $wanted; set OVERFLIGHT to its path"
    absolute "$overflight" overflight
}

# Makes the folder of parts. It holds the parts of one command only, so that parts of another are
# never mixed in.
open_parts() {
    local words command part
    printf -v words ' %q' "${arguments[@]}"
    printf -v command '%s shards of: cd %q && overflight analyze%s' "$shards" "$PWD" "$words"
    mkdir -p -- "$parts/logs"
    if [ -e "$parts/command" ] && [ "$(<"$parts/command")" != "$command" ]; then
        for part in "$parts"/part-* "$parts"/.part-*; do
            [ ! -e "$part" ] || refuse "$parts has parts of another command; remove it, or name" \
                "another folder with '--parts': $(<"$parts/command")"
        done
        rm -f -- "$parts/joblog"
    fi
    printf '%s\n' "$command" >"$parts/command"
}
