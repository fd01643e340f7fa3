/* Blocks of routes as they lie in their files. */
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/gdal.h"
#include "input/flights/route_file.h"

ovf_status ovf_route_block_new(ovf_route_block **block, ovf_error *error)
{
    *block = ovf_array_new(1, sizeof **block);
    return *block == NULL ? ovf_fail_memory(error) : OVF_OK;
}

void ovf_route_block_free(ovf_route_block *block)
{
    if (block == NULL) return;
    ovf_route_block_reset(block);
    free(block->features);
    free(block->flights);
    ovf_json_piece_clear(&block->piece);
    free(block);
}

size_t ovf_route_block_count(const ovf_route_block *block)
{
    return block->feature_count + block->flight_count + block->piece.count;
}

size_t ovf_route_block_file(const ovf_route_block *block) { return block->file_index; }

const ovf_route_place *ovf_route_block_end(const ovf_route_block *block) { return &block->end; }

double ovf_route_block_fraction(const ovf_route_block *block) { return block->fraction; }

void ovf_route_block_reset(ovf_route_block *block)
{
    for (size_t i = 0; i < block->feature_count; i++) OGR_F_Destroy(block->features[i]);
    block->feature_count = 0;
    for (size_t i = 0; i < block->flight_count; i++) ovf_flight_free(block->flights[i]);
    block->flight_count = 0;
    ovf_json_piece_reset(&block->piece);
    /* Only now may the file go that they came from. */
    ovf_route_file_leave(block->file);
    block->file = NULL;
}

bool ovf_route_block_refuse(ovf_route_block *block, const char *why)
{
    ovf_flight_queue queue = {.making = NULL};
    ovf_flight_queue_break(&queue, why);
    bool good = !queue.out_of_memory &&
                ovf_array_reserve(&block->flights, &block->flight_capacity, block->flight_count + 1,
                                  sizeof *block->flights);
    if (good) block->flights[block->flight_count++] = ovf_flight_queue_take(&queue);
    ovf_flight_queue_clear(&queue);
    return good;
}
