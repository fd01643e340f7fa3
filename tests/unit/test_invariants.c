/* What must hold whatever the zone and the flight, on random ones of all sizes, at all places.
 * Lengths agree to a micrometre; positions of crossings at grazing angles to as much as that angle
 * makes of it.
 *
 * Tests: src/analysis/meet/ src/geodesy/boundary.c src/geodesy/inside.c */
#include "geometry_fixture.h"
#include "model/flaws.h"

#define MICROMETRE 1e-6

typedef struct {
    ovf_lonlat centre;
    double radius_m;
    shape zone;
    flight flight;
    outcome before;
} scene;

/* Whether nothing in the outcome is so short that rounding decides whether it is a passage or a
 * touch. */
static bool decided(const outcome *o)
{
    for (size_t i = 0; i < o->crossing_count; i++) {
        if (o->crossings[i].kind == OVF_CROSSING_TOUCH) return false;
        if (i > 0 && o->crossings[i].place.along_m - o->crossings[i - 1].place.along_m < 0.01)
            return false;
    }
    return true;
}

static scene draw(size_t k)
{
    scene s;
    begin_case(k);
    ovf_edges edges = pick(2) == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC;
    do {
        s.centre = random_centre();
        s.radius_m = random_radius();
        s.zone = random_star(s.centre, s.radius_m, edges);
        s.flight = random_flight(s.centre, s.radius_m);
        s.before = analyse(&s.flight, &s.zone);
    } while (!decided(&s.before));
    return s;
}

static void expect_same(size_t k, const outcome *before, const outcome *after, double tolerance_m)
{
    bool same = before->crossing_count == after->crossing_count &&
                before->passage_count == after->passage_count &&
                fabs(before->inside_m - after->inside_m) <= tolerance_m &&
                fabs(before->length_m - after->length_m) <= tolerance_m;
    for (size_t i = 0; same && i < before->crossing_count; i++) {
        const ovf_crossing *a = &before->crossings[i], *b = &after->crossings[i];
        same = a->kind == b->kind && fabs(a->place.along_m - b->place.along_m) <= tolerance_m;
    }
    if (!same)
        fail_msg("seed %llu: inside %.9f then %.9f of %.9f then %.9f; crossings %zu then %zu",
                 (unsigned long long)(first_seed + k), before->inside_m, after->inside_m,
                 before->length_m, after->length_m, before->crossing_count, after->crossing_count);
}

/* A zone and what is left of a round one without it share out what is inside the round one. */
static void inside_and_outside_are_the_whole(void **state)
{
    (void)state;
    size_t met = 0;
    for (size_t k = 0; k < cases(2000); k++) {
        scene s = draw(k);
        /* So near to a pole a polygon of lonlat edges is not round. */
        if (s.zone.edges == OVF_EDGES_LONLAT && (90 - fabs(s.centre.lat)) * 111e3 < 2 * s.radius_m)
            continue;
        shape round = {.ring_count = 1, .edges = s.zone.edges};
        for (int i = 0; i < 64; i++) {
            ovf_lonlat v = place_at(s.centre, i * 360.0 / 64, s.radius_m * 1.5);
            add_vertex(&round, 0, v.lon, v.lat);
        }
        close_ring(&round, 0);
        run_on(round.vertices[0], 65);
        shape rest = round;
        memcpy(rest.vertices[1], s.zone.vertices[0], sizeof rest.vertices[1]);
        rest.rings[1].count = s.zone.rings[0].count;
        rest.ring_count = 2;
        rest.holes = pick(2) == 0; /* as a hole or as a polygon of its own: even and odd decide */
        outcome all = analyse(&s.flight, &round), without = analyse(&s.flight, &rest);
        if (fabs(s.before.inside_m + without.inside_m - all.inside_m) > MICROMETRE)
            fail_msg("seed %llu: %.9f inside and %.9f outside make %.9f",
                     (unsigned long long)(first_seed + k), s.before.inside_m, without.inside_m,
                     all.inside_m);
        met += s.before.inside_m > 0;
    }
    assert_true(met > cases(2000) / 4);
}

static void reversed(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(4000); k++) {
        scene s = draw(k);
        flight back = {.count = s.flight.count};
        for (size_t i = 0; i < back.count; i++) back.fixes[i] = s.flight.fixes[back.count - 1 - i];
        outcome after = analyse(&back, &s.zone), mirrored = after;
        for (size_t i = 0; i < after.crossing_count; i++) {
            mirrored.crossings[i] = after.crossings[after.crossing_count - 1 - i];
            mirrored.crossings[i].place.along_m = after.length_m -
                                                  mirrored.crossings[i].place.along_m;
            mirrored.crossings[i].kind = mirrored.crossings[i].kind == OVF_CROSSING_ENTRY
                                             ? OVF_CROSSING_EXIT
                                             : OVF_CROSSING_ENTRY;
        }
        expect_same(k, &s.before, &mirrored, MICROMETRE);
    }
}

/* A leg split at a place on it. The place is off the leg by the rounding of its coordinates, a
 * nanometre, which a grazing crossing feels a thousandfold. */
static void leg_split(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(4000); k++) {
        scene s = draw(k);
        flight split = {.count = 0};
        for (size_t i = 0; i < s.flight.count; i++) {
            add_fix(&split, s.flight.fixes[i].lon, s.flight.fixes[i].lat);
            if (i + 1 == s.flight.count) break;
            ovf_leg leg;
            ovf_leg_between(&leg, s.flight.fixes[i].lon, s.flight.fixes[i].lat,
                            s.flight.fixes[i + 1].lon, s.flight.fixes[i + 1].lat);
            for (size_t n = pick(3), done = 0; done < n; done++) {
                ovf_lonlat p = ovf_leg_position(
                    &leg, leg.length_m * ((double)done + uniform(0.1, 0.9)) / (double)n);
                add_fix(&split, p.lon, p.lat);
            }
        }
        outcome after = analyse(&split, &s.zone);
        expect_same(k, &s.before, &after, 2 * MICROMETRE);
    }
}

static void shifted_in_longitude(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(4000); k++) {
        scene s = draw(k);
        /* A binary fraction, so that the shift itself rounds as little as may be. */
        double shift = pick(2) == 0 ? (double)((int)pick(719) - 359)
                                    : (double)((int)pick(1u << 20)) / 4096 - 128;
        for (size_t i = 0; i < s.zone.rings[0].count; i++)
            if (fabs(s.zone.vertices[0][i].lon + shift) > 540) shift -= copysign(360, shift);
        for (size_t i = 0; i < s.zone.rings[0].count; i++) s.zone.vertices[0][i].lon += shift;
        for (size_t i = 0; i < s.flight.count; i++)
            s.flight.fixes[i].lon = remainder(s.flight.fixes[i].lon + shift, 360);
        outcome after = analyse(&s.flight, &s.zone);
        expect_same(k, &s.before, &after, 2 * MICROMETRE);
    }
}

/* Longitudes as they run on, and each brought within ±180. */
static void longitudes_wrapped(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(4000); k++) {
        scene s = draw(k);
        bool wide = false; /* a step of 180° and more says on a map, but not in wrapped longitudes,
                              which way it goes */
        for (size_t i = 1; i < s.zone.rings[0].count; i++)
            wide = wide || fabs(s.zone.vertices[0][i].lon - s.zone.vertices[0][i - 1].lon) >= 180;
        if (wide) continue;
        for (size_t i = 0; i < s.zone.rings[0].count; i++)
            s.zone.vertices[0][i].lon = remainder(s.zone.vertices[0][i].lon, 360);
        s.zone.vertices[0][s.zone.rings[0].count - 1] = s.zone.vertices[0][0];
        outcome after = analyse(&s.flight, &s.zone);
        expect_same(k, &s.before, &after, 2 * MICROMETRE);
    }
}

/* Cuts a ring that lies across a meridian in two, in longitude and latitude (Sutherland and
 * Hodgman, CACM 17 (1974) 32). */
static void keep_side(const shape *whole, double lon, double side, shape *cut, size_t ring)
{
    const ovf_lonlat *v = whole->vertices[0];
    for (size_t i = 0; i + 1 < whole->rings[0].count; i++) {
        ovf_lonlat a = v[i], b = v[i + 1];
        bool a_kept = (a.lon - lon) * side >= 0, b_kept = (b.lon - lon) * side >= 0;
        if (a_kept) add_vertex(cut, ring, a.lon, a.lat);
        if (a_kept != b_kept)
            add_vertex(cut, ring, lon, a.lat + (lon - a.lon) / (b.lon - a.lon) * (b.lat - a.lat));
    }
    if (cut->rings[ring].count > 0) close_ring(cut, ring);
}

static void cut_at_the_antimeridian(void **state)
{
    (void)state;
    size_t cut_ones = 0;
    for (size_t k = 0; k < cases(4000); k++) {
        begin_case(k);
        ovf_lonlat centre = {180 + uniform(-5, 5), uniform(-75, 75)};
        double radius = exp(uniform(log(1e4), log(1e6)));
        shape whole = random_star(centre, radius, OVF_EDGES_LONLAT),
              cut = {.ring_count = 2, .edges = OVF_EDGES_LONLAT};
        flight f = random_flight(centre, radius);
        double turn = whole.vertices[0][0].lon < 0 ? 360 : 0; /* the cut is at 180 */
        for (size_t i = 0; i < whole.rings[0].count; i++) whole.vertices[0][i].lon += turn;
        keep_side(&whole, 180, -1, &cut, 0);
        keep_side(&whole, 180, 1, &cut, 1);
        for (size_t i = 0; i < cut.rings[1].count; i++) cut.vertices[1][i].lon -= 360;
        if (cut.rings[0].count == 0 || cut.rings[1].count == 0) continue;
        outcome before = analyse(&f, &whole), after = analyse(&f, &cut);
        if (!decided(&before)) continue;
        expect_same(k, &before, &after, 2 * MICROMETRE);
        cut_ones += before.crossing_count > 0;
    }
    assert_true(cut_ones > cases(4000) / 10);
}

static void ring_written_otherwise(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(4000); k++) {
        scene s = draw(k);
        shape other = {.ring_count = 1, .edges = s.zone.edges};
        const ovf_lonlat *v = s.zone.vertices[0];
        size_t count = s.zone.rings[0].count - 1, start = pick(count);
        bool backwards = pick(2) == 0;
        for (size_t i = 0; i < count; i++) {
            size_t at = (start + (backwards ? count - i : i)) % count;
            for (size_t repeats = 1 + pick(3); repeats > 0; repeats--)
                add_vertex(&other, 0, v[at].lon, v[at].lat);
        }
        close_ring(&other, 0);
        run_on(other.vertices[0], other.rings[0].count);
        outcome after = analyse(&s.flight, &other);
        expect_same(k, &s.before, &after, MICROMETRE);
    }
}

/* Edges split at places on them: the rounding of such a place moves the boundary by a nanometre. */
static void edges_split(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(4000); k++) {
        scene s = draw(k);
        shape split = {.ring_count = 1, .edges = s.zone.edges};
        const ovf_lonlat *v = s.zone.vertices[0];
        for (size_t i = 0; i + 1 < s.zone.rings[0].count; i++) {
            double t = uniform(0, 1);
            ovf_lonlat a = v[i], b = v[i + 1],
                       p = {a.lon + t * (b.lon - a.lon), a.lat + t * (b.lat - a.lat)};
            if (split.edges == OVF_EDGES_GEODESIC) {
                ovf_leg leg;
                ovf_leg_between(&leg, a.lon, a.lat, b.lon, b.lat);
                p = ovf_leg_position(&leg, t * leg.length_m);
            }
            add_vertex(&split, 0, a.lon, a.lat);
            add_vertex(&split, 0, p.lon, p.lat);
        }
        close_ring(&split, 0);
        run_on(split.vertices[0], split.rings[0].count);
        outcome after = analyse(&s.flight, &split);
        expect_same(k, &s.before, &after, 2 * MICROMETRE);
    }
}

static void fixes_repeated(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(4000); k++) {
        scene s = draw(k);
        flight other = {.count = 0};
        for (size_t i = 0; i < s.flight.count; i++)
            for (size_t repeats = 1 + pick(3); repeats > 0; repeats--)
                add_fix(&other, s.flight.fixes[i].lon, s.flight.fixes[i].lat);
        outcome after = analyse(&other, &s.zone);
        expect_same(k, &s.before, &after, MICROMETRE);
    }
}

/* Passages and crossings tell the same story: they alternate, and their lengths sum up. */
static void passages_and_crossings_agree(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(4000); k++) {
        scene s = draw(k);
        const outcome *o = &s.before;
        double sum = 0, before = -1;
        size_t entries = 0, exits = 0;
        for (size_t i = 0; i < o->passage_count; i++) {
            const ovf_passage *p = &o->passages[i];
            assert_true(p->entry.along_m > before && p->exit.along_m > p->entry.along_m &&
                        p->exit.along_m <= o->length_m + 1e-9);
            assert_true(fabs(p->length_m - (p->exit.along_m - p->entry.along_m)) <= 1e-9);
            sum += p->length_m;
            before = p->exit.along_m;
            entries += p->entry.along_m > 0;
            exits += p->exit.along_m < o->length_m;
        }
        assert_true(fabs(sum - o->inside_m) <= 1e-8);
        for (size_t i = 0; i < o->crossing_count; i++) {
            if (o->crossings[i].kind == OVF_CROSSING_ENTRY) entries--;
            else exits--;
        }
        assert_int_equal(entries, 0);
        assert_int_equal(exits, 0);
    }
}

/* Everything on whole degrees: legs through vertices, along edges and meridians, fixes on the
 * boundary, several at once. What is a touch and what a passage must not depend on how it is
 * written down. */
static void on_a_grid(void **state)
{
    (void)state;
    size_t touches = 0, shared = 0;
    for (size_t k = 0; k < cases(6000); k++) {
        begin_case(k);
        scene s = {.zone = {.ring_count = 1,
                            .edges = pick(2) == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC}};
        /* Off the antimeridian, where edges that lie on it twice are a cut and elsewhere are edges:
         * such rings are drawn here, though no valid one has them. */
        double lon = (double)pick(340) - 175, lat = pick(3) == 0 ? -3 : (double)pick(150) - 78;
        for (size_t i = 0, n = 3 + pick(6); i < n; i++)
            add_vertex(&s.zone, 0, lon + (double)pick(7), lat + (double)pick(7));
        close_ring(&s.zone, 0);
        if (ovf_ring_distinct(s.zone.vertices[0], s.zone.rings[0].count, s.zone.edges) <
            OVF_RING_DISTINCT_MIN)
            continue;
        for (size_t i = 0, n = 2 + pick(6); i < n; i++) {
            /* Half of the fixes are vertices of the zone. */
            const ovf_lonlat *v = &s.zone.vertices[0][pick(s.zone.rings[0].count)];
            if (pick(2) == 0) add_fix(&s.flight, v->lon, v->lat);
            else add_fix(&s.flight, lon + (double)pick(7), lat + (double)pick(7));
        }
        s.before = analyse(&s.flight, &s.zone);
        for (size_t i = 0; i < s.before.crossing_count; i++)
            touches += s.before.crossings[i].kind == OVF_CROSSING_TOUCH;
        shared += s.before.inside_m == s.before.length_m;

        flight back = {.count = s.flight.count};
        for (size_t i = 0; i < back.count; i++) back.fixes[i] = s.flight.fixes[back.count - 1 - i];
        outcome after = analyse(&back, &s.zone);
        if (after.passage_count != s.before.passage_count ||
            after.crossing_count != s.before.crossing_count ||
            fabs(after.inside_m - s.before.inside_m) > 10 * OVF_TOLERANCE_M)
            fail_msg("seed %llu: reversed, inside %.9f then %.9f, crossings %zu then %zu",
                     (unsigned long long)(first_seed + k), s.before.inside_m, after.inside_m,
                     s.before.crossing_count, after.crossing_count);

        shape other = {.ring_count = 1, .edges = s.zone.edges};
        size_t count = s.zone.rings[0].count - 1, start = pick(count);
        bool backwards = pick(2) == 0;
        double shift = (double)pick(340) - 175 - lon + 360 * ((double)pick(3) - 1);
        flight shifted = s.flight;
        for (size_t i = 0; i < count; i++) {
            const ovf_lonlat *v =
                &s.zone.vertices[0][(start + (backwards ? count - i : i)) % count];
            add_vertex(&other, 0, v->lon + shift, v->lat);
        }
        close_ring(&other, 0);
        for (size_t i = 0; i < shifted.count; i++)
            shifted.fixes[i].lon = remainder(shifted.fixes[i].lon + shift, 360);
        after = analyse(&shifted, &other);
        if (after.passage_count != s.before.passage_count ||
            after.crossing_count != s.before.crossing_count ||
            fabs(after.inside_m - s.before.inside_m) > 10 * OVF_TOLERANCE_M)
            fail_msg("seed %llu: shifted by %g, inside %.9f then %.9f, crossings %zu then %zu",
                     (unsigned long long)(first_seed + k), shift, s.before.inside_m, after.inside_m,
                     s.before.crossing_count, after.crossing_count);
    }
    print_message("%zu touches, %zu flights within\n", touches, shared);
    assert_true(touches > cases(6000) / 20);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inside_and_outside_are_the_whole),
        cmocka_unit_test(reversed),
        cmocka_unit_test(leg_split),
        cmocka_unit_test(shifted_in_longitude),
        cmocka_unit_test(longitudes_wrapped),
        cmocka_unit_test(cut_at_the_antimeridian),
        cmocka_unit_test(ring_written_otherwise),
        cmocka_unit_test(edges_split),
        cmocka_unit_test(fixes_repeated),
        cmocka_unit_test(passages_and_crossings_agree),
        cmocka_unit_test(on_a_grid),
    };
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
