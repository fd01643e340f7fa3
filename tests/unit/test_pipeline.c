/* The pipeline: everything that is read is worked on once and committed once, in the order of
 * reading, however many threads there are; and what fails is told in its place in that order.
 *
 * Tests: src/system/pipeline.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sched.h>
#include <stdatomic.h>

#include "base/error.h"
#include "system/pipeline.h"

#define NEVER SIZE_MAX
#define MOST_JOBS 8

typedef struct {
    size_t number, worked;
} item;

typedef struct {
    size_t items;                                /* to be read */
    size_t read_fails, work_fails, commit_fails; /* at this number; NEVER */
    size_t read, committed;
    atomic_int reading, committing; /* threads in there now */
    atomic_size_t worked;
    uint64_t random;
} batch;

/* Lets others go first now and then, so that the threads come in many orders. */
static void stumble(size_t number)
{
    for (size_t i = 0; i < number * 2654435761u % 7; i++) sched_yield();
}

static ovf_status read_item(void *context, void *given, bool *end, ovf_error *error)
{
    batch *all = context;
    item *into = given;
    assert_int_equal(atomic_fetch_add(&all->reading, 1), 0);
    stumble(all->read + 3);
    *into = (item){.number = all->read};
    *end = all->read == all->items;
    ovf_status status = all->read == all->read_fails
                            ? ovf_fail(error, OVF_ERROR_INPUT, "reading %zu", all->read)
                            : OVF_OK;
    all->read += !*end;
    atomic_fetch_sub(&all->reading, 1);
    return status;
}

static void work_on(void *context, void *worker, void *given)
{
    batch *all = context;
    item *at = given;
    stumble(at->number);
    ++*(size_t *)worker;
    at->worked++;
    atomic_fetch_add(&all->worked, 1);
}

static ovf_status commit(void *context, void *worker, void *given, ovf_error *error)
{
    batch *all = context;
    item *at = given;
    (void)worker;
    assert_int_equal(atomic_fetch_add(&all->committing, 1), 0);
    assert_int_equal(at->number, all->committed);
    assert_int_equal(at->worked, 1);
    stumble(at->number + 1);
    atomic_fetch_sub(&all->committing, 1);
    if (at->number == all->work_fails)
        return ovf_fail(error, OVF_ERROR_GEOMETRY, "working %zu", at->number);
    if (at->number == all->commit_fails)
        return ovf_fail(error, OVF_ERROR_IO, "committing %zu", at->number);
    all->committed++;
    return OVF_OK;
}

static ovf_status run(batch *all, size_t jobs, size_t item_count, ovf_error *error)
{
    size_t counts[MOST_JOBS] = {0}, sum = 0;
    item items[4 * MOST_JOBS];
    void *workers[MOST_JOBS], *places[4 * MOST_JOBS];
    for (size_t i = 0; i < MOST_JOBS; i++) workers[i] = &counts[i];
    for (size_t i = 0; i < 4 * MOST_JOBS; i++) places[i] = &items[i];
    const ovf_pipeline pipeline = {.context = all,
                                   .jobs = jobs,
                                   .workers = workers,
                                   .items = places,
                                   .item_count = item_count,
                                   .read = read_item,
                                   .work = work_on,
                                   .commit = commit};
    ovf_status status = ovf_pipeline_run(&pipeline, error);
    for (size_t i = 0; i < MOST_JOBS; i++) sum += counts[i];
    assert_int_equal(sum, all->worked);
    return status;
}

static batch of(size_t items)
{
    return (batch){.items = items, .read_fails = NEVER, .work_fails = NEVER, .commit_fails = NEVER};
}

static void all_in_order(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 2, 7, 1000};
    for (size_t jobs = 1; jobs <= MOST_JOBS; jobs++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            for (size_t items = jobs; items <= 4 * jobs; items += jobs) {
                batch all = of(sizes[i]);
                assert_int_equal(run(&all, jobs, items, NULL), OVF_OK);
                assert_int_equal(all.committed, sizes[i]);
                assert_int_equal(all.worked, sizes[i]);
            }
}

static void failures_come_in_their_place(void **state)
{
    (void)state;
    for (size_t jobs = 1; jobs <= MOST_JOBS; jobs++)
        for (size_t at = 0; at < 60; at += 7) {
            ovf_error error;
            char wanted[40];
            batch all = of(200);
            all.read_fails = at;
            assert_int_equal(run(&all, jobs, 4 * jobs, &error), OVF_ERROR_INPUT);
            snprintf(wanted, sizeof wanted, "reading %zu", at);
            assert_string_equal(error.message, wanted);
            assert_int_equal(all.committed, at); /* everything before it, nothing after */

            all = of(200);
            all.commit_fails = at;
            all.read_fails = at + 3; /* later in the order, though perhaps met sooner */
            assert_int_equal(run(&all, jobs, 4 * jobs, &error), OVF_ERROR_IO);
            snprintf(wanted, sizeof wanted, "committing %zu", at);
            assert_string_equal(error.message, wanted);
            assert_int_equal(all.committed, at);

            all = of(200);
            all.work_fails = at;
            all.commit_fails = at + 1;
            assert_int_equal(run(&all, jobs, 4 * jobs, &error), OVF_ERROR_GEOMETRY);
            assert_int_equal(all.committed, at);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_in_order),
                                       cmocka_unit_test(failures_come_in_their_place)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
