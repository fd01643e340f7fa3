#include "input/airspace/aixm5_gml.h"

#include <geodesic.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "geodesy/earth.h"
#include "input/airspace/aixm5_features.h"
#include "input/formats/values.h"

/* Curves may hold curves; so deep. */
#define DEEPEST 8
/* An outline that leaves a border may be so far from it, m. */
#define BORDER_AWAY_M 2000.0

void ovf_gml_clear(ovf_gml *gml) { free(gml->places.items); }

static void flaw_list(ovf_gml *gml, const ovf_xml_node *at, const char *format, va_list arguments)
{
    char sentence[400], whole[440], copy[440];
    if (gml->flaw->length > 0) return;
    vsnprintf(sentence, sizeof sentence, format, arguments);
    snprintf(copy, sizeof copy, "line %zu: %s", at->line, sentence);
    ovf_text_shorten(copy, whole, sizeof whole);
    gml->out_of_memory |= !ovf_text_add_string(gml->flaw, whole);
}

void ovf_gml_flaw(ovf_gml *gml, const ovf_xml_node *at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    flaw_list(gml, at, format, arguments);
    va_end(arguments);
}

static bool fail(ovf_gml *gml, const ovf_xml_node *at, const char *format, ...) OVF_PRINTF(3, 4);
static bool fail(ovf_gml *gml, const ovf_xml_node *at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    flaw_list(gml, at, format, arguments);
    va_end(arguments);
    return false;
}

static bool kept(ovf_gml *gml, bool good)
{
    gml->out_of_memory |= !good;
    return good;
}

/* ---- places ---- */

/* An attribute of an element or of what it stands in. */
static const char *inherited(const ovf_xml_node *node, const char *name)
{
    const char *value = "";
    for (; node != NULL && *value == '\0'; node = node->parent) value = ovf_xml_noted(node, name);
    return value;
}

typedef enum { LATITUDE_FIRST, LONGITUDE_FIRST, NO_AXES } axes;

static axes axes_of(ovf_gml *gml, const ovf_xml_node *node)
{
    const char *name = inherited(node, "srsName");
    size_t length = strlen(name), digits = 0;
    if (length == 0) {
        gml->without_crs++;
        return LATITUDE_FIRST;
    }
    if (length >= 5 && strcasecmp(name + length - 5, "CRS84") == 0) return LONGITUDE_FIRST;
    if (length >= 6 && strcasecmp(name + length - 6, "CRS:84") == 0) return LONGITUDE_FIRST;
    while (digits < length && name[length - 1 - digits] >= '0' && name[length - 1 - digits] <= '9')
        digits++;
    const char *code = name + length - digits;
    if (strcmp(code, "4326") == 0 || strcmp(code, "4979") == 0) return LATITUDE_FIRST;
    /* ETRS89 and NAD83 are within two metres of WGS 84. */
    if (strcmp(code, "4258") == 0 || strcmp(code, "4269") == 0) {
        gml->near_crs++;
        return LATITUDE_FIRST;
    }
    fail(gml, node,
         "srsName: expected WGS 84 (urn:ogc:def:crs:EPSG::4326 or urn:ogc:def:crs:OGC:1.3:CRS84), "
         "found \"%s\"",
         name);
    return NO_AXES;
}

static bool add_place(ovf_gml *gml, const ovf_xml_node *node, axes order, const double pair[2])
{
    ovf_lonlat at = {pair[order == LONGITUDE_FIRST ? 0 : 1],
                     pair[order == LONGITUDE_FIRST ? 1 : 0]};
    if (!(fabs(at.lat) <= 90))
        return fail(gml, node, "expected a latitude from -90 to 90, found %.10g", at.lat);
    if (!(fabs(at.lon) <= 360))
        return fail(gml, node, "expected a longitude from -180 to 180, found %.10g", at.lon);
    if (fabs(at.lon) > 180) at.lon -= copysign(360, at.lon);
    if (!ovf_array_reserve(&gml->places.items, &gml->places.capacity, gml->places.count + 1,
                           sizeof at))
        return kept(gml, false);
    gml->places.items[gml->places.count++] = at;
    return true;
}

/* The places of pos or posList. */
static bool add_numbers(ovf_gml *gml, const ovf_xml_node *node)
{
    const char *at = node->text, *end = at + strlen(at), *size = inherited(node, "srsDimension");
    size_t count = 0, dimension = strcmp(size, "3") == 0 ? 3 : 2;
    double values[3];
    axes order = axes_of(gml, node);
    if (order == NO_AXES) return false;
    for (at = ovf_skip_blanks(at, end); at < end; at = ovf_skip_blanks(at, end)) {
        at = ovf_decimal_read(at, end, &values[count]);
        if (at == NULL || (at < end && *at != ' ' && *at != '\n' && *at != '\t' && *at != '\r'))
            return fail(gml, node, "%s: expected numbers with blanks between them, found \"%.40s\"",
                        node->name, node->text);
        if (++count < dimension) continue;
        count = 0;
        if (!add_place(gml, node, order, values)) return false;
    }
    return count == 0 || fail(gml, node, "%s: expected %zu numbers for each place, found some over",
                              node->name, dimension);
}

/* The place of a feature or a point. */
static bool add_point(ovf_gml *gml, const ovf_xml_node *node)
{
    const ovf_xml_node *holder = node;
    const char *href = ovf_xml_noted(node, "href");
    if (*href != '\0') holder = ovf_aixm_target(gml->tree, href);
    if (holder == NULL)
        return fail(gml, node, "expected the place %s in the file, found none", href);
    if (ovf_xml_child(holder, "timeSlice") != NULL)
        holder = ovf_aixm_feature_slice(holder, gml->at_s);
    const ovf_xml_node *at = ovf_xml_child(holder, "location");
    if (at == NULL) at = ovf_xml_child(holder, "ARP");
    if (at != NULL) holder = at;
    for (at = holder; at != NULL; at = ovf_xml_walk(at, holder))
        if (strcmp(at->name, "pos") == 0) return add_numbers(gml, at);
    return fail(gml, node, "expected a place (pos) in %s, found none",
                *href == '\0' ? node->name : href);
}

static bool read_places(ovf_gml *gml, const ovf_xml_node *segment)
{
    gml->places.count = 0;
    for (const ovf_xml_node *at = segment->child; at != NULL; at = at->next) {
        bool numbers = strcmp(at->name, "pos") == 0 || strcmp(at->name, "posList") == 0,
             point = strcmp(at->name, "pointProperty") == 0 || strcmp(at->name, "pointRep") == 0;
        if (numbers && !add_numbers(gml, at)) return false;
        if (point && !add_point(gml, at)) return false;
        if (strcmp(at->name, "coordinates") == 0)
            return fail(gml, at, "expected pos or posList, found coordinates");
    }
    return true;
}

/* ---- segments ---- */

static bool wants_places(ovf_gml *gml, const ovf_xml_node *segment, size_t least)
{
    return gml->places.count >= least ||
           fail(gml, segment, "%s: expected %s%zu place%s, found %zu", segment->name,
                least == 1 ? "" : "at least ", least, least == 1 ? "" : "s", gml->places.count);
}

static bool add_line(ovf_gml *gml, const ovf_xml_node *segment, ovf_step_kind kind,
                     ovf_airspace_line *curve)
{
    if (!wants_places(gml, segment, 2)) return false;
    bool good = ovf_airspace_line_begin(curve, gml->places.items[0]);
    for (size_t i = 1; i < gml->places.count && good; i++)
        good = ovf_airspace_line_to(curve, kind, gml->places.items[i]);
    return kept(gml, good);
}

/* A length in metres. */
static bool read_radius(ovf_gml *gml, const ovf_xml_node *segment, double *metres)
{
    static const struct {
        const char *unit;
        double metres;
    } units[] = {{"NM", 1852},       {"[nmi_i]", 1852}, {"nmi", 1852},
                 {"KM", 1000},       {"M", 1},          {"FT", 0.3048},
                 {"[ft_i]", 0.3048}, {"MI", 1609.344},  {"[mi_i]", 1609.344}};
    const ovf_xml_node *node = ovf_xml_child(segment, "radius");
    const char *text = node == NULL ? "" : node->text, *unit = ovf_xml_noted(node, "uom"),
               *colon = strrchr(unit, ':');
    if (colon != NULL) unit = colon + 1;
    if (!ovf_decimal_is(text, strlen(text), metres) || !(*metres > 0))
        return fail(gml, segment, "%s: expected a radius, found \"%s\"", segment->name, text);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcasecmp(unit, units[i].unit) != 0) continue;
        *metres *= units[i].metres;
        return true;
    }
    return fail(gml, node, "radius: expected a unit (NM, [nmi_i], KM, M, FT), found \"%s\"", unit);
}

static bool read_angle(ovf_gml *gml, const ovf_xml_node *segment, const char *name, double *degrees)
{
    const ovf_xml_node *node = ovf_xml_child(segment, name);
    const char *text = node == NULL ? "" : node->text, *unit = ovf_xml_noted(node, "uom");
    if (!ovf_decimal_is(text, strlen(text), degrees) || !(fabs(*degrees) < 1e6))
        return fail(gml, segment, "%s: expected %s in degrees, found \"%s\"", segment->name, name,
                    text);
    if (strcasecmp(unit, "rad") == 0) *degrees *= 180 / M_PI;
    return true;
}

/* Angles are from the first axis towards the second: clockwise from north where the latitude is
 * first, and the other way from east where it is not (OGC 12-028r1, clause 9). */
static bool add_arc(ovf_gml *gml, const ovf_xml_node *segment, ovf_airspace_line *curve)
{
    double radius_m, first, last;
    if (!wants_places(gml, segment, 1) || !read_radius(gml, segment, &radius_m) ||
        !read_angle(gml, segment, "startAngle", &first) ||
        !read_angle(gml, segment, "endAngle", &last))
        return false;
    const ovf_xml_node *holder = segment->child;
    bool north = axes_of(gml, holder) != LONGITUDE_FIRST, clockwise = north == (last > first);
    ovf_lonlat centre = gml->places.items[0], ends[2];
    if (fabs(last - first) >= 360)
        return kept(gml, ovf_airspace_line_circle(curve, centre, radius_m));
    if (first == last)
        return fail(gml, segment, "%s: expected two angles that differ, found %.10g twice",
                    segment->name, first);
    for (int k = 0; k < 2; k++) {
        double angle = k == 0 ? first : last;
        geod_direct(ovf_earth(), centre.lat, centre.lon, north ? angle : 90 - angle, radius_m,
                    &ends[k].lat, &ends[k].lon, NULL);
    }
    return kept(gml, ovf_airspace_line_begin_arc(curve, ends[0]) &&
                         ovf_airspace_line_arc(curve, centre, ends[1], clockwise));
}

static bool add_circle(ovf_gml *gml, const ovf_xml_node *segment, ovf_airspace_line *curve)
{
    double radius_m;
    if (!wants_places(gml, segment, 1) || !read_radius(gml, segment, &radius_m)) return false;
    if (curve->count > 0)
        return fail(gml, segment, "expected a circle alone in its ring, found other segments");
    return kept(gml, ovf_airspace_line_circle(curve, gml->places.items[0], radius_m));
}

/* Arcs through three places each, of which the last is the next one's first. whole: a circle. */
static bool add_arcs(ovf_gml *gml, const ovf_xml_node *segment, bool whole,
                     ovf_airspace_line *curve)
{
    const ovf_lonlat *at = gml->places.items;
    size_t count = gml->places.count;
    if (!wants_places(gml, segment, 3)) return false;
    if (count % 2 == 0 || (whole && count != 3))
        return fail(gml, segment, "%s: expected three places for each arc, found %zu",
                    segment->name, count);
    bool good = ovf_airspace_line_begin(curve, at[0]);
    for (size_t i = 0; i + 2 < count && good; i += 2) {
        ovf_lonlat centre;
        bool clockwise;
        if (!ovf_airspace_line_centre(at + i, &centre, &clockwise))
            return fail(gml, segment, "%s: expected three places on a circle, found a line",
                        segment->name);
        good = ovf_airspace_line_arc(curve, centre, at[i + 2], clockwise);
        if (whole) good = good && ovf_airspace_line_arc(curve, centre, at[0], clockwise);
    }
    return kept(gml, good);
}

static bool add_segment(ovf_gml *gml, const ovf_xml_node *segment, ovf_airspace_line *curve)
{
    const char *name = segment->name;
    if (!read_places(gml, segment)) return false;
    if (strcmp(name, "GeodesicString") == 0 || strcmp(name, "Geodesic") == 0)
        return add_line(gml, segment, OVF_STEP_GEODESIC, curve);
    if (strcmp(name, "LineStringSegment") == 0)
        return add_line(gml, segment, OVF_STEP_LONLAT, curve);
    if (strcmp(name, "ArcByCenterPoint") == 0) return add_arc(gml, segment, curve);
    if (strcmp(name, "CircleByCenterPoint") == 0) return add_circle(gml, segment, curve);
    if (strcmp(name, "Arc") == 0 || strcmp(name, "ArcString") == 0)
        return add_arcs(gml, segment, false, curve);
    if (strcmp(name, "Circle") == 0) return add_arcs(gml, segment, true, curve);
    return fail(gml, segment,
                "expected a GeodesicString, Geodesic, LineStringSegment, ArcByCenterPoint, "
                "CircleByCenterPoint, Arc, ArcString or Circle, found %s",
                name);
}

/* ---- curves ---- */

static bool add_curve(ovf_gml *gml, const ovf_xml_node *node, int depth, ovf_airspace_line *curve);

static bool add_members(ovf_gml *gml, const ovf_xml_node *node, int depth, ovf_airspace_line *curve)
{
    for (const ovf_xml_node *at = node->child; at != NULL; at = at->next) {
        const char *href = ovf_xml_noted(at, "href");
        if (strcmp(at->name, "curveMember") != 0 && strcmp(at->name, "baseCurve") != 0) continue;
        const ovf_xml_node *member = *href == '\0' ? at->child : ovf_aixm_target(gml->tree, href);
        if (member == NULL)
            return fail(gml, at, "expected the curve \"%s\" in the file, found none", href);
        if (!add_curve(gml, member, depth + 1, curve)) return false;
    }
    return true;
}

static bool add_curve(ovf_gml *gml, const ovf_xml_node *node, int depth, ovf_airspace_line *curve)
{
    ovf_airspace_line base = {0};
    if (depth > DEEPEST) return fail(gml, node, "the curve is made of itself");
    if (strcmp(node->name, "Curve") == 0) {
        const ovf_xml_node *segments = ovf_xml_child(node, "segments"), *at;
        if (segments == NULL || segments->child == NULL)
            return fail(gml, node, "Curve: expected segments, found none");
        for (at = segments->child; at != NULL; at = at->next)
            if (!add_segment(gml, at, curve)) return false;
        return true;
    }
    if (strcmp(node->name, "LineString") == 0)
        return read_places(gml, node) && add_line(gml, node, OVF_STEP_LONLAT, curve);
    if (strcmp(node->name, "CompositeCurve") == 0) return add_members(gml, node, depth, curve);
    if (strcmp(node->name, "OrientableCurve") != 0)
        return fail(gml, node, "expected a curve, found %s", node->name);
    bool good = add_members(gml, node, depth, &base);
    if (strcmp(ovf_xml_noted(node, "orientation"), "-") == 0)
        good = good && kept(gml, ovf_airspace_line_reverse(&base));
    good = good && kept(gml, ovf_airspace_line_append(curve, &base));
    ovf_airspace_line_clear(&base);
    return good;
}

/* ---- rings ---- */

typedef struct {
    ovf_airspace_line curve;
    bool border; /* of which the ring goes along a stretch */
    const ovf_xml_node *node;
} member;

/* All curves of a border. */
static bool add_border(ovf_gml *gml, const ovf_xml_node *feature, ovf_airspace_line *curve)
{
    const ovf_xml_node *slice = ovf_aixm_feature_slice(feature, gml->at_s),
                       *at = ovf_xml_child(slice, "border");
    if (at == NULL || at->child == NULL)
        return fail(gml, feature, "the border: expected a curve, found none");
    for (; at != NULL; at = ovf_xml_next(at))
        if (at->child != NULL && !add_curve(gml, at->child, 0, curve)) return false;
    return true;
}

static bool read_member(ovf_gml *gml, const ovf_xml_node *node, member *made)
{
    const char *href = ovf_xml_noted(node, "href");
    const ovf_xml_node *target = *href == '\0' ? node->child : ovf_aixm_target(gml->tree, href);
    made->node = node;
    made->border = *href != '\0';
    if (target == NULL)
        return fail(gml, node, "expected the border or curve \"%s\" in the file, found none", href);
    if (strcmp(target->name, "GeoBorder") == 0) return add_border(gml, target, &made->curve);
    return add_curve(gml, target, 0, &made->curve);
}

static ovf_lonlat end_of(const ovf_airspace_line *curve, bool last)
{
    const ovf_step *step = &curve->steps[last ? curve->count - 1 : 0];
    return step->kind == OVF_STEP_CIRCLE ? step->centre : step->to;
}

/* Where two members meet: where the second begins, or of two borders where an end of one is nearest
 * to an end of the other. */
static ovf_lonlat joint(const member *one, const member *other)
{
    double least_m = INFINITY;
    ovf_lonlat found = end_of(&other->curve, false);
    if (!other->border) return found;
    if (!one->border) return end_of(&one->curve, true);
    for (int k = 0; k < 4; k++) {
        ovf_lonlat a = end_of(&one->curve, k % 2 == 1), b = end_of(&other->curve, k / 2 == 1);
        double away_m;
        geod_inverse(ovf_earth(), a.lat, a.lon, b.lat, b.lon, &away_m, NULL, NULL);
        if (away_m >= least_m) continue;
        least_m = away_m;
        found = b;
    }
    return found;
}

static bool join(ovf_gml *gml, const member *members, size_t count, ovf_airspace_line *ring)
{
    size_t first = 0;
    if (count == 1) return kept(gml, ovf_airspace_line_append(ring, &members[0].curve));
    while (first + 1 < count && members[first].border) first++;
    for (size_t i = 0; i < count; i++) {
        const member *at = &members[(first + i) % count],
                     *before = &members[(first + i + count - 1) % count],
                     *behind = &members[(first + i + 1) % count];
        double away_m;
        if (!at->border) {
            if (!kept(gml, ovf_airspace_line_append(ring, &at->curve))) return false;
            continue;
        }
        if (!kept(gml, ovf_airspace_line_begin(ring, joint(before, at))) ||
            !kept(gml, ovf_airspace_line_follow(ring, &at->curve, joint(at, behind), &away_m)))
            return false;
        if (!(away_m <= BORDER_AWAY_M))
            return fail(gml, at->node,
                        "expected an outline that leaves and meets the border \"%s\" within %.0f "
                        "km, found %.3f km between them",
                        ovf_xml_noted(at->node, "href"), BORDER_AWAY_M / 1000, away_m / 1000);
        gml->border_m = fmax(gml->border_m, away_m);
    }
    return true;
}

static bool read_ring(ovf_gml *gml, const ovf_xml_node *node, ovf_airspace_line *ring)
{
    size_t count = 0, used = 0;
    if (strcmp(node->name, "LinearRing") == 0)
        return read_places(gml, node) && add_line(gml, node, OVF_STEP_LONLAT, ring);
    if (strcmp(node->name, "Ring") != 0)
        return fail(gml, node, "expected a Ring, found %s", node->name);
    for (const ovf_xml_node *at = node->child; at != NULL; at = at->next)
        count += strcmp(at->name, "curveMember") == 0;
    member *members = ovf_array_new(count + 1, sizeof *members);
    bool good = kept(gml, members != NULL);
    for (const ovf_xml_node *at = node->child; at != NULL && good; at = at->next)
        if (strcmp(at->name, "curveMember") == 0) {
            good = read_member(gml, at, &members[used++]) &&
                   (members[used - 1].curve.count > 0 ||
                    fail(gml, at, "curveMember: expected a curve, found none"));
        }
    if (good && count == 0) good = fail(gml, node, "Ring: expected a curveMember, found none");
    good = good && join(gml, members, count, ring) && kept(gml, ovf_airspace_line_close(ring));
    for (size_t i = 0; i < used; i++) ovf_airspace_line_clear(&members[i].curve);
    free(members);
    return good;
}

/* ---- surfaces ---- */

static bool is_ring(const ovf_xml_node *node)
{
    return (strcmp(node->name, "exterior") == 0 || strcmp(node->name, "interior") == 0) &&
           node->child != NULL;
}

bool ovf_gml_surface(ovf_gml *gml, const ovf_xml_node *surface, ovf_airspace *airspace)
{
    size_t rings = 0;
    ovf_airspace_line ring = {0};
    bool good = true;
    for (const ovf_xml_node *at = surface; at != NULL; at = ovf_xml_walk(at, surface))
        rings += is_ring(at);
    if (rings == 0)
        return fail(gml, surface, "%s: expected an exterior, found none", surface->name);
    for (const ovf_xml_node *at = surface; at != NULL && good; at = ovf_xml_walk(at, surface)) {
        if (!is_ring(at)) continue;
        ovf_airspace_line_reset(&ring);
        good = read_ring(gml, at->child, &ring) &&
               kept(gml, ovf_airspace_line_ring(&ring, rings == 1, airspace));
        if (ring.gap_m > gml->gap_m) {
            gml->gap_m = ring.gap_m;
            gml->gap_at = ring.gap_at;
        }
    }
    ovf_airspace_line_clear(&ring);
    return good;
}
