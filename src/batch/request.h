/* What a batch was asked to do, as JSON: journals and parts hold it, so that it can be seen whether
 * another run is of the same batch, and so that parts can be merged without being told again. */
#ifndef OVF_BATCH_REQUEST_H
#define OVF_BATCH_REQUEST_H

#include <jansson.h>

#include "overflight/batch.h"

/* All of the options on which the results depend, and none on which they do not (jobs, shard,
 * directory). NULL when memory is out. */
json_t *ovf_request_to_json(const ovf_batch_options *options);

/* Whether heights over different references are compared: by rules, or where zones have volumes. */
bool ovf_request_compares_heights(const ovf_batch_options *options);

/* Those options again. Zeroed before its first use; what `options` points to belongs to it and to
 * the JSON, which must outlive it. */
typedef struct {
    ovf_batch_options options;
    ovf_analysis_options analysis;
    ovf_judge_options judge;
    ovf_vertical_options vertical;
    ovf_sensing_options sensing;
    const char **sensors;
    const char **zone_files, **route_files, **rule_sets, **rule_files, **standings;
    ovf_setting *settings;
} ovf_request;

/* Errors: OVF_ERROR_INPUT (it is not such a JSON), OVF_ERROR_MEMORY. */
ovf_status ovf_request_from_json(ovf_request *request, const json_t *json, ovf_error *error);
void ovf_request_clear(ovf_request *request);

#endif
