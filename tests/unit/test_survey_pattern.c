/* Patterns of tracks: what is reckoned of them from sums is what laying them has.
 *
 * Tests: src/analysis/survey/survey_pattern.c src/analysis/survey/survey_bands.c */
#include "geometry_fixture.h"

#include <math.h>

#include "analysis/survey/survey_pattern.h"

/* Triangles, in pieces far apart, so that bands in between are empty. */
static void scatter(ovf_flat *points, size_t *ends, size_t pieces)
{
    for (size_t k = 0; k < pieces; k++) {
        ovf_flat at = {uniform(-4e5, 4e5), uniform(-4e5, 4e5)};
        for (size_t i = 0; i < 3; i++) {
            double angle = (120 * (double)i + uniform(0, 90)) * OVF_RADIAN;
            points[4 * k + i] = (ovf_flat){at.x + 5e4 * cos(angle), at.y + 5e4 * sin(angle)};
        }
        points[4 * k + 3] = points[4 * k];
        ends[k] = 4 * k + 4;
    }
}

static size_t whole(size_t below) { return (size_t)uniform(0, (double)below) % below; }

static void sums_are_lengths(void **state)
{
    (void)state;
    size_t cut = 0, fitted = 0, empty = 0;
    ovf_pattern_maker in = {.width_m = 0};
    for (size_t k = 0; k < cases(20000); k++) {
        ovf_flat points[12], from, to;
        size_t ends[3];
        begin_case(k);
        const ovf_rings rings = {.points = points, .count = 12, .ends = ends, .ring_count = 3};
        scatter(points, ends, 3);
        from = (ovf_flat){uniform(-6e5, 6e5), uniform(-6e5, 6e5)};
        to = (ovf_flat){uniform(-6e5, 6e5), uniform(-6e5, 6e5)};
        in.rings = &rings;
        in.width_m = uniform(5e3, 8e4);
        in.middle_m = k % 3 == 0 ? uniform(-9e4, 9e4) : 0;
        in.slack_m = k % 2 == 0 ? 100 : 0;
        in.from = k % 4 == 1 ? &from : NULL;
        in.to = k % 5 == 1 ? &to : NULL;
        assert_true(ovf_pattern_cut(&in, uniform(0, 6.3), uniform(0, 1)));
        ovf_pattern p = {.falls = whole(2) == 1, .against = whole(2) == 1, .part = 1};
        p.first = whole(in.bands.count);
        p.last = p.first + whole(in.bands.count - p.first);
        for (size_t i = p.first; i <= p.last; i++) p.area_m2 += in.bands.items[i].area_m2;
        ovf_pattern laid = p;
        ovf_pattern_measure(&in, &laid);
        for (size_t i = 0; i < in.bands.count; i++) empty += ovf_band_is_empty(&in.bands.items[i]);
        in.most_m = INFINITY;
        assert_true(ovf_pattern_fit(&in, &p));
        if (!(fabs(p.length_m - laid.length_m) <= 1e-4) || p.part != 1)
            fail_msg("case %zu: %.6f m by sums, %.6f m laid", k, p.length_m, laid.length_m);
        /* With less distance than it takes. */
        laid.part = 0;
        ovf_pattern_measure(&in, &laid);
        double least = laid.length_m, area = p.area_m2;
        in.most_m = p.length_m * uniform(0.5, 1);
        if (!(in.most_m < p.length_m)) continue;
        cut++;
        bool fits = ovf_pattern_fit(&in, &p);
        if (ovf_band_is_empty(&in.bands.items[p.falls ? p.first : p.last])) assert_false(fits);
        else if (fabs(in.most_m - least) > 1e-4) assert_true(fits == (least <= in.most_m));
        if (!fits) continue;
        fitted++;
        laid.part = p.part;
        ovf_pattern_measure(&in, &laid);
        if (!(fabs(laid.length_m - in.most_m) <= 1e-2) || !(p.part >= 0 && p.part <= 1))
            fail_msg("case %zu: %.6f m laid of %.6f m", k, laid.length_m, in.most_m);
        double lost = (1 - p.part) * in.bands.items[p.falls ? p.first : p.last].area_m2;
        assert_true(fabs(area - lost - p.area_m2) <= 1e-6 * area);
    }
    assert_true(cut > cases(20000) / 2 && fitted > cut / 20 && empty > 0);
    in.rings = NULL;
    ovf_pattern_clear(&in);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {cmocka_unit_test(sums_are_lengths)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
