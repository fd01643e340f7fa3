/* Options of reading with texts of their own. */
#ifndef OVF_INPUT_FLIGHTS_KEPT_OPTIONS_H
#define OVF_INPUT_FLIGHTS_KEPT_OPTIONS_H

#include "overflight/input.h"

#define OVF_OPTION_TEXTS 6

/* Zeroed, or what ovf_options_keep makes. */
typedef struct {
    ovf_input_options options;
    char *texts[OVF_OPTION_TEXTS];
} ovf_kept_options;

/* `options` may be NULL. Errors: OVF_ERROR_MEMORY; *kept is to be cleared then, too. */
ovf_status ovf_options_keep(ovf_kept_options *kept, const ovf_input_options *options,
                            ovf_error *error);
void ovf_kept_options_clear(ovf_kept_options *kept);

#endif
