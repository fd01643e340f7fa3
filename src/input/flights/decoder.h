/* From a raw feature to a route. Each thread has a decoder of its own. */
#ifndef OVF_INPUT_FLIGHTS_DECODER_H
#define OVF_INPUT_FLIGHTS_DECODER_H

#include "input/flights/route_stream.h"

typedef struct ovf_route_decoder ovf_route_decoder;

typedef enum {
    OVF_DECODED_ROUTE,
    OVF_DECODED_BESIDE, /* a point among lines, or too little of a flight: not meant as a route */
    OVF_DECODED_BAD     /* has the wanted geometry, or none, and cannot be used */
} ovf_decoded_kind;

/* Belongs to the decoder, and holds until its next call. */
typedef struct {
    ovf_decoded_kind kind;
    bool matching; /* it has the geometry of a route, good or bad; a file without such a feature is
                      an error */
    const ovf_route *route; /* of OVF_DECODED_ROUTE; its `number` is for the caller to know */
    const char *label; /* FILE, or FILE|layername=NAME where the file has several layers; holds as
                          long as the stream */
    const char *title; /* the id, shortened, or #NUMBER */
    uint64_t number;  /* in the layer: 1, 2, …; where a part begins within the layer, counted from
                         there */
    uint64_t ordinal; /* over all layers of all files that the part reads: 0, 1, … */
    uint64_t id_hash[2]; /* of the route's id */
    const char *reason;  /* of OVF_DECODED_BAD: a sentence that names neither file nor feature */
    ovf_remedy remedy;   /* of OVF_DECODED_BAD: what would make it good */
    const char *notes;   /* what else is to be said of it: sentences, each with its NUL */
    size_t notes_size;   /* bytes of all of them */
} ovf_decoded;

ovf_status ovf_route_decoder_new(const ovf_route_stream *stream, ovf_route_decoder **decoder,
                                 ovf_error *error);
void ovf_route_decoder_free(ovf_route_decoder *decoder);
/* Errors: OVF_ERROR_MEMORY, and what is wrong with the whole layer. */
ovf_status ovf_route_decode(ovf_route_decoder *decoder, const ovf_route_block *block, size_t index,
                            ovf_decoded *decoded, ovf_error *error);

#endif
