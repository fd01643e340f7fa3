/* Suggested routes among random zones, anywhere on the globe, against Dijkstra's way over a fine
 * lattice that anyone can judge.
 *
 * Tests: src/analysis/suggest/ */
#include "suggest_fixture.h"

#define SIDE 33 /* places along a side of the lattice */
#define PLACES (SIDE * SIDE + 2)
#define REACH \
    3 /* a place is joined with those up to so many columns and rows away, in 32 directions */
#define START (SIDE * SIDE)
#define GOAL (SIDE * SIDE + 1)

typedef struct {
    ovf_fix places[PLACES];
    double gone_m[PLACES];
    size_t parents[PLACES];
    bool done[PLACES];
    ovf_fix way[PLACES];
    size_t way_count;
} lattice;

static size_t common_divisor(size_t a, size_t b) { return b == 0 ? a : common_divisor(b, a % b); }

static bool joined(size_t a, size_t b, double spacing_m, const lattice *l)
{
    if (a >= START || b >= START) {
        ovf_lonlat p = {l->places[a].lon, l->places[a].lat},
                   q = {l->places[b].lon, l->places[b].lat};
        return distance_between(p, q) < REACH * spacing_m;
    }
    size_t columns = (size_t)abs((int)(a % SIDE) - (int)(b % SIDE)),
           rows = (size_t)abs((int)(a / SIDE) - (int)(b / SIDE));
    return columns <= REACH && rows <= REACH && common_divisor(columns, rows) == 1;
}

static double leg_m(const lattice *l, size_t a, size_t b)
{
    return distance_between((ovf_lonlat){l->places[a].lon, l->places[a].lat},
                            (ovf_lonlat){l->places[b].lon, l->places[b].lat});
}

static bool leg_clear(const judge *j, const ovf_fix *a, const ovf_fix *b)
{
    const ovf_fix leg[2] = {*a, *b};
    return is_clear(j, leg, 2, NULL);
}

/* The length of the shortest way over the lattice, or infinity. */
static double over_lattice(const judge *j, lattice *l, ovf_lonlat centre, double spacing_m)
{
    for (size_t k = 0; k < START; k++) {
        double x = ((double)(k % SIDE) - SIDE / 2) * spacing_m,
               y = ((double)(k / SIDE) - SIDE / 2) * spacing_m;
        ovf_lonlat p = place_at(centre, atan2(x, y) / OVF_RADIAN, hypot(x, y));
        l->places[k] = (ovf_fix){p.lon, p.lat, NAN, NAN};
    }
    for (size_t k = 0; k < PLACES; k++) {
        l->gone_m[k] = k == START ? 0 : INFINITY;
        l->done[k] = false;
    }
    l->way_count = 0;
    for (;;) {
        size_t here = PLACES;
        for (size_t k = 0; k < PLACES; k++)
            if (!l->done[k] && isfinite(l->gone_m[k]) &&
                (here == PLACES || l->gone_m[k] < l->gone_m[here]))
                here = k;
        if (here == PLACES) return INFINITY;
        l->done[here] = true;
        if (here == GOAL) break;
        for (size_t k = 0; k < PLACES; k++) {
            if (l->done[k] || !joined(here, k, spacing_m, l)) continue;
            double gone = l->gone_m[here] + leg_m(l, here, k);
            if (!(gone < l->gone_m[k]) || !leg_clear(j, &l->places[here], &l->places[k])) continue;
            l->gone_m[k] = gone;
            l->parents[k] = here;
        }
    }
    for (size_t k = GOAL;; k = l->parents[k]) {
        l->way[l->way_count++] = l->places[k];
        if (k == START) break;
    }
    return l->gone_m[GOAL];
}

/* The same way with places left out wherever the direct leg is clear. */
static double cut_short(const judge *j, lattice *l)
{
    size_t kept = 0;
    for (size_t k = 0; k + 1 < l->way_count;) {
        size_t next = l->way_count - 1;
        while (next > k + 1 && !leg_clear(j, &l->way[k], &l->way[next])) next--;
        l->way[kept++] = l->way[k];
        k = next;
    }
    l->way[kept++] = l->way[l->way_count - 1];
    l->way_count = kept;
    return length_of(l->way, kept);
}

/* A zone with a coast: the edges of a star broken in the middle and moved aside, again and again.
 */
static shape rough_star(ovf_lonlat centre, double radius_m, ovf_edges edges)
{
    shape s = random_star(centre, radius_m, edges);
    while (s.rings[0].count * 2 - 1 < MOST_VERTICES) {
        shape finer = {.ring_count = 1, .edges = edges};
        for (size_t k = 0; k + 1 < s.rings[0].count; k++) {
            ovf_lonlat a = s.vertices[0][k], b = s.vertices[0][k + 1], middle;
            double length, course;
            geod_inverse(ovf_earth(), a.lat, a.lon, b.lat, b.lon, &length, &course, NULL);
            middle = place_at(place_at(a, course, length / 2), course + 90,
                              length * uniform(-0.2, 0.2));
            add_vertex(&finer, 0, a.lon, a.lat);
            add_vertex(&finer, 0, middle.lon, middle.lat);
        }
        close_ring(&finer, 0);
        run_on(finer.vertices[0], finer.rings[0].count);
        s = finer;
    }
    return s;
}

static void among_random_zones(void **state)
{
    (void)state;
    static lattice l;
    size_t ways = 0, shorter = 0, none = 0;
    double worst = 0;
    for (size_t k = 0; k < cases(60); k++) {
        begin_case(k);
        unsigned long long seed = (unsigned long long)(first_seed + k);
        ovf_lonlat centre = random_centre();
        double radius = exp(uniform(log(2000), log(3e5)));
        scene s = {.count = 0};
        size_t zones = 1 + pick(4);
        for (size_t z = 0; z < zones; z++) {
            ovf_edges edges = pick(2) == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC;
            ovf_lonlat at = zones == 1 ? centre
                                       : place_at(centre, uniform(0, 360), radius * uniform(0, 1));
            shape *zone = add_obstacle(&s, pick(3) == 0 ? 0 : radius * uniform(0.01, 0.4), edges);
            *zone = (pick(3) == 0 ? rough_star : random_star)(at, radius * uniform(0.3, 1), edges);
        }
        double azimuth = uniform(0, 360);
        ovf_lonlat from = place_at(centre, azimuth, radius * uniform(0.8, 1.9));
        ovf_lonlat to = place_at(centre, azimuth + 180 + uniform(-50, 50),
                                 radius * uniform(0.8, 1.9));
        flight f = {.count = 0};
        add_fix(&f, from.lon, from.lat);
        add_fix(&f, to.lon, to.lat);
        l.places[START] = f.fixes[0];
        l.places[GOAL] = f.fixes[1];
        judge j;
        begin_judge(&j, &s);
        double spacing = radius * 5 / (SIDE - 1), lattice_m = over_lattice(&j, &l, centre, spacing);
        double cut_m = isfinite(lattice_m) ? cut_short(&j, &l) : INFINITY;
        ovf_suggestion found = {0};
        ovf_error error = {0};
        ovf_status status = ask(&s, &f, NULL, &found, &error);
        if (status == OVF_ERROR_GEOMETRY) {
            none++;
            if (isfinite(lattice_m))
                fail_msg("seed %llu: %s; the lattice has a way of %.1f m", seed, error.message,
                         lattice_m);
        } else if (status != OVF_OK) {
            fail_msg("seed %llu: %s", seed, error.message);
        } else {
            ways += found.fix_count > 2;
            if (!is_clear(&j, found.fixes, found.fix_count, NULL))
                fail_msg("seed %llu: not clear", seed);
            if (found.length_m > lattice_m + 0.1)
                fail_msg("seed %llu: %.3f m, over the lattice %.3f", seed, found.length_m,
                         lattice_m);
            /* What is cut short is nearly taut: only another way around may be less by what the
             * search leaves open. */
            double direct = distance_between(from, to),
                   over = (found.length_m - cut_m) / fmax(1, cut_m - direct);
            shorter += found.length_m < cut_m;
            if (over > worst && found.length_m > cut_m + 0.1) worst = over;
            if (found.length_m > cut_m + 0.1 + 0.02 * (cut_m - direct))
                fail_msg("seed %llu: %.3f m, cut short %.3f", seed, found.length_m, cut_m);
            as_written(&found);
            if (!is_clear(&j, found.fixes, found.fix_count, NULL))
                fail_msg("seed %llu: not clear as written", seed);
            ovf_suggestion_clear(&found);
        }
        end_judge(&j);
    }
    print_message("%zu ways around, %zu shorter than the lattice's, %zu without a way; at worst "
                  "%.3f of the extra length more\n",
                  ways, shorter, none, worst);
    assert_true(wanted_cases > 0 || (ways > 20 && shorter > 20));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(among_random_zones)};
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
