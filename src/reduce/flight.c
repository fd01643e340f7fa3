#include "reduce/flight.h"

#include "analysis/observe/looks.h"

/* Marks the zones whose boxes come within what is seen of the box around a leg. */
static void find_near(const ovf_tree *tree, const ovf_result *result, size_t leg, double reach_m,
                      bool *near)
{
    const ovf_fix *from = &result->route->fixes[leg], *to = from + 1;
    ovf_leg line;
    ovf_leg_of_length(&line, (ovf_lonlat){from->lon, from->lat}, (ovf_lonlat){to->lon, to->lat},
                      result->fix_along_m[leg + 1] - result->fix_along_m[leg]);
    size_t arcs = ovf_leg_arc_count(&line);
    if (arcs > 1) ovf_leg_draw(&line);
    for (size_t i = 0; i < arcs; i++) {
        ovf_arc arc;
        ovf_leg_arc(&line, i, arcs, &arc);
        ovf_box wide = ovf_box_widened(&arc.box, reach_m);
        for (size_t k = 0; k < tree->count;) {
            const ovf_node *node = &tree->nodes[k];
            if (!ovf_box_meets_box(&node->box, &wide)) {
                k = node->skip;
                continue;
            }
            if (node->item != UINT32_MAX) near[node->item] = true;
            k++;
        }
    }
}

void ovf_flight_mark(const ovf_result *result, const ovf_tree *zones, bool *observed_legs,
                     bool *near_zones)
{
    for (size_t i = 0; i < result->observation_count; i++) {
        const ovf_observation *observation = &result->observations[i];
        for (size_t k = 0, leg = 0; k < observation->count; k++) {
            leg = ovf_look_leg(result, &observation->looks[k], leg);
            observed_legs[leg] = true;
            find_near(zones, result, leg, ovf_look_farthest(&observation->looks[k]), near_zones);
        }
    }
}
