/* Any bytes as a route and a zone, mostly degenerate ones: vertices and fixes at poles, at the
 * antimeridian, in the same place or all but, on edges, half the earth apart. What is inside must
 * be the same however the two are written: the route backwards, the ring backwards or from another
 * vertex, legs split, vertices doubled, all of it elsewhere in longitude. Or it is refused, then
 * with a sentence.
 *
 * Tests: src/analysis/meet/meeting.c src/geodesy/contact.c src/geodesy/inside.c
 * Tests: src/geodesy/boundary.c */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geodesy/edge.h"
#include "geodesy/ring_crossings.h"
#include "overflight/analysis.h"
#include "overflight/build.h"

#define SAME_M 1e-5
/* How long a leg may be that runs within the tolerance of an edge it crosses. */
#define BESIDE_M 1
#define CLEAR_M 10
#define MOST 48

typedef struct {
    const uint8_t *bytes;
    size_t left;
} supply;

typedef struct {
    ovf_lonlat places[MOST];
    size_t count;
} places;

/* The zone is one ring that is not closed. */
typedef struct {
    places ring, fixes;
    ovf_edges kind;
    bool oriented;
} world;

typedef struct {
    bool refused;
    double length_m, inside_m;
} found;

static unsigned next(supply *in)
{
    if (in->left == 0) return 0;
    in->left--;
    return *in->bytes++;
}

static double fraction(supply *in) { return (next(in) * 256.0 + next(in)) / 65535; }

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

/* ---- drawing ---- */

static double some_lon(supply *in)
{
    static const double special[] = {0, 180, -180, 90, -90, 360, -360, 10, 190, -170, 45, 135};
    unsigned byte = next(in);
    if (byte < 96) return special[byte % (sizeof special / sizeof *special)];
    return 360 * fraction(in) - 180;
}

static double some_lat(supply *in)
{
    static const double special[] = {0, 90, -90, 45, -45, 10, -10, 89.999999999, -60};
    unsigned byte = next(in);
    if (byte < 96) return special[byte % (sizeof special / sizeof *special)];
    return asin(2 * fraction(in) - 1) / OVF_RADIAN;
}

/* Far from the tolerance of a millimetre, on either side: what lies at the tolerance itself may be
 * told either way. */
static double small(supply *in)
{
    static const double sizes[] = {1e-15, 7e-15, 1e-13, 1e-11, 1e-10, 1e-6, 1e-4, 1e-2};
    unsigned byte = next(in);
    return (byte & 1 ? -1 : 1) * sizes[byte / 2 % 8];
}

/* Of a lonlat edge nearly so: such a leg may keep within the tolerance for a while. */
static ovf_lonlat on_edge(const places *ring, ovf_edges kind, supply *in)
{
    size_t k = next(in) % ring->count;
    ovf_lonlat a = ring->places[k], b = ring->places[(k + 1) % ring->count], p;
    double t = next(in) / 255.0;
    struct geod_geodesicline line;
    if (kind == OVF_EDGES_LONLAT)
        return (ovf_lonlat){a.lon + t * (b.lon - a.lon), a.lat + t * (b.lat - a.lat)};
    geod_inverseline(&line, ovf_earth(), a.lat, a.lon, b.lat, b.lon, 0);
    geod_position(&line, t * line.s13, &p.lat, &p.lon, NULL);
    return p;
}

/* A place that may have to do with those that are there, or with those of the ring. */
static ovf_lonlat draw(supply *in, const places *there, const places *ring, ovf_edges kind)
{
    unsigned byte = next(in);
    ovf_lonlat p = {some_lon(in), some_lat(in)};
    if (ring->count > 0 && byte % 16 < 4) p = ring->places[next(in) % ring->count];
    else if (ring->count > 0 && byte % 16 < 6) p = on_edge(ring, kind, in);
    else if (there->count > 0 && byte % 16 < 8) p = there->places[next(in) % there->count];
    else if (there->count > 0 && byte % 16 == 8) {
        p = there->places[there->count - 1];
        p = (ovf_lonlat){p.lon > 0 ? p.lon - 180 : p.lon + 180, -p.lat};
    } else if (there->count > 0 && byte % 16 == 9) {
        p.lon = there->places[there->count - 1].lon;
    } else if (there->count > 0 && byte % 16 == 10) {
        p.lat = there->places[there->count - 1].lat;
    } else if (there->count > 0 && byte % 16 == 11) {
        ovf_lonlat q = there->places[there->count - 1];
        p = (ovf_lonlat){q.lon + 2 * fraction(in) - 1, q.lat + 2 * fraction(in) - 1};
    }
    if (byte / 16 % 4 == 1) p.lon += small(in);
    if (byte / 16 % 4 == 2) p.lat += small(in);
    if (byte / 64 == 1) p.lon = remainder(p.lon, 360);
    p.lat = fmax(-90, fmin(90, p.lat));
    p.lon = fmax(-360, fmin(360, p.lon));
    return p;
}

static world draw_world(supply *in)
{
    unsigned byte = next(in);
    world w = {.kind = byte & 1 ? OVF_EDGES_GEODESIC : OVF_EDGES_LONLAT,
               .oriented = (byte & 7) == 7};
    size_t vertices = 3 + byte / 8 % 6, fixes = 2 + byte / 64;
    const places none = {.count = 0};
    for (size_t k = 0; k < vertices; k++)
        w.ring.places[w.ring.count++] = draw(in, &w.ring, &none, w.kind);
    for (size_t k = 0; k < fixes; k++)
        w.fixes.places[w.fixes.count++] = draw(in, &w.fixes, &w.ring, w.kind);
    return w;
}

/* ---- analysis ---- */

static found analyse(const world *w)
{
    ovf_lonlat ring[MOST + 1];
    ovf_fix fixes[MOST];
    memcpy(ring, w->ring.places, w->ring.count * sizeof *ring);
    ring[w->ring.count] = ring[0];
    for (size_t k = 0; k < w->fixes.count; k++)
        fixes[k] = (ovf_fix){w->fixes.places[k].lon, w->fixes.places[k].lat, NAN, NAN};
    ovf_ring outline = {.vertices = ring, .count = w->ring.count + 1};
    ovf_polygon polygon = {&outline, 1};
    ovf_zone zone = {.id = "zone",
                     .name = "zone",
                     .file = "bytes",
                     .edges = w->kind,
                     .oriented = w->oriented,
                     .polygons = &polygon,
                     .polygon_count = 1};
    const ovf_zones zones = {&zone, 1};
    ovf_route route = {.id = "route",
                       .file = "bytes",
                       .fixes = fixes,
                       .fix_count = w->fixes.count,
                       .part_ends = &w->fixes.count,
                       .part_count = 1};
    const ovf_analysis_options options = {.search_m = OVF_SEARCH_NONE};
    ovf_analyzer *analyzer = NULL;
    ovf_scratch *scratch = NULL;
    const ovf_result *result = NULL;
    ovf_error error = {0};
    found out = {.refused = true};
    if (ovf_analyzer_new(&zones, &options, &analyzer, &error) == OVF_OK &&
        ovf_scratch_new(&scratch, &error) == OVF_OK &&
        ovf_analyze(analyzer, &route, scratch, &result, &error) == OVF_OK) {
        out = (found){.length_m = result->length_m};
        if (result->meeting_count > 0) out.inside_m = result->meetings[0].inside_m;
    } else if (error.message[0] == '\0') {
        fail(w, "refused without a sentence", 0, 0);
    }
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    return out;
}

/* How much what is inside may differ: where a leg meets an edge at a small angle, rounding moves
 * the crossing along it. */
static double allowed_m;

static void compare(const world *w, const found *wanted, const world *other, const char *how)
{
    found got = analyse(other);
    if (got.refused) fail(w, how, wanted->inside_m, NAN);
    if (fabs(got.length_m - wanted->length_m) > SAME_M)
        fail(w, "length", wanted->length_m, got.length_m);
    if (fabs(got.inside_m - wanted->inside_m) > allowed_m)
        fail(w, how, wanted->inside_m, got.inside_m);
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

/* What moving all fixes by 30 nm does to the length inside; false where that is no small change, as
 * of a leg that leaves the boundary by just the tolerance. */
static bool find_allowed(const world *w, const found *wanted)
{
    const double step = 3e-13;
    allowed_m = SAME_M;
    for (int k = 0; k < 4; k++) {
        world moved = *w;
        for (size_t i = 0; i < w->fixes.count; i++) {
            ovf_lonlat *p = &moved.fixes.places[i];
            if (k < 2) p->lat = fmax(-90, fmin(90, p->lat + (k == 0 ? step : -step)));
            else p->lon += k == 2 ? step : -step;
        }
        found got = analyse(&moved);
        double by_m = fabs(got.inside_m - wanted->inside_m);
        if (got.refused || by_m > 1e-2) return false;
        allowed_m = fmax(allowed_m, 2 * by_m);
    }
    return true;
}

static void check_any(const world *w, const found *wanted)
{
    world other = *w;
    reverse(&other.fixes);
    compare(w, wanted, &other, "route backwards");
    other = *w;
    double_places(&other.fixes);
    compare(w, wanted, &other, "fixes doubled");
}

static void check_rings(const world *w, const found *wanted)
{
    world other = *w;
    reverse(&other.ring);
    if (!w->oriented) compare(w, wanted, &other, "ring backwards");
    if (w->oriented) { /* the other side of the ring has what this one has not, or the boundary; a
                          route that begins or ends beside it may leave a little to neither */
        found rest = analyse(&other);
        if (rest.inside_m < wanted->length_m - wanted->inside_m - BESIDE_M)
            fail(w, "neither side", wanted->length_m - wanted->inside_m, rest.inside_m);
    }
    other = *w;
    for (size_t k = 0; k < w->ring.count; k++)
        other.ring.places[k] = w->ring.places[(k + 1) % w->ring.count];
    compare(w, wanted, &other, "ring from another vertex");
    other = *w;
    double_places(&other.ring);
    compare(w, wanted, &other, "vertices doubled");
}

static void check_turns(const world *w, const found *wanted)
{
    for (int turn = -1; turn <= 1; turn += 2) {
        world other = *w;
        shift(&other.ring, 360 * turn);
        if (fits(&w->ring, 360 * turn)) compare(w, wanted, &other, "ring a turn further");
        other = *w;
        shift(&other.fixes, 360 * turn);
        if (fits(&w->fixes, 360 * turn)) compare(w, wanted, &other, "route a turn further");
    }
    for (int quarter = -3; quarter <= 3; quarter++) {
        world other = *w;
        shift(&other.ring, 90 * quarter);
        shift(&other.fixes, 90 * quarter);
        if (fits(&w->ring, 90 * quarter) && fits(&w->fixes, 90 * quarter))
            compare(w, wanted, &other, "all of it elsewhere");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    supply in = {data, size};
    world w = draw_world(&in);
    if (is_arbitrary(&w.ring, true, w.kind == OVF_EDGES_LONLAT)) return 0;
    found wanted = analyse(&w);
    if (wanted.refused) return 0;
    if (!(wanted.inside_m >= 0 && wanted.inside_m <= wanted.length_m + SAME_M))
        fail(&w, "more inside than there is", wanted.length_m, wanted.inside_m);
    if (!find_allowed(&w, &wanted)) return 0;
    check_any(&w, &wanted);
    if (!is_simple(&w)) return 0;
    check_rings(&w, &wanted);
    check_turns(&w, &wanted);
    world other = w;
    split_legs(&other.fixes, fraction(&in));
    compare(&w, &wanted, &other, "legs split");
    return 0;
}
