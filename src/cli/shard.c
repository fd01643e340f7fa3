#include "cli/shard.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/terminal.h"

/* So that share of weights by parts cannot overflow. */
#define MOST_SHARDS 1000000

/* Digits and nothing else up to `end`. */
static bool read_number(const char *text, char end, uint64_t *number, const char **rest)
{
    char *stop;
    if (*text < '0' || *text > '9') return false;
    errno = 0;
    *number = strtoull(text, &stop, 10);
    *rest = stop + 1;
    return errno == 0 && *stop == end;
}

static bool variable(const char *name, uint64_t *number)
{
    const char *text = getenv(name), *rest;
    return text != NULL && read_number(text, '\0', number, &rest);
}

static bool check(const char *from, uint64_t shard, uint64_t shards)
{
    if (shards >= 1 && shards <= MOST_SHARDS && shard >= 1 && shard <= shards) return true;
    cli_complain("option '--shard' is part %" PRIu64 " of %" PRIu64
                 " (%s), wanted are 1 to %d parts and one of them",
                 shard, shards, from, MOST_SHARDS);
    return false;
}

static bool from_environment(uint64_t *shard, uint64_t *shards)
{
    uint64_t id, least = 1, step = 1;
    bool counted = variable("OVERFLIGHT_SHARDS", shards);
    if (variable("JOB_COMPLETION_INDEX", &id)) {
        if (!counted) {
            cli_complain("option '--shard' is 'auto', and JOB_COMPLETION_INDEX says which part but "
                         "not of how many: set OVERFLIGHT_SHARDS to the number of "
                         "completions");
            return false;
        }
        *shard = id + 1;
        return check("JOB_COMPLETION_INDEX + 1 and OVERFLIGHT_SHARDS", *shard, *shards);
    }
    if (variable("SLURM_ARRAY_TASK_ID", &id) &&
        (counted || variable("SLURM_ARRAY_TASK_COUNT", shards))) {
        if (!counted && !variable("SLURM_ARRAY_TASK_MIN", &least)) least = 1;
        if (!counted && (!variable("SLURM_ARRAY_TASK_STEP", &step) || step == 0)) step = 1;
        *shard = id < least ? 0 : (id - least) / step + 1;
        return check("SLURM_ARRAY_TASK_ID", *shard, *shards);
    }
    cli_complain("option '--shard' is 'auto', and the environment says nothing of parts: wanted "
                 "are SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT, or "
                 "JOB_COMPLETION_INDEX and OVERFLIGHT_SHARDS");
    return false;
}

bool cli_shard_parse(const char *text, uint64_t *shard, uint64_t *shards)
{
    const char *rest;
    if (strcmp(text, "auto") == 0) return from_environment(shard, shards);
    if (read_number(text, '/', shard, &rest) && read_number(rest, '\0', shards, &rest))
        return check(text, *shard, *shards);
    cli_complain("option '--shard' is '%s', wanted is a part as 3/16, or 'auto'", text);
    return false;
}
