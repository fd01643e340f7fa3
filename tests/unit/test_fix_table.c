/* Fixes of many aircraft in any order, more of them than are sorted in memory: each flight is whole
 * and in the order of time.
 *
 * Tests: src/input/formats/fixes/fix_table.c src/input/formats/fixes/words.c src/system/sort.c */
#include "geometry_fixture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/formats/fixes/fix_table.h"
#include "input/formats/fixes/words.h"

/* Both have no common factor with the number of rows, so that they go through all of them. */
#define AIRCRAFT 997u
#define FIXES 3001u
#define ROWS ((uint64_t)AIRCRAFT * FIXES)
#define STEP UINT64_C(1000003)

static void key_of(unsigned aircraft, char key[16]) { snprintf(key, 16, "a%05u", aircraft); }

static void fill(ovf_fix_table *table, bool in_turn)
{
    for (uint64_t i = 0; i < ROWS; i++) {
        uint64_t row = in_turn ? i : i * STEP % ROWS;
        unsigned aircraft = (unsigned)(row % AIRCRAFT), fix = (unsigned)(row / AIRCRAFT);
        uint32_t group;
        bool is_new;
        char key[16];
        ovf_error error;
        key_of(aircraft, key);
        assert_true(ovf_fix_table_group(table, key, strlen(key), &group, &is_new));
        const ovf_table_row made = {.time_s = fix,
                                    .lon = aircraft * 0.01,
                                    .lat = fix * 0.01,
                                    .altitude_m = row % 7 == 0 ? NAN : (double)row,
                                    .reference = OVF_REFERENCE_PRESSURE,
                                    .call = OVF_CALL_NONE};
        assert_int_equal(ovf_fix_table_add(table, group, &made, &error), OVF_OK);
        /* Doubled now and then. */
        if (row % 101 == 0)
            assert_int_equal(ovf_fix_table_add(table, group, &made, &error), OVF_OK);
    }
}

static void expect_all(ovf_fix_table *table, ovf_flight_queue *queue)
{
    bool seen[AIRCRAFT] = {false};
    ovf_error error;
    for (unsigned flights = 0;; flights++) {
        assert_int_equal(ovf_fix_table_give(table, &error), OVF_OK);
        ovf_flight *taken = ovf_flight_queue_take(queue);
        if (taken == NULL) {
            assert_int_equal(flights, AIRCRAFT);
            break;
        }
        unsigned aircraft = (unsigned)strtoul(taken->name.text + 1, NULL, 10);
        assert_true(aircraft < AIRCRAFT && !seen[aircraft]);
        seen[aircraft] = true;
        assert_int_equal(taken->pieces.fix_count, FIXES);
        for (unsigned fix = 0; fix < FIXES; fix++) {
            const ovf_fix *at = &taken->pieces.fixes[fix];
            uint64_t row = (uint64_t)fix * AIRCRAFT + aircraft;
            assert_true(at->time_s == fix && at->lon == aircraft * 0.01 && at->lat == fix * 0.01);
            assert_true(row % 7 == 0 ? isnan(at->altitude_m) : at->altitude_m == (double)row);
        }
        ovf_flight_free(taken);
    }
}

static void more_than_memory_holds(void **state)
{
    (void)state;
    for (int in_turn = 0; in_turn < 2; in_turn++) {
        ovf_flight_queue queue = {0};
        ovf_fix_table *table = ovf_fix_table_new(&queue);
        assert_non_null(table);
        fill(table, in_turn == 1);
        expect_all(table, &queue);
        ovf_fix_table_free(table);
        ovf_flight_queue_clear(&queue);
    }
}

static void words_have_numbers(void **state)
{
    (void)state;
    ovf_words words = {0};
    uint32_t number;
    char text[24];
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < 5000; i++) {
            snprintf(text, sizeof text, "%*s%u", (int)(i % 13), "", i);
            assert_true(ovf_words_number(&words, text, strlen(text), &number));
            assert_int_equal(number, i);
            assert_string_equal(ovf_words_text(&words, number), text);
        }
    assert_true(ovf_words_number(&words, "", 0, &number));
    assert_int_equal(number, 5000);
    assert_int_equal(words.count, 5001);
    ovf_words_clear(&words);
}

/* A position that is told again by an aircraft that moves is left out; one that stands keeps it. A
 * row without a place only tells the call sign. */
static void what_is_told_again(void **state)
{
    (void)state;
    ovf_flight_queue queue = {0};
    ovf_fix_table *table = ovf_fix_table_new(&queue);
    ovf_error error;
    uint32_t group, call;
    bool is_new;
    assert_non_null(table);
    assert_true(ovf_fix_table_group(table, "x", 1, &group, &is_new));
    assert_true(ovf_fix_table_call(table, "CALL", 4, &call));
    for (int i = 0; i < 12; i++) {
        const ovf_table_row row = {.time_s = 100 - i, /* backwards */
                                   .lon = i == 11 ? (double)NAN : i / 4,
                                   .lat = i == 11 ? (double)NAN : 0,
                                   .altitude_m = NAN,
                                   .call = i == 11 ? call : OVF_CALL_NONE,
                                   .moves = i < 4};
        assert_int_equal(ovf_fix_table_add(table, group, &row, &error), OVF_OK);
    }
    assert_int_equal(ovf_fix_table_give(table, &error), OVF_OK);
    ovf_flight *taken = ovf_flight_queue_take(&queue);
    assert_non_null(taken);
    assert_string_equal(taken->name.text, "x CALL");
    assert_string_equal(ovf_flight_attribute(taken, "callsign"), "CALL");
    /* Three at 2, four at 1, and of four at 0 the first. */
    assert_int_equal(taken->pieces.fix_count, 8);
    assert_true(taken->pieces.fixes[0].time_s == 90 && taken->pieces.fixes[7].time_s == 97);
    ovf_flight_free(taken);
    ovf_fix_table_free(table);
    ovf_flight_queue_clear(&queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_than_memory_holds),
        cmocka_unit_test(words_have_numbers),
        cmocka_unit_test(what_is_told_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
