/* GeoJSON from pipes: what is there is given at once, and a signal is noticed while nothing is.
 *
 * Tests: src/input/source/window.c src/input/json/json_text.c */
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jsontext_fixture.h"

static int pipe_ends[2];

static void begin_pipe(void)
{
    assert_int_equal(pipe(pipe_ends), 0);
    assert_int_equal(dup2(pipe_ends[0], STDIN_FILENO), STDIN_FILENO);
    close(pipe_ends[0]);
}

static void send(const char *bytes)
{
    assert_int_equal(write(pipe_ends[1], bytes, strlen(bytes)), strlen(bytes));
}

/* What is there now, and what state that leaves. */
static void expect_now(ovf_json_text *text, uint64_t until, const char *wanted,
                       ovf_json_text_state wanted_state)
{
    ovf_json_piece piece = {0};
    ovf_json_text_state state;
    ovf_error error = {0};
    if (ovf_json_text_read(text, until, &piece, &state, &error) != OVF_OK)
        fail_msg("%s", error.message);
    char *joined = join(&piece);
    assert_string_equal(joined, wanted);
    assert_int_equal(state, wanted_state);
    free(joined);
    ovf_json_piece_clear(&piece);
}

static void pauses(void **state)
{
    (void)state;
    begin_pipe();
    send("{1}\n{2}\n{3");
    ovf_json_text *text = open_text("-", true);
    assert_false(ovf_json_text_can_go(text));
    assert_true(ovf_json_text_size(text) == UINT64_MAX);
    expect_now(text, 100, "{1}|{2}", OVF_JSON_TEXT_PAUSE);
    send("}\n{4}\n");
    expect_now(text, 10, "{3}", OVF_JSON_TEXT_CELL);
    expect_now(text, 20, "{4}", OVF_JSON_TEXT_PAUSE);
    /* The record that begins at 16 ends the cell before, so that nothing is waited for. */
    send("{5}\n");
    expect_now(text, 20, "{5}", OVF_JSON_TEXT_CELL);
    expect_now(text, 20, "", OVF_JSON_TEXT_CELL);
    send("{6}");
    close(pipe_ends[1]);
    expect_now(text, 100, "{6}", OVF_JSON_TEXT_END);
    ovf_error error;
    assert_int_equal(ovf_json_text_go(text, 0, true, &error), OVF_ERROR_USAGE);
    assert_string_equal(error.message, "standard input can only be read from its beginning");
    ovf_json_text_free(text);

    begin_pipe();
    send(COLLECTION "\"features\":[");
    text = open_text("/vsistdin/", false);
    assert_string_equal(ovf_json_text_head(text), COLLECTION "\"features\":[]}");
    send("{\"a\":1},{\"b");
    expect_now(text, 1000, "{\"a\":1}", OVF_JSON_TEXT_PAUSE);
    send("\":2},{}]");
    expect_now(text, 1000, "{\"b\":2}|{}", OVF_JSON_TEXT_CELL);
    send(",\"c\":[]}");
    close(pipe_ends[1]);
    expect_now(text, 1000, "", OVF_JSON_TEXT_END);
    ovf_json_text_free(text);
}

static void ignore(int number) { (void)number; }

static void signals_are_noticed(void **state)
{
    (void)state;
    /* Again and again, since the first may come before the waiting. Reads are begun anew after a
     * signal, as the command has it. */
    struct sigaction action = {.sa_handler = ignore, .sa_flags = (int)SA_RESTART}, old;
    struct itimerval often = {{0, 5000}, {0, 5000}}, never = {{0, 0}, {0, 0}};
    begin_pipe();
    send("{1}\n");
    ovf_json_text *text = open_text("-", true);
    expect_now(text, 100, "{1}", OVF_JSON_TEXT_PAUSE);
    assert_int_equal(sigaction(SIGALRM, &action, &old), 0);
    setitimer(ITIMER_REAL, &often, NULL);
    expect_now(text, 100, "", OVF_JSON_TEXT_PAUSE);
    setitimer(ITIMER_REAL, &never, NULL);
    sigaction(SIGALRM, &old, NULL);
    close(pipe_ends[1]);
    expect_now(text, 100, "", OVF_JSON_TEXT_END);
    ovf_json_text_free(text);
}

/* In pieces of any length, one of a single byte too. */
static void trickles(void **state)
{
    (void)state;
    static const char kinds[] = {'\n', '\x1E', '['};
    char folder[] = "/tmp/overflight-test-XXXXXX", fifo[64];
    assert_non_null(mkdtemp(folder));
    snprintf(fifo, sizeof fifo, "%s/fifo", folder);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    for (size_t i = 0; i < sizeof kinds; i++) {
        large_text large;
        draw_large(&large, kinds[i]);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            int to = open(fifo, O_WRONLY);
            for (size_t at = 0; to >= 0 && at < large.length;) {
                size_t length = at < 20000 ? 1 + draw(3) : 1 + draw(100000);
                ssize_t written = write(to, large.bytes + at,
                                        length > large.length - at ? large.length - at : length);
                if (written < 0) break;
                at += (size_t)written;
            }
            _exit(0);
        }
        /* A named pipe is read as standard input is. */
        ovf_json_text *text = open_text(fifo, kinds[i] != '[');
        assert_false(ovf_json_text_can_go(text));
        expect_large(text, &large, 1 << 18);
        ovf_json_text_free(text);
        assert_int_equal(waitpid(child, NULL, 0), child);
        free(large.bytes);
        free(large.features);
    }
    unlink(fifo);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pauses),
        cmocka_unit_test(signals_are_noticed),
        cmocka_unit_test(trickles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
