#include "cli/shard.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static bool is_part(const cli_shard *shard, uint64_t most)
{
    return shard->count >= 1 && shard->count <= most && shard->number >= 1 &&
           shard->number <= shard->count;
}

/* Finds numbers in the environment; *from becomes the names of the variables. */
static bool find_numbers(cli_shard *shard, const char **from)
{
    uint64_t id, least = 1, step = 1;
    bool counted = variable("OVERFLIGHT_SHARDS", &shard->count);
    if (variable("JOB_COMPLETION_INDEX", &id)) {
        *from = counted ? "JOB_COMPLETION_INDEX + 1 and OVERFLIGHT_SHARDS"
                        : "JOB_COMPLETION_INDEX without OVERFLIGHT_SHARDS, the number of "
                          "completions";
        shard->number = id + 1;
        return counted;
    }
    *from = "neither SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT, nor JOB_COMPLETION_INDEX and "
            "OVERFLIGHT_SHARDS";
    if (!variable("SLURM_ARRAY_TASK_ID", &id) ||
        (!counted && !variable("SLURM_ARRAY_TASK_COUNT", &shard->count)))
        return false;
    if (!counted && !variable("SLURM_ARRAY_TASK_MIN", &least)) least = 1;
    if (!counted && (!variable("SLURM_ARRAY_TASK_STEP", &step) || step == 0)) step = 1;
    shard->number = id < least ? 0 : (id - least) / step + 1;
    *from = "SLURM_ARRAY_TASK_ID";
    return true;
}

bool cli_shard_read(const char *text, uint64_t most, cli_shard *shard, char *found, size_t size)
{
    const char *rest, *from;
    if (strcmp(text, "auto") != 0)
        return read_number(text, '/', &shard->number, &rest) &&
               read_number(rest, '\0', &shard->count, &rest) && is_part(shard, most);
    if (!find_numbers(shard, &from)) {
        snprintf(found, size, "'auto' and in the environment %s", from);
        return false;
    }
    if (is_part(shard, most)) return true;
    snprintf(found, size, "'auto', which means part %" PRIu64 " of %" PRIu64 " by %s",
             shard->number, shard->count, from);
    return false;
}
