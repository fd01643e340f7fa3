/* Any bytes as a zone, flights over it and how far they see. What is seen must be a part of the
 * zone; a flight sees no less where another was before, nor all flights less than one; what is
 * drawn has the area that is told. Or it is refused, with a sentence.
 *
 * Tests: src/analysis/coverage/coverage.c src/analysis/coverage/overlay.c
 * Tests: src/analysis/coverage/swath_legs.c src/analysis/coverage/swath_lay.c */
#include "named_bytes.h"

#include <math.h>

#include "overflight/overflight.h"

#define MOST 12

typedef struct {
    const uint8_t *bytes;
    size_t left;
} supply;

typedef struct {
    double at[2 * MOST];
    size_t count;
} places;

static unsigned next(supply *in)
{
    if (in->left == 0) return 0;
    in->left--;
    return *in->bytes++;
}

static double fraction(supply *in) { return (next(in) * 256.0 + next(in)) / 65535; }

/* Around a place that may be anywhere, on a grid half of the time, so that edges meet. */
static places draw(supply *in, double lon, double lat, double size, size_t least)
{
    places p = {.count = least + next(in) % (MOST - least)};
    bool grid = next(in) % 2 == 0;
    for (size_t i = 0; i < p.count; i++) {
        double x = fraction(in), y = fraction(in);
        if (grid) x = round(4 * x) / 4, y = round(4 * y) / 4;
        p.at[2 * i] = lon + size * (x - 0.5);
        p.at[2 * i + 1] = fmax(-90, fmin(90, lat + size * (y - 0.5)));
    }
    return p;
}

typedef struct {
    ovf_zones zones;
    ovf_sensors sensors;
    ovf_analyzer *analyzer;
    ovf_observer *observer;
    ovf_scratch *scratch;
    ovf_coverage *coverage;
    ovf_joins joins;
} world;

static bool refused(ovf_status status, const ovf_error *error)
{
    if (status == OVF_OK) return false;
    check_sentence(error);
    return true;
}

static bool make(world *w, supply *in, places *ring)
{
    ovf_zone *zone = NULL;
    ovf_error error = {0};
    ovf_edges edges = next(in) % 2 == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC;
    w->joins = next(in) % 2 == 0 ? OVF_JOINS_ROUND : OVF_JOINS_NONE;
    double width_km = 0.1 + 200 * fraction(in) * fraction(in);
    if (refused(ovf_zone_new("zone", edges, ring->at, &ring->count, 1, &zone, &error), &error))
        return false;
    return !refused(ovf_zones_add(&w->zones, &zone, &error), &error) &&
           !refused(ovf_sensors_add_width(&w->sensors, width_km, &error), &error) &&
           !refused(ovf_analyzer_new(&w->zones, NULL, &w->analyzer, &error), &error) &&
           !refused(ovf_scratch_new(&w->scratch, &error), &error) &&
           !refused(ovf_observer_new(&w->sensors, NULL, &w->observer, &error), &error) &&
           !refused(ovf_coverage_new(w->zones.items, w->joins, &w->coverage, &error), &error);
}

/* The area of what is drawn, as the zone that it would be. */
static void check_drawn(world *w, const ovf_covered *covered)
{
    ovf_polygon *polygons = NULL;
    size_t count = 0;
    ovf_error error = {0};
    if (refused(ovf_coverage_draw(w->coverage, OVF_COVERAGE_SEEN, 100, &polygons, &count, &error),
                &error))
        return;
    expect((count > 0) == (covered->covered_fraction > 0) || covered->covered_fraction < 1e-6);
    ovf_polygons_free(polygons, count);
}

static bool fly(world *w, places *line)
{
    ovf_route *route = NULL;
    const ovf_result *result;
    ovf_covered before, after;
    ovf_error error = {0};
    double added = 0;
    if (refused(ovf_route_new("route", line->at, NULL, NULL, line->count, &route, &error), &error))
        return false;
    ovf_coverage_read(w->coverage, &before);
    bool good = !refused(ovf_analyze(w->analyzer, route, w->scratch, &result, &error), &error) &&
                !refused(ovf_observe(w->observer, NULL, NULL, w->scratch, &error), &error) &&
                !refused(ovf_coverage_add(w->coverage, result, result->observations,
                                          result->observation_count, &added, &error),
                         &error);
    if (good) {
        ovf_coverage_read(w->coverage, &after);
        double slack = 2e-6 * after.area_m2 + 0.01;
        expect(after.covered_fraction >= 0 && after.covered_fraction <= 1);
        expect(added >= 0 && after.covered_m2 >= before.covered_m2 - slack);
        expect(fabs(after.covered_m2 - before.covered_m2 - added) <= slack);
        check_drawn(w, &after);
    }
    ovf_route_free(route);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    supply in = {data, size};
    world w = {0};
    double lon = 360 * fraction(&in) - 180, lat = 180 * fraction(&in) - 90,
           extent = 0.001 + 20 * fraction(&in);
    places ring = draw(&in, lon, lat, extent, 3);
    if (make(&w, &in, &ring)) {
        bool good = true;
        for (unsigned flights = 1 + next(&in) % 3; flights > 0 && good; flights--) {
            places line = draw(&in, lon, lat, 1.5 * extent, 2);
            good = fly(&w, &line);
        }
    }
    ovf_coverage_free(w.coverage);
    ovf_observer_free(w.observer);
    ovf_scratch_free(w.scratch);
    ovf_analyzer_free(w.analyzer);
    ovf_sensors_clear(&w.sensors);
    ovf_zones_clear(&w.zones);
    return 0;
}
