/* Passwords in the names of sources. What a password is follows libpq's documentation of connection
 * strings (34.1.1 of PostgreSQL 15) and RFC 3986.
 *
 * Tests: src/base/secret.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/secret.h"

static void check(const char *name, const char *wanted)
{
    char *hidden = ovf_secret_hidden(name);
    assert_string_equal(hidden, wanted);
    /* What is hidden stays as it is, in a sentence too. */
    char sentence[400], *again = ovf_secret_hidden(hidden);
    assert_string_equal(again, wanted);
    snprintf(sentence, sizeof sentence, "%s: cannot be read", hidden);
    free(again);
    again = ovf_secret_hidden(sentence);
    assert_string_equal(again, sentence);
    free(again);
    free(hidden);
}

static void passwords_are_hidden(void **state)
{
    (void)state;
    check("PG:host=h password=secret dbname=d", "PG:host=h password=*** dbname=d");
    check("PG:password=secret", "PG:password=***");
    check("PG:host=h PASSWORD = secret user=u", "PG:host=h PASSWORD = *** user=u");
    check("PG:host=h password='a secret' user=u", "PG:host=h password=*** user=u");
    check("PG:host=h password='it\\'s a secret' user=u", "PG:host=h password=*** user=u");
    check("PG:host=h password=a\\ secret user=u", "PG:host=h password=*** user=u");
    check("PG:host=h password=a'b,c;d&e user=u", "PG:host=h password=*** user=u");
    check("PG:host=h sslpassword=x password=y", "PG:host=h sslpassword=*** password=***");
    check("PG:host=h password=secret|layername=s.t", "PG:host=h password=***|layername=s.t");
    check("PG:host=h password='never ends", "PG:host=h password=***");
    check("PG:host=h password=***secret", "PG:host=h password=***");
    check("postgresql://u:secret@h:5432/d", "postgresql://u:***@h:5432/d");
    check("postgresql://u:s@cret@h/d?sslmode=require", "postgresql://u:***@h/d?sslmode=require");
    check("postgresql://h/d?user=u&password=secret", "postgresql://h/d?user=u&password=***");
    check("/vsicurl/https://u:secret@h/a.fgb", "/vsicurl/https://u:***@h/a.fgb");
    check("/vsicurl/https://h/a.fgb?X-Amz-Date=1&X-Amz-Signature=abc",
          "/vsicurl/https://h/a.fgb?X-Amz-Date=1&X-Amz-Signature=***");
    check("/vsicurl/https://h/a.fgb?sv=1&sig=abc%3D", "/vsicurl/https://h/a.fgb?sv=1&sig=***");
    check("MSSQL:server=h;UID=u;PWD=secret", "MSSQL:server=h;UID=u;PWD=***");
}

static void other_texts_stay(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "routes.gpkg|layername=password",
                                        "/vsicurl/http://127.0.0.1:8080/a@b.fgb",
                                        "PG:dbname=d tables=passwords",
                                        "PG:service=mine",
                                        "design=1",
                                        "a token = b",
                                        "mypassword=x",
                                        "C:/pwd/x.gpkg",
                                        "postgresql://u@h/d"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) check(texts[i], texts[i]);
}

static void buffers_are_kept(void **state)
{
    (void)state;
    char small[8];
    memset(small, 'x', sizeof small);
    assert_int_equal(ovf_hide_passwords("pwd=secret and more", small, 6),
                     strlen("pwd=*** and more"));
    assert_string_equal(small, "pwd=*");
    assert_int_equal(small[6], 'x');
    char grows[] = "pwd=a pwd=b";
    ovf_secret_hide(grows, sizeof grows);
    assert_null(strstr(grows, "=a"));
    assert_null(strstr(grows, "=b"));
    assert_true(strlen(grows) < sizeof grows);
}

static void sentences_have_none(void **state)
{
    (void)state;
    ovf_error error;
    assert_int_equal(
        ovf_fail(&error, OVF_ERROR_INPUT, "%s: nobody answers", "PG:host=h password=secret user=u"),
        OVF_ERROR_INPUT);
    assert_string_equal(error.message, "PG:host=h password=*** user=u: nobody answers");
}

static void drop(const char *name, const char *wanted)
{
    char text[200];
    snprintf(text, sizeof text, "%s", name);
    ovf_secret_drop(text);
    assert_string_equal(text, wanted);
}

static void hidden_ones_are_dropped(void **state)
{
    (void)state;
    drop("PG:host=h password=*** dbname=d", "PG:host=h dbname=d");
    drop("PG:host=h password=***|layername=t", "PG:host=h|layername=t");
    drop("postgresql://u:***@h/d", "postgresql://u@h/d");
    drop("PG:host=h password=secret dbname=d", "PG:host=h password=secret dbname=d");
    drop("postgresql://u:secret@h/d", "postgresql://u:secret@h/d");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passwords_are_hidden),    cmocka_unit_test(other_texts_stay),
        cmocka_unit_test(buffers_are_kept),        cmocka_unit_test(sentences_have_none),
        cmocka_unit_test(hidden_ones_are_dropped),
    };
    return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
