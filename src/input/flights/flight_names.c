#include "input/flights/flight_names.h"

#include <string.h>

/* So many bytes are read only for the names; of larger files all flights are told apart. */
#define LOOKED_AT ((uint64_t)1 << 22)

typedef struct {
    ovf_flight_names *names;
    size_t file;
    ovf_error *error;
} taker;

static bool take(ovf_ids *seen, ovf_ids *common, const char *text, size_t file, ovf_error *error)
{
    uint64_t hash[2];
    size_t earlier;
    ovf_ids_hash(text, strlen(text), hash);
    ovf_status status = ovf_ids_add(seen, hash, file, &earlier, error);
    if (status == OVF_OK && earlier != OVF_IDS_NONE && earlier != file)
        status = ovf_ids_add(common, hash, file, &earlier, error);
    return status == OVF_OK;
}

static bool take_name(void *context, const ovf_flight *flight)
{
    taker *by = context;
    return flight->id.length > 0 || flight->name.length == 0 ||
           take(&by->names->names, &by->names->common_names, flight->name.text, by->file,
                by->error);
}

ovf_status ovf_flight_names_look(ovf_flight_names *names, ovf_flight_file *file, size_t index,
                                 bool *whole, ovf_error *error)
{
    ovf_error why = {.status = OVF_OK};
    taker by = {names, index, &why};
    if (!take(&names->bases, &names->common_bases, ovf_flight_file_base(file), index, &why)) {
        if (error != NULL) *error = why;
        return why.status;
    }
    ovf_status status = ovf_flight_file_look(file, LOOKED_AT, take_name, &by, whole, error);
    if (why.status == OVF_OK) return status;
    if (error != NULL) *error = why;
    return why.status;
}

static bool has(const ovf_ids *ids, const char *text)
{
    uint64_t hash[2];
    ovf_ids_hash(text, strlen(text), hash);
    return ovf_ids_have(ids, hash);
}

bool ovf_flight_names_is_common(const ovf_flight_names *names, const char *name)
{
    return has(&names->common_names, name);
}

bool ovf_flight_names_is_common_base(const ovf_flight_names *names, const char *base)
{
    return has(&names->common_bases, base);
}

void ovf_flight_names_clear(ovf_flight_names *names)
{
    ovf_ids_clear(&names->names);
    ovf_ids_clear(&names->common_names);
    ovf_ids_clear(&names->bases);
    ovf_ids_clear(&names->common_bases);
}
