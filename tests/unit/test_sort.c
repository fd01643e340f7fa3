/* Sorting more than fits into the room: the same as sorting at once, whatever the room.
 *
 * Tests: src/system/sort.c src/system/temporary_file.c */
#include "geometry_fixture.h"
#include "output_fixture.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "system/sort.h"

typedef struct {
    uint64_t key;
    uint32_t second, third;
} item;

static int compare(const void *a, const void *b)
{
    const item *one = a, *other = b;
    if (one->key != other->key) return one->key < other->key ? -1 : 1;
    return (one->second > other->second) - (one->second < other->second);
}

static void as_at_once(void **state)
{
    const place_to_write *place = *state;
    static const size_t counts[] = {0, 1, 2, 3, 7, 8, 9, 16, 17, 1000, 4096, 5000},
                        rooms[] = {1, 2, 8, 100, 2048, 10000};
    static item items[5000];
    ovf_error error = {0};
    for (size_t k = 0; k < COUNT(counts) * COUNT(rooms); k++) {
        size_t count = counts[k % COUNT(counts)], room = rooms[k / COUNT(counts)];
        ovf_sort *sort = NULL;
        const void *next = NULL;
        begin_case(k);
        expect_ok(ovf_sort_new(sizeof(item), room, compare, place->folder, &sort, &error), &error);
        for (size_t i = 0; i < count; i++) {
            /* Many are the same in all that is compared. */
            items[i] = (item){pick(2) == 0 ? next_random() : pick(5), (uint32_t)pick(3), 0};
            expect_ok(ovf_sort_add(sort, &items[i], &error), &error);
        }
        /* What is in the file has no name. */
        assert_int_equal(count_entries(place->folder), 0);
        qsort(items, count, sizeof *items, compare);
        for (size_t i = 0; i < count; i++) {
            expect_ok(ovf_sort_next(sort, &next, &error), &error);
            assert_non_null(next);
            if (compare(next, &items[i]) != 0)
                fail_msg("seed %llu: item %zu of %zu in a room of %zu",
                         (unsigned long long)(first_seed + k), i, count, room);
        }
        for (int i = 0; i < 2; i++) {
            expect_ok(ovf_sort_next(sort, &next, &error), &error);
            assert_null(next);
        }
        ovf_sort_free(sort);
    }
    ovf_sort_free(NULL);
}

/* Sorted in parts of any size, in rooms of any size, and merged: the same again. */
static void merged_from_parts(void **state)
{
    const place_to_write *place = *state;
    static item items[3000];
    ovf_error error = {0};
    for (size_t k = 0; k < cases(50); k++) {
        begin_case(k);
        size_t count = pick(COUNT(items)), added = 0;
        ovf_sort *all = NULL;
        const void *next = NULL;
        expect_ok(ovf_sort_new(sizeof(item), 1 + pick(2000), compare, place->folder, &all, &error),
                  &error);
        while (added < count) {
            ovf_sort *part = NULL;
            size_t end = added + pick(count - added + 1);
            expect_ok(
                ovf_sort_new(sizeof(item), 1 + pick(500), compare, place->folder, &part, &error),
                &error);
            for (; added < end; added++) {
                items[added] = (item){pick(1000), (uint32_t)pick(3), 0};
                expect_ok(ovf_sort_add(part, &items[added], &error), &error);
            }
            expect_ok(ovf_sort_merge(all, part, &error), &error);
            expect_ok(ovf_sort_next(part, &next, &error), &error);
            assert_null(next);
            ovf_sort_free(part);
        }
        qsort(items, count, sizeof *items, compare);
        for (size_t i = 0; i < count; i++) {
            expect_ok(ovf_sort_next(all, &next, &error), &error);
            if (next == NULL || compare(next, &items[i]) != 0)
                fail_msg("seed %llu: item %zu of %zu", (unsigned long long)(first_seed + k), i,
                         count);
        }
        expect_ok(ovf_sort_next(all, &next, &error), &error);
        assert_null(next);
        ovf_sort_free(all);
    }
}

/* Adds two items where there is room for one. */
static ovf_status spill(const char *folder, ovf_error *error)
{
    ovf_sort *sort = NULL;
    const item one = {1, 2, 3};
    expect_ok(ovf_sort_new(sizeof(item), 1, compare, folder, &sort, error), error);
    expect_ok(ovf_sort_add(sort, &one, error), error);
    ovf_status status = ovf_sort_add(sort, &one, error);
    ovf_sort_free(sort);
    return status;
}

static void no_room_on_the_disk(void **state)
{
    const place_to_write *place = *state;
    ovf_error error = {0};
    struct rlimit limit;
    char missing[128];
    snprintf(missing, sizeof missing, "%s/missing", place->folder);
    assert_int_equal(spill(missing, &error), OVF_ERROR_IO);
    assert_non_null(strstr(error.message, missing));
    assert_non_null(strstr(error.message, strerror(ENOENT)));

    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    struct rlimit low = limit;
    low.rlim_cur = 10;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
    ovf_status status = spill(place->folder, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_int_equal(status, OVF_ERROR_IO);
    assert_non_null(strstr(error.message, place->folder));
    assert_non_null(strstr(error.message, strerror(EFBIG)));
    expect_ok(spill(place->folder, &error), &error);
}

/* Without a folder the environment says where. */
static void folder_for_temporary_files(void **state)
{
    const place_to_write *place = *state;
    ovf_error error = {0};
    char missing[128];
    snprintf(missing, sizeof missing, "%s/missing", place->folder);
    setenv("TMPDIR", missing, 1);
    assert_int_equal(spill(NULL, &error), OVF_ERROR_IO);
    assert_non_null(strstr(error.message, missing));
    setenv("TMPDIR", "", 1);
    expect_ok(spill(NULL, &error), &error);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(as_at_once, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(merged_from_parts, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(no_room_on_the_disk, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(folder_for_temporary_files, make_folder, drop_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
