#include "cli/interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t received;

static void note(int number) { received = number; }

void cli_interrupt_begin(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction action = {0}, old;
        if (sigaction(numbers[i], NULL, &old) != 0 || old.sa_handler == SIG_IGN) continue;
        action.sa_handler = note;
        /* SA_RESTART: a read within GDAL must not see EINTR and take it for a broken file. */
        action.sa_flags = (int)(SA_RESETHAND | SA_RESTART);
        sigemptyset(&action.sa_mask);
        sigaction(numbers[i], &action, NULL);
    }
}

int cli_interrupted(void) { return received; }
