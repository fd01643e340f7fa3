/* Which part of a batch is meant: as said, or as a cluster's engine says in the environment. */
#ifndef OVF_CLI_SHARD_H
#define OVF_CLI_SHARD_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/options.h"

/* Reads "K/N", or "auto":
 *   OVERFLIGHT_SHARDS with SLURM_ARRAY_TASK_ID (1 … N) or JOB_COMPLETION_INDEX (0 … N - 1;
 *   Kubernetes does not say how many there are);
 *   SLURM_ARRAY_TASK_ID with SLURM_ARRAY_TASK_COUNT, and _MIN and _STEP for arrays that do not
 *   count 1, 2, 3, …
 * False where that is no part of at most `most`: what was found instead is then in `found`, unless
 * it is the text itself. */
bool cli_shard_read(const char *text, uint64_t most, cli_shard *shard, char *found, size_t size);

#endif
