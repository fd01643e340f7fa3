/* How much a rule is agreed on. */
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/text.h"
#include "model/restriction.h"

/* The treaty's dispute is about those that come last. */
static const char *const standings[] = {"in force", "agreed", "own",
                                        "disputed", "lifted", "remembered"};
#define STANDINGS (sizeof standings / sizeof *standings)
#define FIRST_DISPUTABLE 3
#define OWN 2
#define REMEMBERED 5

static size_t standing_of(const ovf_restriction *restriction)
{
    if (restriction->confidence != NULL && strcasecmp(restriction->confidence, "M") == 0)
        return REMEMBERED;
    for (size_t i = 0; restriction->status != NULL && i < STANDINGS; i++)
        if (strcasecmp(restriction->status, standings[i]) == 0) return i;
    return OWN;
}

const char *ovf_restriction_standing(const ovf_restriction *restriction)
{
    return standings[standing_of(restriction)];
}

bool ovf_restriction_is_disputable(const ovf_restriction *restriction)
{
    return standing_of(restriction) >= FIRST_DISPUTABLE;
}

static ovf_status find_standing(const char *word, bool wanted[STANDINGS], ovf_error *error)
{
    char shown[60];
    for (size_t i = 0; i < STANDINGS; i++)
        if (strcasecmp(word, standings[i]) == 0) {
            wanted[i] = true;
            return OVF_OK;
        }
    ovf_text_shorten(word, shown, sizeof shown);
    return ovf_fail(error, OVF_ERROR_USAGE,
                    "status: expected in force, agreed, own, disputed, lifted or remembered, found "
                    "'%s'",
                    shown);
}

ovf_status ovf_rules_keep(ovf_rules *rules, const char *const *words, size_t count,
                          ovf_error *error)
{
    bool wanted[STANDINGS] = {false};
    size_t kept = 0, from_sets = 0;
    if (rules == NULL) return ovf_fail_null(error, "rules");
    for (size_t i = 0; i < count; i++) {
        ovf_status status = find_standing(words[i], wanted, error);
        if (status != OVF_OK) return status;
    }
    for (size_t i = 0; i < rules->count; i++) {
        ovf_restriction *r = &rules->items[i];
        if (!wanted[standing_of(r)]) {
            ovf_restriction_clear(r);
            continue;
        }
        from_sets += i < rules->from_sets;
        rules->items[kept++] = *r;
    }
    rules->count = kept;
    rules->from_sets = from_sets;
    return OVF_OK;
}

const ovf_kind ovf_kind_not_understood = {
    .name = "not_understood",
    .meaning = "attributes that look like a restriction and are not understood",
};
