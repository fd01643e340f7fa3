/* The stretches of time in which a schedule is in force.
 *
 * A period gives for each run of its days two spans: from the latest possible beginning to the
 * earliest possible end it is surely in force, from the earliest beginning to the latest end
 * perhaps. A sweep over the ends of all spans adds them up. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "model/schedule_days.h"

/* What a span says of its time. */
typedef enum { IN_SURE, IN_PERHAPS, OUT_SURE, OUT_PERHAPS, KINDS } span_kind;

typedef struct {
    double at_s;
    span_kind kind;
    int step; /* +1 where a span begins, -1 where one ends */
} span_end;

struct ovf_schedule_room {
    span_end *ends; /* of the world that is being looked at */
    size_t count, capacity;
    span_end *world_ends; /* of the stretches of all worlds */
    size_t world_count, world_capacity;
    size_t item_capacity;
};

void ovf_actives_clear(ovf_actives *stretches)
{
    if (stretches == NULL) return;
    if (stretches->room != NULL) {
        free(stretches->room->ends);
        free(stretches->room->world_ends);
    }
    free(stretches->room);
    free(stretches->items);
    *stretches = (ovf_actives){0};
}

typedef struct {
    const ovf_schedule *schedule;
    ovf_place place;
    double from_s, until_s;
    struct ovf_schedule_room *room;
} question;

static bool add_end(span_end **ends, size_t *count, size_t *capacity, span_end end)
{
    if (!ovf_array_reserve(ends, capacity, *count + 1, sizeof **ends)) return false;
    (*ends)[(*count)++] = end;
    return true;
}

static int by_time(const void *a, const void *b)
{
    const double x = ((const span_end *)a)->at_s, y = ((const span_end *)b)->at_s;
    return (x > y) - (x < y);
}

static void sort_ends(span_end *ends, size_t count)
{
    if (count > 32) {
        qsort(ends, count, sizeof *ends, by_time);
        return;
    }
    for (size_t n = 1; n < count; n++) {
        const span_end end = ends[n];
        size_t i = n;
        for (; i > 0 && ends[i - 1].at_s > end.at_s; i--) ends[i] = ends[i - 1];
        ends[i] = end;
    }
}

static bool add_span(const question *q, const ovf_period *period, double from_s, double until_s,
                     bool sure)
{
    if (period->has_from) from_s = fmax(from_s, period->from_s);
    if (period->has_until) until_s = fmin(until_s, period->until_s);
    from_s = fmax(from_s, q->from_s);
    until_s = fmin(until_s, q->until_s);
    if (!(from_s < until_s)) return true;
    const span_kind kind = period->excluded ? (sure ? OUT_SURE : OUT_PERHAPS)
                                            : (sure ? IN_SURE : IN_PERHAPS);
    struct ovf_schedule_room *room = q->room;
    return add_end(&room->ends, &room->count, &room->capacity, (span_end){from_s, kind, 1}) &&
           add_end(&room->ends, &room->count, &room->capacity, (span_end){until_s, kind, -1});
}

/* ---- The days of one period ---- */

/* One day's time in force, between bounds. */
typedef struct {
    int64_t day;
    ovf_moment start, end;
    bool sure;  /* the certain part counts */
    bool empty; /* not even perhaps */
} day_span;

static bool rises(ovf_time_base base) { return base == OVF_FROM_DAWN || base == OVF_FROM_SUNRISE; }

/* From sunrise to sunset or from sunset to sunrise, by the same altitude: then a sun that does not
 * rise or set says what holds. */
static bool is_sun_pair(ovf_time_base start, ovf_time_base end)
{
    return (start == OVF_FROM_SUNRISE && end == OVF_FROM_SUNSET) ||
           (start == OVF_FROM_SUNSET && end == OVF_FROM_SUNRISE) ||
           (start == OVF_FROM_DAWN && end == OVF_FROM_DUSK) ||
           (start == OVF_FROM_DUSK && end == OVF_FROM_DAWN);
}

static day_span look_at(const ovf_period *period, int64_t day, bool sure, const ovf_place *place)
{
    const ovf_time_of_day end = ovf_period_end(period);
    day_span span = {.day = day, .sure = sure};
    span.start = ovf_period_moment(period, &period->start, day, place);
    span.end = ovf_period_moment(period, &end, day + period->end_day, place);
    if (!ovf_period_has_sun(period)) return span;
    const ovf_moment *a = &span.start, *b = &span.end;
    if (!is_sun_pair(period->start.base, end.base)) {
        if (a->maybe_up || a->maybe_down || b->maybe_up || b->maybe_down) span.sure = false;
    } else if (rises(period->start.base)) {
        span.empty = a->surely_down && b->surely_down;
        if (a->maybe_down || b->maybe_down) span.sure = false;
    } else {
        span.empty = a->surely_up && b->surely_up;
        if (a->maybe_up || b->maybe_up) span.sure = false;
    }
    return span;
}

/* The time between what ends on one day and what begins on a later one is nothing: the same time
 * of day, or a sun that does not set, or does not rise, in between. */
static bool joins(const ovf_period *period, const ovf_moment *end, int64_t end_day,
                  const ovf_moment *start, int64_t start_day)
{
    const ovf_time_of_day to = ovf_period_end(period);
    if (to.base == period->start.base)
        return end_day * OVF_DAY_MS + to.ms >= start_day * OVF_DAY_MS + period->start.ms;
    if (!is_sun_pair(period->start.base, to.base)) return false;
    if (rises(period->start.base))
        return start_day == end_day + 1 && end->surely_up && start->surely_up;
    return start_day == end_day && end->surely_down && start->surely_down;
}

static bool add_run(const question *q, const ovf_period *period, const day_span *first,
                    const day_span *last)
{
    if (!first->empty && !add_span(q, period, first->start.least_s, last->end.most_s, false))
        return false;
    return !first->sure || add_span(q, period, first->start.most_s, last->end.least_s, true);
}

/* Whether a day need be looked at with care: it has a part in the window, however its clock goes.
 */
static bool add_days(const question *q, const ovf_period *period, const ovf_place *place)
{
    const bool plain = period->clock.kind == OVF_CLOCK_UTC && !ovf_period_has_sun(period);
    const int64_t more = plain ? 0 : ovf_period_has_sun(period) ? 4 : 2;
    const double from_s = period->has_from ? fmax(q->from_s, period->from_s) : q->from_s;
    const double until_s = period->has_until ? fmin(q->until_s, period->until_s) : q->until_s;
    if (!(from_s < until_s)) return true;
    const int64_t begin = (int64_t)floor(from_s / OVF_DAY_S) - period->end_day - 1 - more;
    const int64_t end = (int64_t)floor(until_s / OVF_DAY_S) + more;
    bool running = false;
    day_span first = {0}, last = {0};
    for (int64_t day = begin; day <= end; day++) {
        const ovf_day_match match = ovf_period_match(period, day);
        if (match == OVF_DAY_OUT || !ovf_period_may_reach(period, day, place, from_s, until_s))
            continue;
        const day_span span = look_at(period, day, match == OVF_DAY_IN && !period->perhaps, place);
        if (running && span.sure == first.sure && span.empty == first.empty &&
            joins(period, &last.end, last.day + period->end_day, &span.start, day)) {
            last = span;
            continue;
        }
        if (running && !add_run(q, period, &first, &last)) return false;
        first = last = span;
        running = true;
    }
    return !running || add_run(q, period, &first, &last);
}

/* ---- Worlds: which day "Monday" is where it is not clear, near the date line ---- */

enum { WEST_WORLD = 1, EAST_WORLD = 2 };

/* Days may be counted as beyond the date line, to the west or to the east, in the zone of a period
 * that depends on it. The official day differs from the sun's at the longitude on Attu (172 E) and
 * on Caroline Island (150 W); in UTC a day is not the sun's where the sun rises the day before, or
 * sets the day after. */
static unsigned worlds_of(const ovf_period *period, const ovf_lonlat_box *box)
{
    if (!ovf_period_is_limited(period)) return 0;
    const ovf_clock_kind kind = period->clock.kind;
    if (kind == OVF_CLOCK_OFFSET || kind == OVF_CLOCK_ZONE) return 0;
    unsigned worlds = 0;
    if (kind != OVF_CLOCK_UTC) {
        if (box->east > 165) worlds |= WEST_WORLD;
        if (box->west < -145) worlds |= EAST_WORLD;
    }
    if (kind != OVF_CLOCK_LOCAL && ovf_period_has_sun(period)) {
        if (box->east > 30) worlds |= WEST_WORLD;
        if (box->west < -30) worlds |= EAST_WORLD;
    }
    return worlds;
}

static bool add_world(const question *q, unsigned world)
{
    for (size_t i = 0; i < q->schedule->count; i++) {
        const ovf_period *period = &q->schedule->periods[i];
        if (!ovf_period_is_daily(period)) {
            if (!add_span(q, period, -INFINITY, INFINITY, false)) return false;
            if (!period->perhaps && !add_span(q, period, -INFINITY, INFINITY, true)) return false;
            continue;
        }
        ovf_place place = q->place;
        if ((worlds_of(period, &place.box) & world) != 0)
            place.shift_deg = world == WEST_WORLD ? -360 : 360;
        if (!add_days(q, period, &place)) return false;
    }
    return true;
}

/* ---- The sweep ---- */

/* What holds where no span says anything. */
static void count_base(const ovf_schedule *schedule, int counts[KINDS])
{
    memset(counts, 0, KINDS * sizeof *counts);
    bool included = false;
    for (size_t i = 0; schedule != NULL && i < schedule->count; i++)
        included = included || !schedule->periods[i].excluded;
    if (schedule != NULL && schedule->unknown) counts[IN_PERHAPS]++;
    else if (!included) counts[IN_SURE]++;
}

static bool put(ovf_actives *stretches, size_t *count, ovf_active stretch)
{
    if (*count > 0) {
        ovf_active *last = &stretches->items[*count - 1];
        if (last->until_s == stretch.from_s && last->sure == stretch.sure) {
            last->until_s = stretch.until_s;
            return true;
        }
    }
    if (!ovf_array_reserve(&stretches->items, &stretches->room->item_capacity, *count + 1,
                           sizeof *stretches->items))
        return false;
    stretches->items[(*count)++] = stretch;
    return true;
}

/* The order of ends at one time does not matter. Surely in force where `enough` spans say so and no
 * other contradicts. */
static bool sweep(const question *q, span_end *ends, size_t end_count, int counts[KINDS],
                  int enough, ovf_actives *stretches, size_t *count)
{
    sort_ends(ends, end_count);
    double at_s = q->from_s;
    for (size_t i = 0; i <= end_count; i++) {
        const double next_s = i < end_count ? ends[i].at_s : q->until_s;
        const bool possible = counts[OUT_SURE] == 0 &&
                              (counts[IN_SURE] > 0 || counts[IN_PERHAPS] > 0);
        const bool sure = counts[IN_SURE] >= enough && counts[OUT_PERHAPS] == 0;
        if (next_s > at_s && possible && !put(stretches, count, (ovf_active){at_s, next_s, sure}))
            return false;
        at_s = next_s;
        if (i < end_count) counts[ends[i].kind] += ends[i].step;
    }
    return true;
}

/* Looks at the schedule in each world and takes together what they say. */
static bool answer(const question *q, ovf_actives *stretches, size_t *count)
{
    struct ovf_schedule_room *room = q->room;
    unsigned worlds = 0;
    for (size_t i = 0; i < q->schedule->count; i++)
        worlds |= worlds_of(&q->schedule->periods[i], &q->place.box);
    int counts[KINDS];
    int number = 0;
    for (unsigned world = 0; world <= EAST_WORLD; world++) {
        if (world != 0 && (worlds & world) == 0) continue;
        *count = 0;
        room->count = 0;
        count_base(q->schedule, counts);
        if (!add_world(q, world) || !sweep(q, room->ends, room->count, counts, 1, stretches, count))
            return false;
        if (worlds == 0) return true;
        number++;
        for (size_t i = 0; i < *count; i++) {
            const ovf_active *s = &stretches->items[i];
            const span_kind kind = s->sure ? IN_SURE : IN_PERHAPS;
            if (!add_end(&room->world_ends, &room->world_count, &room->world_capacity,
                         (span_end){s->from_s, kind, 1}) ||
                !add_end(&room->world_ends, &room->world_count, &room->world_capacity,
                         (span_end){s->until_s, kind, -1}))
                return false;
        }
    }
    *count = 0;
    memset(counts, 0, sizeof counts);
    return sweep(q, room->world_ends, room->world_count, counts, number, stretches, count);
}

/* ---- The function ---- */

static ovf_status check_question(const ovf_lonlat_box *box, double from_s, double until_s,
                                 ovf_error *error)
{
    /* The years 1 to 9998. */
    if (!(from_s >= -62135596800.0 && until_s <= 253370764800.0 && from_s <= until_s &&
          until_s - from_s <= 36600 * OVF_DAY_S))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "expected a window of at most 36600 days in the years 1 to 9998, found "
                        "%.0f to %.0f s",
                        from_s, until_s);
    if (!(fabs(box->west) <= 720 && fabs(box->east) <= 720 && fabs(box->south) <= 90 &&
          fabs(box->north) <= 90 && box->south <= box->north))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "expected a box of longitudes and latitudes, found %g %g %g %g", box->west,
                        box->south, box->east, box->north);
    return OVF_OK;
}

/* The same box with west from -180 to 180 and at most east. */
static ovf_lonlat_box in_order(ovf_lonlat_box box)
{
    if (box.east < box.west) box.east += 360;
    if (box.east - box.west >= 360) {
        box.west = -180;
        box.east = 180;
    }
    const double turns = box.west < -180 ? 360 : box.west >= 180 && box.east > 180 ? -360 : 0;
    box.west += turns;
    box.east += turns;
    return box;
}

ovf_status ovf_schedule_between(const ovf_schedule *schedule, const ovf_almanac *almanac,
                                const ovf_lonlat_box *box, double from_s, double until_s,
                                ovf_actives *stretches, ovf_error *error)
{
    if (box == NULL) return ovf_fail_null(error, "a box");
    if (stretches == NULL) return ovf_fail_null(error, "a place for the stretches");
    ovf_status status = check_question(box, from_s, until_s, error);
    if (status != OVF_OK) return status;
    if (stretches->room == NULL) stretches->room = ovf_array_new(1, sizeof *stretches->room);
    if (stretches->room == NULL) return ovf_fail_memory(error);
    const ovf_schedule always = {0};
    const question q = {.schedule = schedule != NULL ? schedule : &always,
                        .place = {.almanac = almanac, .box = in_order(*box)},
                        .from_s = from_s,
                        .until_s = until_s,
                        .room = stretches->room};
    stretches->room->world_count = 0;
    size_t count = 0;
    if (!answer(&q, stretches, &count)) {
        stretches->count = 0;
        return ovf_fail_memory(error);
    }
    stretches->count = count;
    return OVF_OK;
}
