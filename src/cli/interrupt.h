/* Ctrl-C and its kin: noticed between two routes, so that nothing half-written is left behind. */
#ifndef OVF_CLI_INTERRUPT_H
#define OVF_CLI_INTERRUPT_H

/* From here on the first SIGINT, SIGTERM or SIGHUP is only noted; a second one of the same kind
 * ends the process at once. Signals that were ignored (nohup) stay so. */
void cli_interrupt_begin(void);
/* The number of the signal that has come, or 0. */
int cli_interrupted(void);

#endif
