#include "input/formats/small_file.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

void ovf_small_file_close(void *reader)
{
    ovf_small_file *file = reader;
    if (file == NULL) return;
    ovf_text_clear(&file->stem);
    ovf_text_clear(&file->text);
    free(file);
}

void *ovf_small_file_open(const ovf_flight_input *input, size_t size)
{
    ovf_small_file *file = ovf_array_new(1, size);
    if (file == NULL) return NULL;
    file->queue = input->queue;
    if (ovf_text_add_string(&file->stem, input->stem) && ovf_text_add(&file->text, "", 0))
        return file;
    ovf_small_file_close(file);
    return NULL;
}

ovf_status ovf_small_file_take(ovf_small_file *file, const char *bytes, size_t length, bool last,
                               size_t most, const char *called, bool *whole, ovf_error *error)
{
    *whole = false;
    if (file->text.length + length > most)
        return ovf_fail(error, OVF_ERROR_INPUT, "is larger than any %s", called);
    if (!ovf_text_add(&file->text, bytes, length)) return ovf_fail_memory(error);
    *whole = last && !file->ended;
    file->ended = file->ended || last;
    return OVF_OK;
}
