#include "batch/rejections.h"

#include <stdlib.h>

#include "base/array.h"

void ovf_rejections_add(void *context, const char *file, const char *feature, const char *reason)
{
    ovf_rejections *rejections = context;
    const char *texts[] = {file, feature, reason};
    rejections->failed = rejections->failed ||
                         !ovf_array_reserve(&rejections->texts, &rejections->capacity,
                                            rejections->count + 3, sizeof *rejections->texts);
    for (size_t i = 0; i < 3 && !rejections->failed; i++) {
        char *copy = ovf_text_copy(texts[i] == NULL ? "" : texts[i]);
        rejections->failed = copy == NULL;
        if (copy != NULL) rejections->texts[rejections->count++] = copy;
    }
}

void ovf_rejections_give(const ovf_rejections *rejections, ovf_reject_function to, void *context)
{
    for (size_t i = 0; i + 2 < rejections->count; i += 3)
        to(context, rejections->texts[i], rejections->texts[i + 1], rejections->texts[i + 2]);
}

void ovf_rejections_clear(ovf_rejections *rejections)
{
    for (size_t i = 0; i < rejections->count; i++) free(rejections->texts[i]);
    free(rejections->texts);
    *rejections = (ovf_rejections){0};
}
