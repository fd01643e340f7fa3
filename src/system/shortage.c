#include "system/shortage.h"

#include <stdatomic.h>

#include "base/error.h"

static atomic_bool noted;

void ovf_shortage_note(void) { atomic_store_explicit(&noted, true, memory_order_relaxed); }

bool ovf_shortage_noted(void) { return atomic_load_explicit(&noted, memory_order_relaxed); }

ovf_status ovf_shortage_check(ovf_error *error)
{
    return ovf_shortage_noted() ? ovf_fail_memory(error) : OVF_OK;
}
