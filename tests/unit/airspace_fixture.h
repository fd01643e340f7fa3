/* What readers of airspace make, as text: a line for each airspace and each part, a word for each
 * step. */
#ifndef OVF_TESTS_AIRSPACE_FIXTURE_H
#define OVF_TESTS_AIRSPACE_FIXTURE_H

#include "geometry_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/airspace/airspace.h"

typedef struct {
    ovf_text lines, notes;
    size_t airspaces, flawed;
} heard;

static void say(ovf_text *text, const char *more) { assert_true(ovf_text_add_string(text, more)); }

static void say_place(ovf_text *text, const char *what, ovf_lonlat at)
{
    char word[100];
    snprintf(word, sizeof word, " %s %.9g %.9g", what, at.lon + 0.0, at.lat + 0.0);
    say(text, word);
}

static void say_steps(ovf_text *text, const ovf_step *steps, size_t count)
{
    static const char *const kinds[] = {"point",     "begin", "lonlat", "geodesic",
                                        "loxodrome", "arc",   "circle"};
    for (size_t i = 0; i < count; i++) {
        const ovf_step *step = &steps[i];
        if (step->kind == OVF_STEP_CIRCLE) {
            char radius[40];
            say_place(text, "circle", step->centre);
            snprintf(radius, sizeof radius, " %.9g", step->radius_m);
            say(text, radius);
            continue;
        }
        say_place(text, kinds[step->kind], step->to);
        if (step->kind != OVF_STEP_ARC) continue;
        say_place(text, "around", step->centre);
        say(text, step->clockwise ? " cw" : " ccw");
    }
}

static void say_words(ovf_text *text, const ovf_airspace_word *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        say(text, "|");
        say(text, words[i].name);
        say(text, "=");
        say(text, words[i].value);
    }
}

static ovf_status hear(void *context, const ovf_airspace *airspace, ovf_error *error)
{
    heard *all = context;
    (void)error;
    all->airspaces++;
    if (airspace->flaw.length > 0) {
        all->flawed++;
        say(&all->lines, "FLAW ");
        say(&all->lines, airspace->flaw.text);
        say(&all->lines, "\n");
        return OVF_OK;
    }
    assert_true(airspace->step_count > 0);
    assert_true(airspace->part_count == 0 || airspace->parts[0].first_step == 0);
    for (size_t i = 0; i < airspace->step_count; i++) {
        const ovf_step *step = &airspace->steps[i];
        ovf_lonlat at = step->kind == OVF_STEP_CIRCLE ? step->centre : step->to;
        assert_true(fabs(at.lat) <= 90 && fabs(at.lon) <= 180);
        assert_true(step->kind != OVF_STEP_CIRCLE || step->radius_m > 0);
    }
    say(&all->lines, airspace->id.length == 0 ? "-" : airspace->id.text);
    say(&all->lines, "|");
    say(&all->lines, airspace->name.length == 0 ? "-" : airspace->name.text);
    say_words(&all->lines, airspace->words, airspace->word_count);
    say(&all->lines, ":");
    if (airspace->part_count == 0) say_steps(&all->lines, airspace->steps, airspace->step_count);
    for (size_t i = 0; i < airspace->part_count; i++) {
        const ovf_airspace_part *part = &airspace->parts[i];
        size_t end = i + 1 < airspace->part_count ? airspace->parts[i + 1].first_step
                                                  : airspace->step_count;
        assert_true(part->first_step < end || part->group != OVF_GROUP_NONE);
        if (part->group != OVF_GROUP_NONE)
            say(&all->lines, part->group == OVF_GROUP_BEGINS ? "\n  (" : "\n  )");
        else say(&all->lines, "\n  ");
        say(&all->lines, part->operation == OVF_PART_UNITES       ? "+"
                         : part->operation == OVF_PART_INTERSECTS ? "&"
                                                                  : "-");
        say_words(&all->lines, part->words, part->word_count);
        say(&all->lines, ":");
        say_steps(&all->lines, airspace->steps + part->first_step, end - part->first_step);
    }
    say(&all->lines, "\n");
    return OVF_OK;
}

static void hear_note(void *context, const char *sentence)
{
    heard *all = context;
    assert_true(sentence[0] != '\0');
    say(&all->notes, sentence);
    say(&all->notes, "\n");
}

/* Reads a copy that ends where its memory does. */
static ovf_status listen(const ovf_airspace_format *format, const char *text, size_t length,
                         heard *all)
{
    ovf_error error = {0};
    const ovf_airspace_sink sink = {hear, hear_note, all};
    char *copy = malloc(length + (length == 0));
    *all = (heard){0};
    assert_non_null(copy);
    memcpy(copy, text, length);
    (void)ovf_airspace_format_of(copy, length);
    ovf_status status = format->read(copy, length, &sink, &error);
    assert_true(status == OVF_OK || status == OVF_ERROR_INPUT);
    assert_true(status == OVF_OK || error.message[0] != '\0');
    if (status != OVF_OK) say(&all->lines, error.message);
    free(copy);
    return status;
}

static void forget(heard *all)
{
    ovf_text_clear(&all->lines);
    ovf_text_clear(&all->notes);
}

static inline void expect_heard(const ovf_airspace_format *format, const char *text,
                                const char *lines)
{
    heard all;
    listen(format, text, strlen(text), &all);
    assert_string_equal(all.lines.text == NULL ? "" : all.lines.text, lines);
    forget(&all);
}

/* What it says holds each of these somewhere. */
static inline void expect_within(const ovf_airspace_format *format, const char *text,
                                 const char *part)
{
    heard all;
    listen(format, text, strlen(text), &all);
    say(&all.lines, "\n");
    if (all.notes.text != NULL) say(&all.lines, all.notes.text);
    if (strstr(all.lines.text, part) == NULL) fail_msg("expected %s in\n%s", part, all.lines.text);
    forget(&all);
}

static inline void expect_survives(const ovf_airspace_format *format, const char *sample)
{
    size_t length = strlen(sample);
    char *text = malloc(length + 1);
    heard all;
    assert_non_null(text);
    for (size_t cut = 0; cut < length; cut++) {
        listen(format, sample, cut, &all);
        forget(&all);
    }
    for (size_t k = 0; k < cases(5000); k++) {
        begin_case(k);
        memcpy(text, sample, length + 1);
        for (int changes = 0; changes < 1 + (int)(k % 5); changes++) {
            size_t at = (size_t)uniform(0, (double)length),
                   from = (size_t)uniform(0, (double)length);
            /* Bytes of the text itself keep it well-formed more often than others. */
            text[at] = k % 2 == 0 ? sample[from] : (char)uniform(1, 256);
        }
        listen(format, text, length, &all);
        forget(&all);
    }
    free(text);
}

#endif
