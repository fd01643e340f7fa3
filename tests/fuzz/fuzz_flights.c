/* Any bytes as a file of flights, in each format. Nothing may crash or leak; what is read must hold
 * what raw_flight.h promises, what is refused must come with a sentence, and the same bytes in
 * pieces must give the same flights as all at once. Where the first byte is below 32, or 255, it
 * chooses the format, or that it is recognised, and the second the size of the pieces.
 *
 * Tests: src/input/formats/ */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/formats/flight_format.h"
#include "input/formats/gap_split.h"

/* Reading a megabyte of brackets takes its time, and tells nothing new. */
#define MOST ((size_t)1 << 16)

static const ovf_flight_format *const formats[] = {
    &ovf_flight_format_gpx,     &ovf_flight_format_kml,     &ovf_flight_format_igc,
    &ovf_flight_format_fpl,     &ovf_flight_format_pln,     &ovf_flight_format_lnmpln,
    &ovf_flight_format_fms,     &ovf_flight_format_qgc,     &ovf_flight_format_wpl,
    &ovf_flight_format_cup,     &ovf_flight_format_icao,    &ovf_flight_format_mfjson,
    &ovf_flight_format_csv,     &ovf_flight_format_so6,     &ovf_flight_format_cpr,
    &ovf_flight_format_sbs,     &ovf_flight_format_plt,     &ovf_flight_format_readsb,
    &ovf_flight_format_opensky, &ovf_flight_format_fr24,    &ovf_flight_format_json,
    &ovf_flight_format_nmea,    &ovf_flight_format_tcx,     &ovf_flight_format_fit,
    &ovf_flight_format_parquet, &ovf_flight_format_aircraft};
#define FORMATS (sizeof formats / sizeof *formats)

typedef struct {
    ovf_status status;
    size_t flights, fixes;
    uint64_t sum; /* of all positions, times and names, in their order */
} found;

static void expect_at(bool holds, int line)
{
    if (holds) return;
    fprintf(stderr, "fuzz_flights.c:%d: what is expected there does not hold\n", line);
    abort();
}

#define expect(holds) expect_at(holds, __LINE__)

/* FNV-1a */
static uint64_t add_bytes(uint64_t sum, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < length; i++) sum = (sum ^ at[i]) * UINT64_C(0x100000001B3);
    return sum;
}

static void check_pieces(const ovf_pieces *pieces)
{
    size_t end = 0;
    for (size_t i = 0; i < pieces->part_count; i++) {
        expect(pieces->part_ends[i] >= end && pieces->part_ends[i] <= pieces->fix_count);
        end = pieces->part_ends[i];
    }
    for (size_t i = 0; i < pieces->fix_count; i++)
        expect(pieces->references[i] <= OVF_REFERENCE_GROUND);
}

static void take_flights(ovf_flight_queue *queue, found *sum)
{
    for (ovf_flight *flight; (flight = ovf_flight_queue_take(queue)) != NULL;) {
        const ovf_pieces *pieces = &flight->pieces;
        check_pieces(pieces);
        expect(flight->name.length == 0 || strlen(flight->name.text) <= flight->name.length);
        sum->flights++;
        sum->fixes += pieces->fix_count;
        for (size_t i = 0; i < pieces->fix_count; i++) {
            const ovf_fix *fix = &pieces->fixes[i];
            const double values[] = {fix->lon, fix->lat, fix->altitude_m, fix->time_s};
            for (int k = 0; k < 4; k++) {
                expect(!isinf(values[k]));
                if (!isnan(values[k])) sum->sum = add_bytes(sum->sum, &values[k], sizeof *values);
            }
        }
        sum->sum = add_bytes(sum->sum, flight->name.text, flight->name.length);
        /* Cut at gaps of a minute no fix is lost. */
        ovf_flight_queue parts = {0};
        size_t left = pieces->fix_count;
        bool beside = flight->beside;
        expect(ovf_gap_split(flight, 60, &parts));
        for (ovf_flight *part; (part = ovf_flight_queue_take(&parts)) != NULL;) {
            check_pieces(&part->pieces);
            left -= part->pieces.fix_count;
            ovf_flight_free(part);
        }
        expect(left == 0 || beside);
        ovf_flight_queue_clear(&parts);
    }
}

static found read_all(const ovf_flight_format *format, const char *bytes, size_t length,
                      size_t piece)
{
    const struct ovf_points *points = NULL;
    ovf_flight_queue queue = {0};
    const ovf_flight_input input = {.stem = "fuzz", .queue = &queue, .points = &points};
    found sum = {.status = OVF_OK};
    ovf_error error = {0};
    void *reader = format->open(&input);
    expect(reader != NULL);
    for (size_t at = 0; sum.status == OVF_OK;) {
        size_t size = length - at < piece ? length - at : piece;
        bool last = at + size == length;
        /* A block of just that length, so that the sanitizer sees what is read behind it. */
        char *block = malloc(size > 0 ? size : 1);
        expect(block != NULL);
        if (size > 0) memcpy(block, bytes + at, size);
        size_t before = sum.flights;
        sum.status = format->take(reader, block, size, last, &error);
        free(block);
        at += size;
        expect(!queue.out_of_memory);
        take_flights(&queue, &sum);
        if (last && sum.flights == before) break;
    }
    expect(sum.status == OVF_OK || sum.status == OVF_ERROR_INPUT);
    expect(sum.status == OVF_OK ||
           (error.message[0] != '\0' && strchr(error.message, '\n') == NULL));
    format->close(reader);
    ovf_flight_queue_clear(&queue);
    return sum;
}

static void describe(const ovf_flight_format *format, const char *bytes, size_t length)
{
    ovf_flight_queue queue = {0};
    const ovf_flight_input input = {.stem = "fuzz", .queue = &queue};
    ovf_text sentence = {0};
    ovf_error error = {0};
    if (format->describe == NULL) return;
    void *reader = format->open(&input);
    expect(reader != NULL);
    ovf_status status = format->describe(reader, bytes, length, &sentence, &error);
    expect(status == OVF_OK || error.message[0] != '\0');
    format->close(reader);
    ovf_text_clear(&sentence);
    ovf_flight_queue_clear(&queue);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A format by its number; NULL: what the bytes are recognised as. With FLIGHT_FORMAT=gpx in the
 * environment it is that one. */
static const ovf_flight_format *choose(uint8_t number, const char *bytes, size_t length)
{
    const char *named = getenv("FLIGHT_FORMAT");
    if (named != NULL) {
        expect(ovf_flight_format_named(named) != NULL);
        return ovf_flight_format_named(named);
    }
    return number < FORMATS ? formats[number] : ovf_flight_format_of(bytes, length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* No text begins with such a byte, so a file as it is, such as a seed, is read as it is. */
    bool has_front = size >= 2 && (data[0] < 32 || data[0] == 255);
    if (size < 2 || size > MOST) return 0;
    const uint8_t front[2] = {has_front ? data[0] : 255, has_front ? data[1] : 16};
    const char *bytes = (const char *)data + (has_front ? sizeof front : 0);
    size_t length = size - (has_front ? sizeof front : 0),
           head = length < OVF_FLIGHT_HEAD ? length : OVF_FLIGHT_HEAD;
    const ovf_flight_format *format = choose(front[0], bytes, head);
    if (format == NULL) return 0;
    describe(format, bytes, head);
    found whole = read_all(format, bytes, length, MOST),
          pieces = read_all(format, bytes, length, 1 + front[1]);
    expect(whole.status == pieces.status);
    expect(whole.flights == pieces.flights && whole.fixes == pieces.fixes &&
           whole.sum == pieces.sum);
    return 0;
}
