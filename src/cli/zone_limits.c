#include "cli/zone_limits.h"

#include <stdio.h>

#include "cli/terminal.h"
#include "model/restriction.h"
#include "overflight/input.h"

static void print_not_understood(const ovf_zone *zone, const ovf_rules *rules)
{
    for (size_t i = 0; i < rules->count; i++) {
        if (rules->items[i].kind != &ovf_kind_not_understood) continue;
        cli_print_clean(stdout, zone->file == NULL ? "" : zone->file);
        fputs(": feature \"", stdout);
        cli_print_clean(stdout, zone->id);
        fputs("\": note: looks like a restriction and is not understood: ", stdout);
        cli_print_clean(stdout, rules->items[i].note);
        putchar('\n');
    }
}

size_t cli_zone_limits_refused(const ovf_zones *zones, bool quiet)
{
    size_t refused = 0;
    for (size_t i = 0; i < zones->count; i++) {
        ovf_rules rules = {0};
        ovf_error error = {0};
        bool good = ovf_rules_read_zones(&(ovf_zones){&zones->items[i], 1}, &rules, &error) ==
                    OVF_OK;
        if (good && !quiet) print_not_understood(&zones->items[i], &rules);
        if (!good && !quiet) {
            cli_print_clean(stdout, error.message);
            putchar('\n');
        }
        refused += good ? 0 : 1;
        ovf_rules_clear(&rules);
    }
    return refused;
}
