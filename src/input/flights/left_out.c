#include "input/flights/left_out.h"

#include <stdio.h>
#include <string.h>

void ovf_left_out_count(ovf_left_out *left, ovf_left_reason reason, size_t index)
{
    size_t count = left->of[reason].count++;
    if (count < OVF_LEFT_NAMED) left->of[reason].first[count] = index;
}

size_t ovf_left_out_total(const ovf_left_out *left)
{
    size_t total = 0;
    for (size_t i = 0; i < OVF_LEFT_REASONS; i++) total += left->of[i].count;
    return total;
}

static bool tell(ovf_text *notes, size_t count, const char *one, const char *many,
                 const char *numbers)
{
    char note[300];
    if (count == 0) return true;
    if (count == 1) snprintf(note, sizeof note, "%s%s", one, numbers);
    else snprintf(note, sizeof note, "%zu %s%s", count, many, numbers);
    return ovf_text_add(notes, note, strlen(note) + 1);
}

/* ": numbers 3, 17 and 3 others". */
static void list_numbers(const ovf_left_out *left, ovf_left_reason reason, char *text, size_t size)
{
    size_t count = left->of[reason].count, named = count < OVF_LEFT_NAMED ? count : OVF_LEFT_NAMED;
    size_t used = (size_t)snprintf(text, size, ": number%s", count == 1 ? "" : "s");
    for (size_t i = 0; i < named; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%zu",
                                 i == 0           ? " "
                                 : i + 1 == count ? " and "
                                                  : ", ",
                                 left->of[reason].first[i] + 1);
    if (count > named)
        snprintf(text + used, size - used, " and %zu other%s", count - named,
                 count - named == 1 ? "" : "s");
}

static bool tell_invented(const ovf_left_out *left, ovf_text *notes)
{
    char note[300];
    if (!left->invented) return true;
    snprintf(note, sizeof note,
             "its times are not known: from fix to fix they run on by %.10g s, whatever the "
             "distance, and no aircraft reaches half of its fixes so fast",
             left->invented_s);
    return ovf_text_add(notes, note, strlen(note) + 1);
}

bool ovf_left_out_tell(const ovf_left_out *left, ovf_text *notes)
{
    static const struct {
        const char *one, *many;
    } said[OVF_LEFT_REASONS] = {
        [OVF_LEFT_NOWHERE] = {"a fix without a position was left out",
                              "fixes without a position were left out"},
        [OVF_LEFT_BEYOND] = {"a fix with a position that does not exist was left out",
                             "fixes with positions that do not exist were left out"},
        [OVF_LEFT_ZERO] = {"a fix at 0 N 0 E, far from the others, was left out",
                           "fixes at 0 N 0 E, far from the others, were left out"},
        [OVF_LEFT_BACKWARDS] = {"a fix whose time runs backwards was left out",
                                "fixes whose times run backwards were left out"},
        [OVF_LEFT_IMPOSSIBLE] = {"a fix that no aircraft reaches in its time was left out",
                                 "fixes that no aircraft reaches in their time were left out"},
        [OVF_LEFT_ALONE] = {"a fix that stands alone in its part was left out",
                            "fixes that stand alone in their parts were left out"}};
    bool good = true;
    for (ovf_left_reason reason = 0; reason < OVF_LEFT_REASONS && good; reason++) {
        char numbers[160];
        list_numbers(left, reason, numbers, sizeof numbers);
        good = tell(notes, left->of[reason].count, said[reason].one, said[reason].many, numbers);
    }
    return good && tell_invented(left, notes) &&
           tell(notes, left->untimed, "the time of a fix runs backwards, so that it is not known",
                "times of fixes run backwards, so that they are not known", "") &&
           tell(notes, left->over_unknown,
                "it is not known over what an altitude is, so that only bounds of it are used",
                "altitudes do not say over what they are, so that only bounds of them are used",
                "");
}

bool ovf_unread_tell(const ovf_unread *unread, const char *what, ovf_text *notes)
{
    char note[200];
    if (unread->count == 0) return true;
    snprintf(note, sizeof note, "%zu %s%s could not be read%s%s%s, and %s not known", unread->count,
             what, unread->count == 1 ? "" : "s", unread->example[0] == '\0' ? "" : ", such as \"",
             unread->example, unread->example[0] == '\0' ? "" : "\"",
             unread->count == 1 ? "is" : "are");
    return ovf_text_add(notes, note, strlen(note) + 1);
}
