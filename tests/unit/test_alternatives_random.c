/* The ways to the left and to the right among random zones, anywhere on the globe, against the
 * shortest ones over all corners: without stand-offs a shortest way turns at corners only.
 *
 * Tests: src/analysis/suggest/suggest_walls.c src/analysis/suggest/alternatives.c
 * src/analysis/suggest/repair_around.c */
#include "alternatives_fixture.h"

#define MOST_NODES (MOST_ZONES * 64 + 2)
#define RAY_POINTS 48
#define OFF_M 0.01 /* corners are so far outside, where legs beside an edge are clear */

typedef struct {
    double x, y;
} flat;

typedef struct {
    desk *d;
    ovf_lonlat centre;
    ovf_lonlat nodes[MOST_NODES]; /* the first two: from and to */
    flat flats[MOST_NODES];
    size_t count;
    flat rays[MOST_ZONES][RAY_POINTS];
    size_t ray_count;
    double gone_m[MOST_NODES];
    bool done[MOST_NODES];
    signed char clear[MOST_NODES][MOST_NODES]; /* -1: not known yet */
} graph;

/* A map around the middle on which geodesics are nearly straight: what crosses what is the same. */
static flat on_map(const graph *g, ovf_lonlat p)
{
    double distance, azimuth;
    geod_inverse(ovf_earth(), g->centre.lat, g->centre.lon, p.lat, p.lon, &distance, &azimuth,
                 NULL);
    return (flat){distance * sin(azimuth * OVF_RADIAN), distance * cos(azimuth * OVF_RADIAN)};
}

static double side_of(flat a, flat b, flat p)
{
    return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

static bool crosses(flat a, flat b, flat c, flat e)
{
    return side_of(a, b, c) * side_of(a, b, e) < 0 && side_of(c, e, a) * side_of(c, e, b) < 0;
}

static bool crosses_ray(const graph *g, size_t a, size_t b)
{
    for (size_t r = 0; r < g->ray_count; r++)
        for (size_t k = 0; k + 1 < RAY_POINTS; k++)
            if (crosses(g->flats[a], g->flats[b], g->rays[r][k], g->rays[r][k + 1])) return true;
    return false;
}

static const ovf_result *analyse_leg(desk *d, ovf_lonlat a, ovf_lonlat b)
{
    static size_t two = 2;
    static ovf_fix fixes[2];
    static ovf_route route;
    const ovf_result *result;
    fixes[0] = (ovf_fix){a.lon, a.lat, NAN, NAN};
    fixes[1] = (ovf_fix){b.lon, b.lat, NAN, NAN};
    route = (ovf_route){
        .id = "leg", .fixes = fixes, .fix_count = 2, .part_ends = &two, .part_count = 1};
    if (ovf_analyze(d->analyzer, &route, d->scratch, &result, NULL) != OVF_OK) fail_msg("no leg");
    return result;
}

static bool is_clear_leg(graph *g, size_t a, size_t b)
{
    signed char *known = &g->clear[a < b ? a : b][a < b ? b : a];
    if (*known < 0) {
        const ovf_result *result = analyse_leg(g->d, g->nodes[a], g->nodes[b]);
        *known = 1;
        for (size_t m = 0; m < result->meeting_count; m++)
            if (result->meetings[m].inside_m > 0) *known = 0;
    }
    return *known == 1;
}

static void add_node(graph *g, ovf_lonlat p)
{
    assert_true(g->count < MOST_NODES);
    g->nodes[g->count] = p;
    g->flats[g->count++] = on_map(g, p);
}

/* A hair outside each corner, on the line that halves it. */
static void add_corners(graph *g, const shape *zone)
{
    const ovf_ring *ring = &zone->rings[0];
    size_t corners = ring->count - 1;
    for (size_t k = 0; k < corners; k++) {
        ovf_lonlat at = zone->vertices[0][k],
                   before = zone->vertices[0][(k + corners - 1) % corners],
                   after = zone->vertices[0][(k + 1) % corners];
        double to_before, to_after;
        geod_inverse(ovf_earth(), at.lat, at.lon, before.lat, before.lon, NULL, &to_before, NULL);
        geod_inverse(ovf_earth(), at.lat, at.lon, after.lat, after.lon, NULL, &to_after, NULL);
        double turn = remainder(to_after - to_before, 360), half = to_before + turn / 2 + 180;
        /* Away from the smaller of the two angles: a way turns only at corners that stick out. */
        add_node(g, place_at(at, half, OFF_M / fmax(0.05, sin(fabs(turn) / 2 * OVF_RADIAN))));
    }
}

/* Rays that may not be crossed: from the middle of the longest passage of the direct leg through
 * each zone, square to the leg. */
static void lay_rays(graph *g, double azimuth_off, double length_m)
{
    const ovf_result *result = analyse_leg(g->d, g->nodes[0], g->nodes[1]);
    struct geod_geodesicline leg;
    geod_inverseline(&leg, ovf_earth(), g->nodes[0].lat, g->nodes[0].lon, g->nodes[1].lat,
                     g->nodes[1].lon, GEOD_ALL);
    g->ray_count = 0;
    for (size_t m = 0; azimuth_off != 0 && m < result->meeting_count; m++) {
        const ovf_meeting *met = &result->meetings[m];
        double middle = NAN, longest = 0, lat, lon, course;
        for (size_t p = 0; p < met->outline_passage_count; p++)
            if (met->outline_passages[p].length_m > longest) {
                longest = met->outline_passages[p].length_m;
                middle = (met->outline_passages[p].entry.along_m +
                          met->outline_passages[p].exit.along_m) /
                         2;
            }
        if (!(longest > 0)) continue;
        geod_position(&leg, middle, &lat, &lon, &course);
        for (size_t k = 0; k < RAY_POINTS; k++)
            g->rays[g->ray_count][k] = on_map(g,
                                              place_at((ovf_lonlat){lon, lat}, course + azimuth_off,
                                                       length_m * (double)k / (RAY_POINTS - 1)));
        g->ray_count++;
    }
}

/* Dijkstra's way over the corners. */
static double shortest(graph *g)
{
    for (size_t k = 0; k < g->count; k++) {
        g->gone_m[k] = k == 0 ? 0 : INFINITY;
        g->done[k] = false;
    }
    for (;;) {
        size_t here = g->count;
        for (size_t k = 0; k < g->count; k++)
            if (!g->done[k] && isfinite(g->gone_m[k]) &&
                (here == g->count || g->gone_m[k] < g->gone_m[here]))
                here = k;
        if (here == g->count || here == 1) return g->gone_m[1];
        g->done[here] = true;
        for (size_t k = 1; k < g->count; k++) {
            double gone = g->gone_m[here] + distance_between(g->nodes[here], g->nodes[k]);
            if (g->done[k] || !(gone < g->gone_m[k]) || crosses_ray(g, here, k) ||
                !is_clear_leg(g, here, k))
                continue;
            g->gone_m[k] = gone;
        }
    }
}

/* What a side's way costs at most and at least, by the graph. *worst grows with what it exceeds. */
static void compare(graph *g, unsigned long long seed, ovf_way_kind way, double wanted_m,
                    double *worst)
{
    const ovf_alternative *a = find_way(g->d, way);
    if (isinf(wanted_m)) {
        if (a != NULL) fail_msg("seed %llu: %s, where there is none", seed, ovf_way_name(way));
        return;
    }
    if (a == NULL)
        fail_msg("seed %llu: no way %s, where there is one of %.1f m: %s", seed, ovf_way_name(way),
                 wanted_m, g->d->found.reason);
    double length = a->suggestion.length_m;
    *worst = fmax(*worst, (length - wanted_m - 0.3) / wanted_m);
    if (length > wanted_m * 1.001 + 0.3 || length < wanted_m - 0.3)
        fail_msg("seed %llu: %s is %.3f m, over the corners %.3f m", seed, ovf_way_name(way),
                 length, wanted_m);
}

static void both_sides(void **state)
{
    (void)state;
    static graph g;
    static trial t;
    static desk d;
    size_t sides = 0, mixed = 0, none = 0;
    double worst = 0;
    for (size_t k = 0; k < cases(150); k++) {
        unsigned long long seed = (unsigned long long)(first_seed + k);
        begin_case(k);
        new_trial(&t);
        ovf_lonlat centre = random_centre();
        double radius = exp(uniform(log(2000), log(2e5)));
        size_t zones = 1 + pick(MOST_ZONES);
        for (size_t z = 0; z < zones; z++) {
            ovf_lonlat at = zones == 1
                                ? centre
                                : place_at(centre, uniform(0, 360), radius * uniform(0, 1.2));
            shape star = random_star(at, radius * uniform(0.2, 0.7), OVF_EDGES_GEODESIC);
            add_rule(&t, "prohibited", add_zone(&t, &star), 0);
        }
        double azimuth = uniform(0, 360);
        ovf_lonlat from = place_at(centre, azimuth, radius * uniform(1.2, 2)),
                   to = place_at(centre, azimuth + 180 + uniform(-40, 40),
                                 radius * uniform(1.2, 2));
        fly_to(&t, from.lon, from.lat, NAN, NAN);
        fly_to(&t, to.lon, to.lat, NAN, NAN);
        begin_desk(&d, &t);
        g.d = &d;
        g.centre = centre;
        g.count = 0;
        memset(g.clear, -1, sizeof g.clear);
        add_node(&g, from);
        add_node(&g, to);
        for (size_t z = 0; z < zones; z++) add_corners(&g, &t.shapes[z]);
        lay_rays(&g, 0, 0);
        if (!is_clear_leg(&g, 0, 0) || !is_clear_leg(&g, 1, 1) || is_clear_leg(&g, 0, 1)) {
            end_desk(&d);
            continue; /* begins or ends within a zone, or has nothing in its way */
        }
        double any_m = shortest(&g);
        lay_rays(&g, -90, 8 * radius);
        double right_m = shortest(&g);
        lay_rays(&g, 90, 8 * radius);
        double left_m = shortest(&g);
        ask_for(&d, OVF_CLEARANCE_NONE, NULL);
        compare(&g, seed, OVF_WAY_LEFT, left_m, &worst);
        compare(&g, seed, OVF_WAY_RIGHT, right_m, &worst);
        bool other = any_m < fmin(left_m, right_m) * 0.999 - 1;
        if (other) compare(&g, seed, OVF_WAY_AROUND, any_m, &worst);
        sides += isfinite(left_m) && isfinite(right_m);
        none += (size_t)isinf(left_m) + (size_t)isinf(right_m);
        mixed += other;
        end_desk(&d);
    }
    print_message("%zu on both sides, %zu that are shorter past some on each, %zu sides without a "
                  "way; at worst %.2g of the length too long\n",
                  sides, mixed, none, fmax(0, worst));
    assert_true(wanted_cases > 0 || (sides > 75 && mixed > 2));
}

/* ---- what each alternative keeps ---- */

typedef struct {
    double sides[4];
    const ovf_restriction *rule;
} bound_box;

static bool may_bind(const bound_box *box, const ovf_fix *at, double clearance_m)
{
    const ovf_restriction *r = box->rule;
    if (at->altitude_m < r->floor.metres - clearance_m + 1e-3 ||
        at->altitude_m > r->ceiling.metres + clearance_m - 1e-3)
        return false;
    return !(at->time_s < r->from_s + 1e-3 || at->time_s > r->until_s - 1e-3);
}

/* Each place of an alternative is far enough from each box that binds it there, by distances from
 * places of its edges, which are never less than the true ones. */
static void expect_kept(unsigned long long seed, const ovf_alternative *a, const bound_box *boxes,
                        size_t count, double clearance_m)
{
    samples all = sample(&a->suggestion, 1500);
    for (size_t i = 0; i < all.count; i++)
        for (size_t b = 0; b < count; b++) {
            const double *s = boxes[b].sides;
            ovf_lonlat at = {all.items[i].lon, all.items[i].lat},
                       middle = {(s[0] + s[2]) / 2, (s[1] + s[3]) / 2};
            bool standoff = strcmp(boxes[b].rule->kind->name, "standoff") == 0;
            double keep = clearance_m + (standoff ? boxes[b].rule->values[0] * 1000 : 0);
            if (!may_bind(&boxes[b], &all.items[i], clearance_m) ||
                distance_between(at, middle) >
                    keep + distance_between(middle, (ovf_lonlat){s[0], s[1]}) +
                        distance_between(middle, (ovf_lonlat){s[2], s[3]}))
                continue;
            double off = off_rectangle(all.items[i], s, 20);
            bool inside = off == 0 && keep == 0 && at.lat > s[1] + 1e-7 && at.lat < s[3] - 1e-7 &&
                          remainder(at.lon - s[0], 360) > 1e-7 &&
                          remainder(s[2] - at.lon, 360) > 1e-7;
            if (inside || off < keep - 2e-3)
                fail_msg("seed %llu: %s is %.3f m from box %zu, expected %.3f", seed,
                         ovf_way_name(a->way), off, b, keep);
        }
    free(all.items);
}

/* Boxes with floors, ceilings, times and stand-offs, anywhere; whatever is found keeps all. */
static void all_is_kept(void **state)
{
    (void)state;
    static trial t;
    static desk d;
    size_t found[OVF_WAY_COUNT] = {0};
    for (size_t k = 0; k < cases(60); k++) {
        begin_case(k);
        new_trial(&t);
        bound_box boxes[MOST_ZONES];
        size_t count = 1 + pick(3);
        double lat = uniform(-84, 84), wide = 1 / cos(lat * OVF_RADIAN),
               lon = pick(3) == 0 ? 179 : uniform(-180, 180),
               noon = time_of("2020-05-01T12:00:00Z");
        for (size_t b = 0; b < count; b++) {
            bound_box *box = &boxes[b];
            double west = lon + wide * uniform(-1, 0.7), south = lat + uniform(-0.5, 0.2);
            const double sides[4] = {west, south, west + wide * uniform(0.1, 0.5),
                                     south + uniform(0.1, 0.5)};
            memcpy(box->sides, sides, sizeof sides);
            shape zone = rectangle(OVF_EDGES_LONLAT, sides[0], sides[1], sides[2], sides[3]);
            ovf_restriction *r = add_rule(&t, pick(2) == 0 ? "prohibited" : "standoff",
                                          add_zone(&t, &zone), uniform(0.5, 8));
            if (pick(2) == 0) r->floor = (ovf_height){uniform(300, 2500), OVF_HEIGHT_MSL};
            if (pick(2) == 0) r->ceiling = (ovf_height){uniform(2600, 6000), OVF_HEIGHT_MSL};
            if (pick(2) == 0) r->from_s = noon + uniform(-3600, 7200);
            if (pick(2) == 0) r->until_s = noon + uniform(7200, 9000);
        }
        for (size_t b = 0; b < count; b++) boxes[b].rule = &t.rules[b];
        for (int i = 0; i < 4; i++)
            fly_to(&t, lon + wide * (i - 1.5), lat + uniform(-0.5, 0.5), 2500 + 100 * i,
                   noon + 1500 * i);
        double clearance = pick(2) == 0 ? OVF_CLEARANCE_NONE : uniform(1, 5000);
        begin_desk(&d, &t);
        ask_for(&d, clearance, NULL);
        for (size_t a = 0; a < d.found.count; a++) {
            found[d.found.items[a].way]++;
            expect_kept((unsigned long long)(first_seed + k), &d.found.items[a], boxes, count,
                        fmax(0, clearance));
        }
        end_desk(&d);
    }
    for (int way = 0; way < OVF_WAY_COUNT; way++) {
        print_message("%s %zu%s", ovf_way_name((ovf_way_kind)way), found[way],
                      way + 1 < OVF_WAY_COUNT ? ", " : "\n");
        if (wanted_cases == 0 && way != OVF_WAY_SHORTER) assert_true(found[way] > 0);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_sides), cmocka_unit_test(all_is_kept)};
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
