/* The directory appears whole or not at all, and nobody's files are lost. */
#include "output_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

#include "output/staging/staging.h"

static const ovf_zones no_zones = {NULL, 0};

static ovf_zone zone_items[1];
static const ovf_zones zones = {zone_items, 1};

static int make_zones(void **state)
{
    zone_items[0] = square_zone("kaliningrad", "Kaliningrad Oblast");
    return make_folder(state);
}

static void expect_refused(const ovf_output_options *options, ovf_status status, const char *format,
                           const char *name)
{
    ovf_error error = {OVF_OK, ""};
    ovf_output *output = NULL;
    char sentence[512];
    snprintf(sentence, sizeof sentence, format, name);
    assert_int_equal(ovf_output_open(options, &no_zones, &output, &error), status);
    assert_null(output);
    assert_int_equal(error.status, status);
    assert_string_equal(error.message, sentence);
}

static void not_there_until_closed(void **state)
{
    const place_to_write *place = *state;
    ovf_error error = {OVF_OK, ""};
    ovf_output *output = NULL;
    const ovf_output_options options = {.directory = place->directory};
    expect_ok(ovf_output_open(&options, &zones, &output, &error), &error);
    assert_false(exists(place->directory, ""));
    assert_int_equal(count_entries(place->folder), 1);
    expect_ok(ovf_output_close(output, &error), &error);
    assert_true(exists(place->directory, "summary.json"));
    assert_int_equal(count_entries(place->folder), 1);
    /* Closed is closed, but the totals are still there. */
    assert_int_equal(ovf_output_close(output, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_output_totals(output)->zone_count, 1);
    ovf_output_free(output);
    assert_true(exists(place->directory, "summary.json"));
}

static void freed_without_closing(void **state)
{
    const place_to_write *place = *state;
    ovf_error error = {OVF_OK, ""};
    ovf_output *output = NULL;
    const ovf_output_options options = {.directory = place->directory};
    expect_ok(ovf_output_open(&options, &zones, &output, &error), &error);
    ovf_output_reject(output, "file", "feature", "reason");
    ovf_output_free(output);
    assert_int_equal(count_entries(place->folder), 0);
    ovf_output_free(NULL);
}

static void names_of_directories(void **state)
{
    const place_to_write *place = *state;
    char name[128], before[512];
    ovf_output_options options = {.directory = name};
    snprintf(name, sizeof name, "%s//", place->directory);
    write_results(&options, &no_zones, NULL, 0);
    assert_true(exists(place->directory, "summary.json"));

    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(place->folder), 0);
    snprintf(name, sizeof name, "relative");
    write_results(&options, &no_zones, NULL, 0);
    assert_true(exists(place->folder, "relative/summary.json"));
    snprintf(name, sizeof name, "relative/inner");
    write_results(&options, &no_zones, NULL, 0);
    assert_true(exists(place->folder, "relative/inner/summary.json"));
    snprintf(name, sizeof name, "absent/inner");
    expect_refused(
        &options, OVF_ERROR_USAGE,
        "cannot make %s: there is no directory absent: make that first, or choose another", name);
    options.replace = true;
    snprintf(name, sizeof name, "absent/..");
    expect_refused(
        &options, OVF_ERROR_USAGE,
        "\"%s\" cannot be made as a new directory: give one that is named, such as results", name);
    assert_int_equal(chdir(before), 0);

    options.directory = "";
    expect_refused(&options, OVF_ERROR_USAGE, "%s", "no directory is named for the results");
    options.directory = NULL;
    expect_refused(&options, OVF_ERROR_USAGE, "%s", "no directory is named for the results");
}

/* As long as a file system takes (255 bytes), although the staging directory's name is longer than
 * its own. */
static void longest_name(void **state)
{
    const place_to_write *place = *state;
    char name[512];
    int length = snprintf(name, sizeof name, "%s/", place->folder);
    memset(name + length, 'n', 255);
    name[length + 255] = '\0';
    const ovf_output_options options = {.directory = name};
    write_results(&options, &no_zones, NULL, 0);
    assert_true(exists(name, "summary.json"));
}

static void what_exists_is_refused(void **state)
{
    const place_to_write *place = *state;
    ovf_output_options options = {.directory = place->directory};
    static const char wanted[] =
        "%s exists already: choose another directory, or ask for it to be replaced (--force)";
    assert_int_equal(mkdir(place->directory, 0777), 0);
    expect_refused(&options, OVF_ERROR_USAGE, wanted, place->directory);
    assert_int_equal(rmdir(place->directory), 0);
    write_text(place->folder, "results", "not a directory");
    expect_refused(&options, OVF_ERROR_USAGE, wanted, place->directory);
    options.replace = true;
    expect_refused(&options, OVF_ERROR_USAGE, "%s is not a directory", place->directory);
    assert_int_equal(count_entries(place->folder), 1);
}

static void only_ours_is_replaced(void **state)
{
    const place_to_write *place = *state;
    const ovf_output_options options = {.directory = place->directory, .replace = true};
    assert_int_equal(mkdir(place->directory, 0777), 0);
    write_text(place->directory, "thesis.txt", "years of work");
    static const char not_ours[] = "%s is not empty and has no summary.json of overflight: only "
                                   "the results of an earlier analysis are replaced";
    expect_refused(&options, OVF_ERROR_USAGE, not_ours, place->directory);
    /* Somebody else's summary.json does not make it ours. */
    write_text(place->directory, "summary.json", "{\"tool\": {\"name\": \"another\"}}");
    expect_refused(&options, OVF_ERROR_USAGE, not_ours, place->directory);
    write_text(place->directory, "summary.json", "no JSON");
    expect_refused(&options, OVF_ERROR_USAGE, not_ours, place->directory);
    /* Not even ours, where something else has been put. */
    write_text(place->directory, "summary.json",
               "{\"tool\": {\"name\": \"overflight\"}, \"files\": []}");
    expect_refused(&options, OVF_ERROR_USAGE,
                   "%s holds thesis.txt, which the earlier analysis there did not write: move it "
                   "away, or choose another directory",
                   place->directory);
    char *text = read_text(place->directory, "thesis.txt");
    assert_string_equal(text, "years of work");
    free(text);
    assert_int_equal(count_entries(place->folder), 1);
}

static void empty_directory_is_replaced(void **state)
{
    const place_to_write *place = *state;
    const ovf_output_options options = {.directory = place->directory, .replace = true};
    assert_int_equal(mkdir(place->directory, 0777), 0);
    write_results(&options, &no_zones, NULL, 0);
    assert_true(exists(place->directory, "summary.json"));
    assert_int_equal(count_entries(place->folder), 1);
}

static void earlier_results_are_replaced(void **state)
{
    const place_to_write *place = *state;
    ovf_error error = {OVF_OK, ""};
    ovf_output *output = NULL;
    ovf_output_options options = {.directory = place->directory};
    expect_ok(ovf_output_open(&options, &no_zones, &output, &error), &error);
    ovf_output_reject(output, "file", "feature", "reason");
    expect_ok(ovf_output_close(output, &error), &error);
    ovf_output_free(output);
    assert_int_equal(count_entries(place->directory), 9 + 5); /* five layers have styles */

    options.replace = true;
    options.layers = OVF_LAYER_STATISTICS;
    expect_ok(ovf_output_open(&options, &no_zones, &output, &error), &error);
    assert_int_equal(count_entries(place->directory), 9 + 5);
    expect_ok(ovf_output_close(output, &error), &error);
    ovf_output_free(output);
    assert_int_equal(count_entries(place->directory), 2);
    assert_int_equal(count_entries(place->folder), 1);

    /* What is put there while the analysis runs is kept, and the old results with it. */
    expect_ok(ovf_output_open(&options, &no_zones, &output, &error), &error);
    write_text(place->directory, "notes.txt", "put here meanwhile");
    assert_int_equal(ovf_output_close(output, &error), OVF_ERROR_USAGE);
    ovf_output_free(output);
    assert_true(exists(place->directory, "notes.txt"));
    assert_true(exists(place->directory, "statistics.csv"));
    assert_int_equal(count_entries(place->folder), 1);
}

static void link_stays_a_link(void **state)
{
    const place_to_write *place = *state;
    char name[128];
    struct stat about;
    ovf_output_options options = {.directory = place->directory};
    write_results(&options, &no_zones, NULL, 0);
    snprintf(name, sizeof name, "%s/latest", place->folder);
    assert_int_equal(symlink("results", name), 0);
    options = (ovf_output_options){
        .directory = name, .replace = true, .layers = OVF_LAYER_STATISTICS};
    write_results(&options, &no_zones, NULL, 0);
    assert_int_equal(lstat(name, &about), 0);
    assert_true(S_ISLNK(about.st_mode));
    assert_int_equal(count_entries(place->directory), 2);
    assert_int_equal(count_entries(place->folder), 2);
}

static void leftovers_do_not_hinder(void **state)
{
    const place_to_write *place = *state;
    char name[128];
    snprintf(name, sizeof name, "%s/.results.partial-%ld", place->folder, (long)getpid());
    assert_int_equal(mkdir(name, 0777), 0);
    write_text(name, "statistics.csv", "half a");
    const ovf_output_options options = {.directory = place->directory};
    write_results(&options, &no_zones, NULL, 0);
    assert_true(exists(place->directory, "summary.json"));
    assert_true(exists(name, "statistics.csv"));
    assert_int_equal(count_entries(place->folder), 2);
}

static void two_at_once(void **state)
{
    const place_to_write *place = *state;
    ovf_error error = {OVF_OK, ""};
    ovf_output *one = NULL, *other = NULL;
    const ovf_output_options options = {.directory = place->directory};
    expect_ok(ovf_output_open(&options, &no_zones, &one, &error), &error);
    assert_int_equal(ovf_output_open(&options, &no_zones, &other, &error), OVF_ERROR_USAGE);
    char sentence[512];
    snprintf(sentence, sizeof sentence,
             "another run is writing %s: wait for it, or choose another directory",
             place->directory);
    assert_string_equal(error.message, sentence);
    assert_null(other);
    expect_ok(ovf_output_close(one, &error), &error);
    ovf_output_free(one);
    assert_true(exists(place->directory, "summary.json"));
    assert_int_equal(count_entries(place->folder), 1);
}

/* Room for so many bytes in a file: what is beyond fails with EFBIG, as it would with ENOSPC on a
 * full disk. */
static void limit_file_size(rlim_t size)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = size;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static int lift_limit(void **state)
{
    limit_file_size(RLIM_INFINITY);
    return drop_folder(state);
}

static void full_disk(void **state)
{
    const place_to_write *place = *state;
    ovf_error error = {OVF_OK, ""};
    ovf_output *output = NULL;
    const ovf_meeting meetings[] = {passage_meeting(0)};
    ovf_route route = equator_route("OS-1");
    const ovf_result result = equator_result(&route, meetings, 1);
    char sentence[256];
    signal(SIGXFSZ, SIG_IGN);
    snprintf(sentence, sizeof sentence, "cannot write %s/statistics.csv: %s", place->directory,
             strerror(EFBIG));

    /* Noticed while routes are written … */
    const ovf_output_options options = {.directory = place->directory,
                                        .layers = OVF_LAYER_STATISTICS};
    expect_ok(ovf_output_open(&options, &zones, &output, &error), &error);
    limit_file_size(100000);
    ovf_status status = OVF_OK;
    for (int i = 0; i < 100000 && status == OVF_OK; i++)
        status = ovf_output_route(output, &result, &error);
    assert_int_equal(status, OVF_ERROR_IO);
    assert_string_equal(error.message, sentence);
    /* … and not forgotten. */
    error.message[0] = '\0';
    limit_file_size(RLIM_INFINITY);
    assert_int_equal(ovf_output_route(output, &result, &error), OVF_ERROR_IO);
    assert_int_equal(ovf_output_close(output, &error), OVF_ERROR_IO);
    assert_string_equal(error.message, sentence);
    ovf_output_free(output);
    assert_int_equal(count_entries(place->folder), 0);

    /* Noticed at the end only, by each file in turn: as many bytes are allowed as the longest one
     * needs, then fewer and fewer. */
    bool succeeded = false, failed = false;
    const ovf_output_options all = {.directory = place->directory};
    for (rlim_t size = 24000; size > 0; size -= 150) {
        expect_ok(ovf_output_open(&all, &zones, &output, &error), &error);
        limit_file_size(size);
        status = ovf_output_route(output, &result, &error);
        if (status == OVF_OK) status = ovf_output_close(output, &error);
        limit_file_size(RLIM_INFINITY);
        ovf_output_free(output);
        if (status == OVF_OK) {
            succeeded = true;
            assert_int_equal(count_entries(place->directory), 8 + 5);
            remove_folder(place->directory);
        } else {
            failed = true;
            assert_int_equal(status, OVF_ERROR_IO);
            assert_non_null(strstr(error.message, strerror(EFBIG)));
        }
        assert_int_equal(count_entries(place->folder), 0);
    }
    assert_true(succeeded && failed);
}

static void full_disk_keeps_what_was_there(void **state)
{
    const place_to_write *place = *state;
    ovf_error error = {OVF_OK, ""};
    ovf_output *output = NULL;
    ovf_output_options options = {.directory = place->directory};
    signal(SIGXFSZ, SIG_IGN);
    write_results(&options, &zones, NULL, 0);
    char *before = read_text(place->directory, "summary.json");
    options.replace = true;
    expect_ok(ovf_output_open(&options, &zones, &output, &error), &error);
    ovf_output_reject(output, "file", "feature", "reason");
    limit_file_size(20);
    assert_int_equal(ovf_output_close(output, &error), OVF_ERROR_IO);
    limit_file_size(RLIM_INFINITY);
    ovf_output_free(output);
    char *after = read_text(place->directory, "summary.json");
    assert_string_equal(before, after);
    assert_int_equal(count_entries(place->folder), 1);
    free(before);
    free(after);
}

static void same_input_same_bytes(void **state)
{
    const place_to_write *place = *state;
    static const char *const files[] = {"statistics.csv",   "routes.geojson",    "zones.geojson",
                                        "passages.geojson", "crossings.geojson", "nearest.geojson",
                                        "occupancy.csv",    "summary.json"};
    const ovf_meeting meetings[] = {passage_meeting(0)};
    ovf_route route = equator_route("OS-1");
    const ovf_result result = equator_result(&route, meetings, 1);
    char other[128];
    snprintf(other, sizeof other, "%s/other", place->folder);
    const ovf_output_options one = {.directory = place->directory, .command = "overflight analyze"},
                             two = {.directory = other, .command = "overflight analyze"};
    write_results(&one, &zones, &result, 1);
    write_results(&two, &zones, &result, 1);
    for (size_t i = 0; i < COUNT(files); i++) {
        char *a = read_text(place->directory, files[i]), *b = read_text(other, files[i]);
        assert_string_equal(a, b);
        free(a);
        free(b);
    }
}

static void unknown_layers(void **state)
{
    const place_to_write *place = *state;
    const ovf_output_options options = {.directory = place->directory, .layers = 1u << 20};
    expect_refused(&options, OVF_ERROR_USAGE, "layers has bits (0x%s) that stand for no layer",
                   "100000");
    assert_int_equal(count_entries(place->folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(not_there_until_closed, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(freed_without_closing, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(names_of_directories, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(longest_name, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(what_exists_is_refused, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(only_ours_is_replaced, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(empty_directory_is_replaced, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(earlier_results_are_replaced, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(link_stays_a_link, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(leftovers_do_not_hinder, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(two_at_once, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(full_disk, make_zones, lift_limit),
        cmocka_unit_test_setup_teardown(full_disk_keeps_what_was_there, make_zones, lift_limit),
        cmocka_unit_test_setup_teardown(same_input_same_bytes, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(unknown_layers, make_folder, drop_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
