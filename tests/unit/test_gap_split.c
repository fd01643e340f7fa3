/* Flights of tables, cut at gaps: by hand.
 *
 * Tests: src/input/formats/gap_split.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "input/formats/gap_split.h"

#include <math.h>

static ovf_flight *flight_at(const double *times_s, size_t count)
{
    ovf_flight *flight = ovf_flight_new();
    assert_non_null(flight);
    assert_true(ovf_text_add_string(&flight->name, "DLH1"));
    assert_true(ovf_flight_add_attribute(flight, "icao24", "3c6444"));
    assert_true(ovf_flight_add_note(flight, "once"));
    for (size_t i = 0; i < count; i++) {
        const ovf_fix fix = {(double)i, 50, NAN, times_s[i]};
        assert_true(ovf_pieces_add(&flight->pieces, &fix, OVF_REFERENCE_PRESSURE));
    }
    assert_true(ovf_pieces_end_part(&flight->pieces));
    return flight;
}

/* The next part has these longitudes. */
static void expect_part(ovf_flight_queue *queue, size_t part, const double *lons, size_t count)
{
    ovf_flight *flight = ovf_flight_queue_take(queue);
    assert_non_null(flight);
    assert_int_equal(flight->part, part);
    assert_string_equal(flight->name.text, "DLH1");
    assert_string_equal(ovf_flight_attribute(flight, "icao24"), "3c6444");
    assert_int_equal(flight->notes.length > 0, part <= 1);
    assert_int_equal(flight->pieces.fix_count, count);
    assert_int_equal(flight->pieces.part_count, 1);
    assert_int_equal(flight->pieces.part_ends[0], count);
    for (size_t i = 0; i < count; i++) {
        assert_true(flight->pieces.fixes[i].lon == lons[i]);
        assert_int_equal(flight->pieces.references[i], OVF_REFERENCE_PRESSURE);
    }
    ovf_flight_free(flight);
}

static void parts(void **state)
{
    /* A gap of exactly half an hour is none; the fix without a time stays with the one before. */
    const double times_s[] = {0, 1800, 1860, NAN, 3661, 3700};
    const double first[] = {0, 1, 2, 3}, second[] = {4, 5}, all[] = {0, 1, 2, 3, 4, 5};
    ovf_flight_queue queue = {0};
    (void)state;
    assert_true(ovf_gap_split(flight_at(times_s, 6), 1800, &queue));
    expect_part(&queue, 1, first, 4);
    expect_part(&queue, 2, second, 2);
    assert_null(ovf_flight_queue_take(&queue));
    assert_true(ovf_gap_split(flight_at(times_s, 6), INFINITY, &queue));
    expect_part(&queue, 0, all, 6);
    ovf_flight_queue_clear(&queue);
}

static void out_of_order(void **state)
{
    const double times_s[] = {5000, NAN, 100, 5000, 40, 5100};
    const double first[] = {4, 2}, second[] = {0, 1, 3, 5};
    ovf_flight_queue queue = {0};
    (void)state;
    assert_true(ovf_gap_split(flight_at(times_s, 6), 1800, &queue));
    expect_part(&queue, 1, first, 2);
    expect_part(&queue, 2, second, 4);
    assert_null(ovf_flight_queue_take(&queue));
    assert_true(ovf_gap_split(flight_at(times_s, 0), 1800, &queue));
    expect_part(&queue, 0, NULL, 0);
    ovf_flight_queue_clear(&queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts),
        cmocka_unit_test(out_of_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
