/* A block of routes on its way: raw, then analysed and rendered, with what has become of each
 * feature. */
#ifndef OVF_BATCH_BLOCK_H
#define OVF_BATCH_BLOCK_H

#include "base/text.h"
#include "input/flights/decoder.h"
#include "output/rows/renderer.h"
#include "overflight/finding.h"
#include "overflight/sensing.h"
#include "overflight/vertical.h"
#include "overflight/input.h"

typedef enum {
    OVF_OUTCOME_ROUTE,     /* analysed and rendered */
    OVF_OUTCOME_BESIDE,    /* a point: passed over */
    OVF_OUTCOME_BAD,       /* cannot be read; `reason` names neither file nor feature */
    OVF_OUTCOME_UNFLYABLE, /* was read, but cannot be analysed; `reason` is a whole sentence */
    OVF_OUTCOME_DOUBLED    /* has an id that an earlier one has: left out */
} ovf_outcome_kind;

typedef struct {
    ovf_outcome_kind kind;
    bool matching;            /* has the geometry of a route */
    const char *label;        /* file, or file and layer */
    size_t title, id, reason; /* where they begin in the block's text; id is empty but for routes */
    size_t notes, notes_size; /* likewise of its notes, and their bytes */
    ovf_remedy remedy;        /* of what cannot be read or analysed */
    uint64_t number, ordinal, id_hash[2];
} ovf_outcome;

/* Whether it is bad, and yet keeps nobody from the others: a flight whose fixes are not plausible,
 * and of a directory's files, `members`, all that is. */
bool ovf_outcome_is_spared(const ovf_outcome *outcome, bool members);

typedef struct {
    ovf_route_block *raw;
    ovf_rendered rendered;
    ovf_outcome *outcomes; /* in input order */
    size_t count, capacity;
    ovf_text text;
    ovf_error failure; /* not OVF_OK: why nothing could be done after those */
} ovf_block;

/* What is done with each route. */
typedef struct {
    const ovf_analyzer *analyzer;
    const ovf_checker *checker;           /* NULL: routes are not judged */
    const ovf_sensing *sensing;           /* NULL: they are not observed */
    const ovf_vertical_options *vertical; /* each thread opens what they name; NULL: none */
    bool goes_on;                         /* after a feature that cannot be used */
    bool members;                         /* as ovf_input_options has it */
} ovf_block_task;

/* What each thread needs for the work. */
typedef struct {
    ovf_block_task task;
    ovf_route_decoder *decoder;
    ovf_scratch *scratch;
    ovf_vertical_source vertical;
    ovf_terrain *terrain; /* for the sensors; NULL: the height of the ground is not known */
    ovf_ground ground;    /* of either */
    ovf_renderer renderer;
} ovf_block_worker;

ovf_status ovf_block_new(const ovf_sinks *sinks, ovf_block **block, ovf_error *error);
void ovf_block_free(ovf_block *block);
ovf_status ovf_block_worker_new(const ovf_route_stream *stream, const ovf_block_task *task,
                                const ovf_sinks *sinks, ovf_block_worker **worker,
                                ovf_error *error);
void ovf_block_worker_free(ovf_block_worker *worker);

/* Analyses and renders the features of the raw block. */
void ovf_block_work(ovf_block_worker *worker, ovf_block *block);
/* Does it again for the features that are routes still, after the caller has marked some as
 * doubled. */
ovf_status ovf_block_work_again(ovf_block_worker *worker, ovf_block *block, ovf_error *error);

/* The texts of an outcome. */
static inline const char *ovf_block_text(const ovf_block *block, size_t begin)
{
    return block->text.text + begin;
}

#endif
