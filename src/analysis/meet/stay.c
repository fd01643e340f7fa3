#include "analysis/meet/stay.h"

#include <math.h>

#include "analysis/meet/pieces.h"

typedef ovf_stay_part part;

static part both(part a, part b) { return (part){fmax(a.from, b.from), fmin(a.to, b.to)}; }

static bool is_empty(part p) { return !(p.from < p.to); }

static const part whole = {0, 1}, nothing = {1, 0};

bool ovf_stay_is(const ovf_flown *flown, size_t leg)
{
    const ovf_scratch *s = flown->scratch;
    bool within = false;
    if (s->along_m[leg + 1] > s->along_m[leg]) return false;
    for (size_t k = 0; k < s->stretch_count && !within; k++)
        within = leg >= s->stretches[k].from_fix && leg < s->stretches[k].to_fix;
    if (!within) return false;
    const ovf_height from = ovf_pieces_height(flown, leg), to = ovf_pieces_height(flown, leg + 1);
    return ovf_fixes_time(&s->fixes, leg + 1) > ovf_fixes_time(&s->fixes, leg) ||
           fabs(to.metres - from.metres) > 0 || !(s->along_m[s->route->fix_count - 1] > 0);
}

/* ---- times ---- */

ovf_stay_times ovf_stay_times_of(const ovf_flown *flown, size_t leg)
{
    const ovf_fixes *fixes = &flown->scratch->fixes;
    ovf_stay_times found = {ovf_fixes_time(fixes, leg), ovf_fixes_time(fixes, leg + 1), true};
    if (!flown->timed) found.from_s = found.until_s = NAN;
    found.exact = !isnan(found.from_s) && !isnan(found.until_s);
    if (isnan(found.from_s)) found.from_s = ovf_flown_earliest(flown);
    if (isnan(found.until_s)) found.until_s = ovf_flown_latest(flown);
    return found;
}

part ovf_stay_during(const ovf_stay_times *of, const ovf_active_time *period, ovf_doubts *doubts)
{
    *doubts = period->doubts;
    if (of->until_s < period->from_s || of->from_s >= period->until_s) return nothing;
    if (of->exact && of->until_s > of->from_s) {
        double length = of->until_s - of->from_s;
        return both(whole, (part){(period->from_s - of->from_s) / length,
                                  (period->until_s - of->from_s) / length});
    }
    bool holds = (of->from_s >= period->from_s || isinf(period->from_s)) &&
                 (of->until_s < period->until_s || isinf(period->until_s));
    if (!holds) *doubts |= OVF_DOUBT_TIME;
    return whole;
}

/* ---- all of it ---- */

typedef struct {
    ovf_stay_times times;
    part sure, perhaps; /* of the heights */
    ovf_doubts doubts;
    ovf_stay found;
    ovf_doubts open; /* of what holds perhaps */
} meeting;

static void widen(meeting *in, part p)
{
    if (!in->times.exact) return;
    double length = in->times.until_s - in->times.from_s, from = in->times.from_s + p.from * length,
           until = in->times.from_s + p.to * length;
    if (!(in->found.from_s <= from)) in->found.from_s = from;
    if (!(in->found.until_s >= until)) in->found.until_s = until;
}

/* Takes what is left of the leg after the periods of all lists before `list`. */
static void meet(meeting *in, const ovf_stay_terms *terms, size_t list, part during,
                 ovf_doubts doubts)
{
    if (is_empty(during)) return;
    if (list < OVF_STAY_LISTS && list < terms->active_count) {
        for (size_t k = 0; k < terms->active[list].count; k++) {
            ovf_doubts more;
            part p = ovf_stay_during(&in->times, &terms->active[list].items[k], &more);
            meet(in, terms, list + 1, both(during, p), doubts | more);
        }
        return;
    }
    part sure = both(in->sure, during), perhaps = both(in->perhaps, during);
    if (is_empty(perhaps)) return;
    bool surely = doubts == 0 && !is_empty(sure);
    if (surely && in->found.doubts != 0) in->found = (ovf_stay){false, 0, NAN, NAN};
    if (surely) in->found.doubts = 0;
    else in->open |= doubts | in->doubts;
    if (!surely && in->found.holds && in->found.doubts == 0) return;
    if (!surely) in->found.doubts = in->open;
    in->found.holds = true;
    widen(in, surely ? sure : perhaps);
}

ovf_stay ovf_stay_within(const ovf_flown *flown, size_t leg, const ovf_stay_terms *terms)
{
    meeting in = {.times = ovf_stay_times_of(flown, leg),
                  .sure = whole,
                  .perhaps = whole,
                  .found = {false, 0, NAN, NAN}};
    for (size_t k = 0; k < terms->layer_count; k++) {
        ovf_stay_parts parts;
        ovf_heights_of_stay(flown, leg, terms->layers[k].low, terms->layers[k].high, &parts);
        in.sure = both(in.sure, (part){parts.sure_from, parts.sure_to});
        in.perhaps = both(in.perhaps, (part){parts.perhaps_from, parts.perhaps_to});
        in.doubts |= parts.doubts;
    }
    meet(&in, terms, 0, whole, 0);
    return in.found;
}
