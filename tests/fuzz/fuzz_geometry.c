/* Any bytes as a route and a zone, mostly degenerate ones: vertices and fixes at poles, at the
 * antimeridian, in the same place or all but, on edges, half the earth apart. What is inside must
 * be the same however the two are written: the route backwards, the ring backwards or from another
 * vertex, legs split, vertices doubled, all of it elsewhere in longitude, edges of the other kind
 * where both are the same line. What is inside and what is outside make up the route, and no pair
 * of an edge and a leg takes a millisecond. Or it is refused, then with a sentence.
 *
 * Tests: src/analysis/meet/meeting.c src/geodesy/contact.c src/geodesy/inside.c
 * Tests: src/geodesy/boundary.c */
#include "degenerate_worlds.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "geodesy/edge.h"
#include "geodesy/ring_crossings.h"
#include "overflight/analysis.h"
#include "overflight/build.h"

#define SAME_M 1e-5
/* How long a leg may be that runs within the tolerance of an edge it crosses. */
#define BESIDE_M 1
/* Of a route that begins or ends there: the tolerance, at a millionth of a radian. */
#define ENDS_BESIDE_M 1000
/* And of a leg that runs beside an edge at about the tolerance. */
#define BESIDE_MOST_M 5e4
#define CLEAR_M 10
/* Of a pair of an edge and a leg, in seconds of the processor; what is longer than FAR_M counts as
 * several, since it is looked at in pieces. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(SANITIZED)
#define PAIR_S 2e-2 /* with what the sanitizers add */
#else
#define PAIR_S 1e-3
#endif
#define FAR_M 5e6

typedef struct {
    bool refused;
    double length_m, inside_m;
} found;

static void fail(const world *w, const char *how, double wanted, double got)
{
    fprintf(stderr, "%s: %.9f m inside, %.9f m otherwise\n%s%s\nring", how, wanted, got,
            w->kind == OVF_EDGES_LONLAT ? "lonlat" : "geodesic", w->oriented ? ", oriented" : "");
    for (size_t k = 0; k < w->ring.count; k++)
        fprintf(stderr, " [%.17g, %.17g]", w->ring.places[k].lon, w->ring.places[k].lat);
    fprintf(stderr, "\nroute");
    for (size_t k = 0; k < w->fixes.count; k++)
        fprintf(stderr, " [%.17g, %.17g]", w->fixes.places[k].lon, w->fixes.places[k].lat);
    fprintf(stderr, "\n");
    abort();
}

/* ---- analysis ---- */

/* A zone that is ready to be flown over. */
typedef struct {
    ovf_lonlat vertices[MOST + 1];
    ovf_ring outline;
    ovf_polygon polygon;
    ovf_zone zone;
    ovf_zones zones;
    ovf_analyzer *analyzer;
} prepared;

static bool is_refused(ovf_status status, const ovf_error *error, const world *w)
{
    if (status == OVF_OK) return false;
    if (error->message[0] == '\0') fail(w, "refused without a sentence", 0, 0);
    return true;
}

/* False: it is refused. To be ended. */
static bool prepare(prepared *p, const world *w)
{
    const ovf_analysis_options options = {.search_m = OVF_SEARCH_NONE};
    ovf_error error = {0};
    memcpy(p->vertices, w->ring.places, w->ring.count * sizeof *p->vertices);
    p->vertices[w->ring.count] = p->vertices[0];
    p->outline = (ovf_ring){.vertices = p->vertices, .count = w->ring.count + 1};
    p->polygon = (ovf_polygon){&p->outline, 1};
    p->zone = (ovf_zone){.id = "zone",
                         .name = "zone",
                         .file = "bytes",
                         .edges = w->kind,
                         .oriented = w->oriented,
                         .polygons = &p->polygon,
                         .polygon_count = 1};
    p->zones = (ovf_zones){&p->zone, 1};
    p->analyzer = NULL;
    return !is_refused(ovf_analyzer_new(&p->zones, &options, &p->analyzer, &error), &error, w);
}

static void end(prepared *p) { ovf_analyzer_free(p->analyzer); }

/* Passages lie one behind the other on the route, and make up what is inside. */
static void check_passages(const world *w, const ovf_result *result)
{
    const ovf_meeting *m = result->meetings;
    double sum_m = 0, before_m = 0;
    for (size_t k = 0; k < m->outline_passage_count; k++) {
        const ovf_passage *p = &m->outline_passages[k];
        if (!(p->entry.along_m >= before_m - 1e-9 && p->exit.along_m >= p->entry.along_m - 1e-9))
            fail(w, "passages out of order", p->entry.along_m, p->exit.along_m);
        before_m = p->exit.along_m;
        sum_m += p->length_m;
    }
    if (before_m > result->length_m + SAME_M)
        fail(w, "a passage beyond the route", result->length_m, before_m);
    if (fabs(sum_m - m->inside_m) > SAME_M) fail(w, "sum of passages", sum_m, m->inside_m);
}

static found fly(const prepared *p, const world *w)
{
    static ovf_scratch *scratch = NULL; /* for good */
    ovf_fix fixes[MOST];
    for (size_t k = 0; k < w->fixes.count; k++)
        fixes[k] = (ovf_fix){w->fixes.places[k].lon, w->fixes.places[k].lat, NAN, NAN};
    ovf_route route = {.id = "route",
                       .file = "bytes",
                       .fixes = fixes,
                       .fix_count = w->fixes.count,
                       .part_ends = &w->fixes.count,
                       .part_count = 1};
    const ovf_result *result = NULL;
    ovf_error error = {0};
    found out = {.refused = true};
    if ((scratch == NULL && is_refused(ovf_scratch_new(&scratch, &error), &error, w)) ||
        is_refused(ovf_analyze(p->analyzer, &route, scratch, &result, &error), &error, w))
        return out;
    out = (found){.length_m = result->length_m};
    if (result->meeting_count == 0) return out;
    out.inside_m = result->meetings[0].inside_m;
    check_passages(w, result);
    if (!(out.inside_m >= 0 && out.inside_m <= out.length_m + SAME_M))
        fail(w, "more inside than there is", out.length_m, out.inside_m);
    return out;
}

static found analyse(const world *w)
{
    prepared p;
    found out = {.refused = true};
    if (prepare(&p, w)) out = fly(&p, w);
    end(&p);
    return out;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* The edges of the ring or the legs, long ones as several. */
static double in_pieces(const places *p, bool closed)
{
    double pieces = 0;
    for (size_t k = 0; k + !closed < p->count; k++) {
        ovf_lonlat a = p->places[k], b = p->places[(k + 1) % p->count];
        double straight_m = ovf_distance(ovf_earth_point(a.lon, a.lat),
                                         ovf_earth_point(b.lon, b.lat));
        pieces += 1 + straight_m / FAR_M;
    }
    return pieces;
}

/* The first look, with what it takes of the processor. Another program may be in the way, but not
 * each time. */
static found analyse_in_time(const world *w)
{
    double most_s = PAIR_S * in_pieces(&w->ring, true) * in_pieces(&w->fixes, false),
           began = seconds();
    found out = analyse(w);
    double took_s = seconds() - began;
    for (int again = 0; again < 5 && took_s > most_s; again++) {
        began = seconds();
        analyse(w);
        took_s = fmin(took_s, seconds() - began);
    }
    if (took_s > most_s) fail(w, "seconds of the processor", most_s, took_s);
    return out;
}

static void reverse(places *p)
{
    for (size_t k = 0; k < p->count / 2; k++) {
        ovf_lonlat other = p->places[k];
        p->places[k] = p->places[p->count - 1 - k];
        p->places[p->count - 1 - k] = other;
    }
}

static void double_places(places *p)
{
    for (size_t k = p->count; k-- > 0;) p->places[2 * k] = p->places[2 * k + 1] = p->places[k];
    p->count *= 2;
}

static void split_legs(places *p, double at)
{
    places made = {.count = 0};
    for (size_t k = 0; k < p->count; k++) {
        made.places[made.count++] = p->places[k];
        if (k + 1 == p->count) break;
        ovf_lonlat a = p->places[k], b = p->places[k + 1], middle;
        struct geod_geodesicline line;
        geod_inverseline(&line, ovf_earth(), a.lat, a.lon, b.lat, b.lon, 0);
        geod_position(&line, at * line.s13, &middle.lat, &middle.lon, NULL);
        made.places[made.count++] = middle;
    }
    *p = made;
}

static void shift(places *p, double degrees)
{
    for (size_t k = 0; k < p->count; k++) p->places[k].lon += degrees;
}

static bool fits(const places *p, double degrees)
{
    for (size_t k = 0; k < p->count; k++)
        if (fabs(p->places[k].lon + degrees) > 360) return false;
    return true;
}

/* Whether an edge of the ring or a leg leads nearly to the antipodes, or an edge over all but half
 * a turn of longitude: rounding turns it around. */
static bool is_arbitrary(const places *p, bool closed, bool by_longitude)
{
    for (size_t k = 0; k + !closed < p->count; k++) {
        ovf_lonlat a = p->places[k], b = p->places[(k + 1) % p->count];
        double length_m, change = fabs(b.lon - a.lon);
        geod_inverse(ovf_earth(), a.lat, a.lon, b.lat, b.lon, &length_m, NULL, NULL);
        if (!by_longitude && length_m > 19.9e6) return true;
        if (by_longitude && fabs(remainder(change, 360)) > 180 - 1e-9) return true;
    }
    return false;
}

/* ---- rings that are good ---- */

static ovf_vector edge_point(const world *w, size_t k, const struct geod_geodesicline *line,
                             double t)
{
    ovf_lonlat a = w->ring.places[k], b = w->ring.places[(k + 1) % w->ring.count], p;
    if (w->kind == OVF_EDGES_GEODESIC) geod_position(line, t * line->s13, &p.lat, &p.lon, NULL);
    else
        p = (ovf_lonlat){a.lon + t * ovf_edge_lon_change(w->kind, a.lon, b.lon),
                         a.lat + t * (b.lat - a.lat)};
    return ovf_earth_point(p.lon, p.lat);
}

/* Straight, of a place from an edge. */
static double distance(const world *w, size_t k, ovf_lonlat place)
{
    const int pieces = 64;
    ovf_lonlat a = w->ring.places[k], b = w->ring.places[(k + 1) % w->ring.count];
    ovf_vector from = ovf_earth_point(place.lon, place.lat);
    struct geod_geodesicline line;
    geod_inverseline(&line, ovf_earth(), a.lat, a.lon, b.lat, b.lon, 0);
    double least = INFINITY, at = 0;
    for (int i = 0; i <= pieces; i++) {
        double d = ovf_distance(from, edge_point(w, k, &line, (double)i / pieces));
        if (d < least) least = d, at = (double)i / pieces;
    }
    double low = fmax(0, at - 1.0 / pieces), high = fmin(1, at + 1.0 / pieces);
    for (int step = 0; step < 60; step++) {
        double t1 = low + (high - low) / 3, t2 = high - (high - low) / 3;
        double d1 = ovf_distance(from, edge_point(w, k, &line, t1)),
               d2 = ovf_distance(from, edge_point(w, k, &line, t2));
        least = fmin(least, fmin(d1, d2));
        if (d1 < d2) high = t2;
        else low = t1;
    }
    return least;
}

/* Whether the ring keeps clear of itself; vertices that are all but the same are one here. */
static bool is_simple(const world *given)
{
    world w = *given;
    w.ring.count = 0;
    for (size_t k = 0; k < given->ring.count; k++) {
        ovf_lonlat p = given->ring.places[k];
        if (w.ring.count > 0) {
            ovf_lonlat q = w.ring.places[w.ring.count - 1];
            if (ovf_distance(ovf_earth_point(p.lon, p.lat), ovf_earth_point(q.lon, q.lat)) < 1e-3)
                continue;
        }
        w.ring.places[w.ring.count++] = p;
    }
    size_t n = w.ring.count;
    while (n > 1 &&
           ovf_distance(ovf_earth_point(w.ring.places[0].lon, w.ring.places[0].lat),
                        ovf_earth_point(w.ring.places[n - 1].lon, w.ring.places[n - 1].lat)) < 1e-3)
        n--;
    w.ring.count = n;
    if (n < 3) return false;
    for (size_t v = 1; v < n; v++)
        for (size_t u = 0; u < v; u++)
            if (ovf_distance(ovf_earth_point(w.ring.places[v].lon, w.ring.places[v].lat),
                             ovf_earth_point(w.ring.places[u].lon, w.ring.places[u].lat)) < CLEAR_M)
                return false;
    for (size_t e = 0; e < n; e++)
        for (size_t v = 0; v < n; v++)
            if (v != e && v != (e + 1) % n && !(distance(&w, e, w.ring.places[v]) > CLEAR_M))
                return false;
    ovf_lonlat ring[MOST + 1];
    memcpy(ring, w.ring.places, n * sizeof *ring);
    ring[n] = ring[0];
    ovf_ring outline = {.vertices = ring, .count = n + 1};
    ovf_ring_crossing crossing;
    return ovf_rings_cross(&outline, 1, w.kind, &crossing) && !crossing.found;
}

/* ---- what must hold ---- */

/* The most that moving all fixes by a little, in degrees, changes what is inside; INFINITY where
 * the route is refused then. */
static double change_by(const world *w, const found *wanted, double step)
{
    double most_m = 0;
    for (int k = 0; k < 4; k++) {
        world moved = *w;
        for (size_t i = 0; i < w->fixes.count; i++) {
            ovf_lonlat *p = &moved.fixes.places[i];
            if (k < 2) p->lat = fmax(-90, fmin(90, p->lat + (k == 0 ? step : -step)));
            else p->lon += (k == 2 ? step : -step) / fmax(1e-3, cos(p->lat * OVF_RADIAN));
        }
        found got = analyse(&moved);
        if (got.refused) return INFINITY;
        most_m = fmax(most_m, fabs(got.inside_m - wanted->inside_m));
    }
    return most_m;
}

/* How much what is inside may differ where a leg meets an edge at a small angle. INFINITY where
 * 30 nm are no small change, as of a leg that leaves the boundary by just the tolerance. */
static double allowed(const world *w, const found *wanted)
{
    double by_m = change_by(w, wanted, 3e-13);
    return by_m > 1e-2 ? INFINITY : fmax(SAME_M, 2 * by_m);
}

/* Whether a leg runs beside the boundary, at about the tolerance from it: how much of it counts as
 * beside may differ, since edges are looked at in pieces. */
static bool is_beside(const world *w, const found *wanted, double by_m)
{
    return by_m < BESIDE_MOST_M && by_m <= 2 * change_by(w, wanted, 1.2e-8);
}

/* How often answers differed, and why that may be; said at the end if FUZZ_TALLY is set. */
static struct {
    unsigned long long cases, refused, compared, not_simple, undecided, grazing, beside;
} tally;

static void say_tally(void)
{
    fprintf(stderr,
            "%llu cases, of which %llu refused; %llu comparisons, of which differ %llu at rings "
            "that touch themselves, %llu where rounding decides, %llu at a small angle, %llu "
            "beside the boundary\n",
            tally.cases, tally.refused, tally.compared, tally.not_simple, tally.undecided,
            tally.grazing, tally.beside);
}

static void same(const world *w, const found *wanted, found got, const char *how)
{
    tally.compared++;
    if (!got.refused && fabs(got.length_m - wanted->length_m) > SAME_M)
        fail(w, "length", wanted->length_m, got.length_m);
    double by_m = got.refused ? INFINITY : fabs(got.inside_m - wanted->inside_m);
    if (by_m <= SAME_M) return;
    double allowed_m = allowed(w, wanted);
    if (!got.refused && by_m <= allowed_m) {
        if (allowed_m < INFINITY) tally.grazing++;
        else tally.undecided++;
        return;
    }
    if (!got.refused && is_beside(w, wanted, by_m)) {
        tally.beside++;
        return;
    }
    if (is_simple(w)) fail(w, how, wanted->inside_m, got.refused ? NAN : got.inside_m);
    tally.not_simple++;
}

static void check_routes(const prepared *p, const world *w, const found *wanted, double split_at)
{
    world other = *w;
    reverse(&other.fixes);
    same(w, wanted, fly(p, &other), "route backwards");
    other = *w;
    double_places(&other.fixes);
    same(w, wanted, fly(p, &other), "fixes doubled");
    other = *w;
    split_legs(&other.fixes, split_at);
    same(w, wanted, fly(p, &other), "legs split");
    for (int turn = -360; turn <= 360; turn += 720) {
        if (!fits(&w->fixes, turn)) continue;
        other = *w;
        shift(&other.fixes, turn);
        same(w, wanted, fly(p, &other), "route a turn further");
        break;
    }
}

/* Whether the route begins or ends within the tolerance of the boundary. */
static bool ends_beside(const world *w)
{
    for (size_t k = 0; k < w->ring.count; k++)
        if (distance(w, k, w->fixes.places[0]) < 2 * OVF_TOLERANCE_M ||
            distance(w, k, w->fixes.places[w->fixes.count - 1]) < 2 * OVF_TOLERANCE_M)
            return true;
    return false;
}

/* The other side of an oriented ring has what this one has not, or the boundary; a route that
 * begins or ends beside it may leave a little to neither. */
static void check_other_side(const world *w, const found *wanted)
{
    world other = *w;
    other.kind = OVF_EDGES_GEODESIC;
    other.oriented = true;
    found left = analyse(&other);
    reverse(&other.ring);
    found right = analyse(&other);
    if (left.refused || right.refused) return;
    double neither_m = wanted->length_m - left.inside_m - right.inside_m;
    if (neither_m > BESIDE_M && neither_m > (ends_beside(w) ? ENDS_BESIDE_M : BESIDE_M) &&
        is_simple(w) && allowed(&other, &right) < INFINITY)
        fail(w, "neither side", wanted->length_m - left.inside_m, right.inside_m);
    if (w->oriented) return;
    /* What has no orientation is one of the two sides. */
    same(w, wanted,
         fabs(left.inside_m - wanted->inside_m) < fabs(right.inside_m - wanted->inside_m) ? left
                                                                                          : right,
         "oriented");
}

static void check_rings(const world *w, const found *wanted, unsigned start)
{
    world other = *w;
    reverse(&other.ring);
    if (!w->oriented) same(w, wanted, analyse(&other), "ring backwards");
    if (w->kind == OVF_EDGES_GEODESIC) check_other_side(w, wanted);
    other = *w;
    for (size_t k = 0; k < w->ring.count; k++)
        other.ring.places[k] = w->ring.places[(k + 1 + start) % w->ring.count];
    same(w, wanted, analyse(&other), "ring from another vertex");
    other = *w;
    double_places(&other.ring);
    same(w, wanted, analyse(&other), "vertices doubled");
}

static void check_turns(const world *w, const found *wanted, unsigned byte)
{
    int turn = byte & 1 ? 360 : -360, quarter = 90 * (int)(1 + byte / 2 % 3) * (byte & 8 ? 1 : -1);
    world other = *w;
    shift(&other.ring, turn);
    if (fits(&w->ring, turn)) same(w, wanted, analyse(&other), "ring a turn further");
    other = *w;
    shift(&other.ring, quarter);
    shift(&other.fixes, quarter);
    if (fits(&w->ring, quarter) && fits(&w->fixes, quarter))
        same(w, wanted, analyse(&other), "all of it elsewhere");
}

/* Whether each edge follows a meridian or the equator, or turns at a pole: then both kinds of edges
 * are the same lines. */
static bool follows_axes(const places *ring)
{
    for (size_t k = 0; k < ring->count; k++) {
        ovf_lonlat a = ring->places[k], b = ring->places[(k + 1) % ring->count];
        bool meridian = a.lon == b.lon, equator = a.lat == 0 && b.lat == 0,
             pole = fabs(a.lat) == 90 && a.lat == b.lat;
        if (!meridian && !pole && !(equator && fabs(b.lon - a.lon) < 179)) return false;
    }
    return true;
}

static void check_kinds(const world *w, const found *wanted)
{
    world other = *w;
    other.kind = w->kind == OVF_EDGES_LONLAT ? OVF_EDGES_GEODESIC : OVF_EDGES_LONLAT;
    if (w->oriented || !follows_axes(&w->ring)) return;
    if (!is_arbitrary(&w->ring, true, other.kind == OVF_EDGES_LONLAT))
        same(w, wanted, analyse(&other), "edges of the other kind");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    supply in = {data, size};
    world w = draw_world(&in);
    if (tally.cases++ == 0 && getenv("FUZZ_TALLY") != NULL) atexit(say_tally);
    if (is_arbitrary(&w.ring, true, w.kind == OVF_EDGES_LONLAT)) {
        tally.refused++;
        analyse_in_time(&w);
        return 0;
    }
    found wanted = analyse_in_time(&w);
    if (wanted.refused) {
        tally.refused++;
        return 0;
    }
    double split_at = fraction(&in);
    unsigned byte = next(&in);
    prepared p;
    if (prepare(&p, &w)) check_routes(&p, &w, &wanted, split_at);
    end(&p);
    check_rings(&w, &wanted, byte / 16);
    check_turns(&w, &wanted, byte);
    check_kinds(&w, &wanted);
    return 0;
}
