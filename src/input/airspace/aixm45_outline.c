/* Outlines of AIXM 4.5: vertices, each of which says how the line goes on from it. */
#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

#include "input/airspace/aixm45.h"
#include "input/airspace/airspace_line.h"
#include "input/formats/values.h"

/* An outline that leaves a border may be so far from it, m. */
#define BORDER_AWAY_M 2000.0

static bool kept(ovf_aixm45_reader *in, bool good)
{
    in->out_of_memory |= !good;
    return good;
}

/* ---- places ---- */

/* 490300N, 4903.5N, 49.05N, 0021921.00W: the digits before the point tell degrees, minutes and
 * seconds apart. */
static bool read_angle(const char *text, const char *sides, int degree_digits, double *degrees)
{
    size_t length = strlen(text), digits = 0;
    double value;
    if (length < 2) return false;
    char side = (char)toupper((unsigned char)text[length - 1]);
    while (isdigit((unsigned char)text[digits])) digits++;
    if ((side != sides[0] && side != sides[1]) || digits == 0 ||
        !ovf_decimal_is(text, length - 1, &value))
        return false;
    double whole = value, minutes = 0, seconds = 0;
    if (digits > (size_t)degree_digits + 2) {
        seconds = fmod(value, 100);
        minutes = fmod(floor(value / 100), 100);
        whole = floor(value / 10000);
    } else if (digits > (size_t)degree_digits) {
        minutes = fmod(value, 100);
        whole = floor(value / 100);
    }
    if (digits > (size_t)degree_digits + 4 || minutes >= 60 || seconds > 60) return false;
    *degrees = whole + minutes / 60 + seconds / 3600;
    if (side == sides[1]) *degrees = -*degrees;
    return fabs(*degrees) <= (degree_digits == 2 ? 90 : 180);
}

static bool read_place(ovf_aixm45_reader *in, const ovf_xml_node *node, const char *latitude,
                       const char *longitude, ovf_lonlat *place)
{
    const char *lat = ovf_xml_value(node, latitude), *lon = ovf_xml_value(node, longitude),
               *datum = ovf_xml_value(node, "codeDatum");
    if (!read_angle(lat, "NS", 2, &place->lat))
        return ovf_aixm45_flaw(in, node, "%s: expected a latitude such as 543000.5N, found \"%s\"",
                               latitude, lat);
    if (!read_angle(lon, "EW", 3, &place->lon))
        return ovf_aixm45_flaw(
            in, node, "%s: expected a longitude such as 0203000.5E, found \"%s\"", longitude, lon);
    in->other_datums += *datum != '\0' && strcmp(datum, "WGE") != 0 && strcmp(datum, "WGC") != 0;
    return true;
}

static bool read_radius(ovf_aixm45_reader *in, const ovf_xml_node *node, const char *name,
                        const char *unit_name, double *metres)
{
    static const struct {
        const char *unit;
        double metres;
    } units[] = {{"NM", 1852}, {"KM", 1000}, {"M", 1}, {"FT", 0.3048}};
    const char *text = ovf_xml_value(node, name), *unit = ovf_xml_value(node, unit_name);
    if (!ovf_decimal_is(text, strlen(text), metres) || !(*metres > 0))
        return ovf_aixm45_flaw(in, node, "%s: expected a radius, found \"%s\"", name, text);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcasecmp(unit, units[i].unit) != 0) continue;
        *metres *= units[i].metres;
        return true;
    }
    return ovf_aixm45_flaw(in, node, "%s: expected NM, KM, M or FT, found \"%s\"", unit_name, unit);
}

/* ---- lines ---- */

static bool read_border(ovf_aixm45_reader *in, const ovf_xml_node *vertex,
                        ovf_airspace_line *border);

static bool follow(ovf_aixm45_reader *in, const ovf_xml_node *vertex, ovf_lonlat to,
                   ovf_airspace_line *curve)
{
    ovf_airspace_line border = {0};
    double away_m = 0;
    bool good = read_border(in, vertex, &border) &&
                kept(in, ovf_airspace_line_follow(curve, &border, to, &away_m));
    ovf_airspace_line_clear(&border);
    if (good && !(away_m <= BORDER_AWAY_M))
        return ovf_aixm45_flaw(in, vertex,
                               "expected an outline that leaves and meets the border \"%s\" within "
                               "%.0f km, found %.3f km between them",
                               ovf_xml_value(ovf_xml_child(vertex, "GbrUid"), "txtName"),
                               BORDER_AWAY_M / 1000, away_m / 1000);
    return good;
}

/* From a vertex, where the curve ends, to a place. */
static bool go_on(ovf_aixm45_reader *in, const ovf_xml_node *vertex, ovf_lonlat to, bool of_border,
                  ovf_airspace_line *curve)
{
    const char *type = ovf_xml_value(vertex, "codeType");
    bool clockwise = strcmp(type, "CWA") == 0;
    ovf_lonlat centre;
    if (strcmp(type, "GRC") == 0 || strcmp(type, "END") == 0)
        return kept(in, ovf_airspace_line_to(curve, OVF_STEP_GEODESIC, to));
    if (strcmp(type, "RHL") == 0)
        return kept(in, ovf_airspace_line_to(curve, OVF_STEP_LOXODROME, to));
    if (strcmp(type, "FNT") == 0 && !of_border) return follow(in, vertex, to, curve);
    if (clockwise || strcmp(type, "CCA") == 0)
        return read_place(in, vertex, "geoLatArc", "geoLongArc", &centre) &&
               kept(in, ovf_airspace_line_arc(curve, centre, to, clockwise));
    if (strcmp(type, "ABE") == 0) {
        ovf_lonlat through[3] = {curve->steps[curve->count - 1].to, {0, 0}, to};
        if (!read_place(in, vertex, "geoLatArc", "geoLongArc", &through[1])) return false;
        if (!ovf_airspace_line_centre(through, &centre, &clockwise))
            return ovf_aixm45_flaw(in, vertex, "expected three places on a circle, found a line");
        return kept(in, ovf_airspace_line_arc(curve, centre, to, clockwise));
    }
    return ovf_aixm45_flaw(
        in, vertex, "codeType: expected GRC, RHL, CWA, CCA, ABE, FNT or CIR, found \"%s\"", type);
}

/* A line through vertices; an outline goes back to the first. */
static bool read_line(ovf_aixm45_reader *in, const ovf_xml_node *first, bool of_border,
                      ovf_airspace_line *curve)
{
    ovf_lonlat beginning, at;
    const ovf_xml_node *last = first;
    if (!read_place(in, first, "geoLat", "geoLong", &beginning) ||
        !kept(in, ovf_airspace_line_begin(curve, beginning)))
        return false;
    for (const ovf_xml_node *next = ovf_xml_next(first); next != NULL; next = ovf_xml_next(next)) {
        if (!read_place(in, next, "geoLat", "geoLong", &at) ||
            !go_on(in, last, at, of_border, curve))
            return false;
        last = next;
    }
    if (of_border) return true;
    at = curve->steps[curve->count - 1].to;
    bool arc = strcmp(ovf_xml_value(last, "codeType"), "CWA") == 0 ||
               strcmp(ovf_xml_value(last, "codeType"), "CCA") == 0;
    if (at.lon == beginning.lon && at.lat == beginning.lat && !(arc && last == first)) return true;
    return go_on(in, last, beginning, of_border, curve);
}

static bool read_border(ovf_aixm45_reader *in, const ovf_xml_node *vertex,
                        ovf_airspace_line *border)
{
    const ovf_xml_node *uid = ovf_xml_child(vertex, "GbrUid");
    ovf_text_reset(&in->key);
    if (!kept(in, ovf_aixm45_key(uid, &in->key))) return false;
    const char *key = in->key.text == NULL ? "" : in->key.text;
    const ovf_aixm45_record *record = ovf_aixm45_find(in, key, OVF_AIXM45_BORDER);
    if (record == NULL && *ovf_xml_noted(uid, "mid") != '\0')
        record = ovf_aixm45_find(in, ovf_xml_noted(uid, "mid"), OVF_AIXM45_BORDER);
    if (record == NULL)
        return ovf_aixm45_flaw(in, vertex,
                               "expected the border \"%s\" (Gbr) in the file, found none", key);
    const ovf_xml_node *first = ovf_xml_child(record->node, "Gbv");
    if (first == NULL)
        return ovf_aixm45_flaw(in, record->node,
                               "the border \"%s\": expected vertices (Gbv), found "
                               "none",
                               key);
    return read_line(in, first, true, border);
}

static bool read_circle(ovf_aixm45_reader *in, const ovf_xml_node *circle)
{
    ovf_step step = {.kind = OVF_STEP_CIRCLE};
    bool own = strcmp(circle->name, "Circle") == 0,
         apart = !own && *ovf_xml_value(circle, "geoLatArc") != '\0';
    return read_place(in, circle,
                      own     ? "geoLatCen"
                      : apart ? "geoLatArc"
                              : "geoLat",
                      own     ? "geoLongCen"
                      : apart ? "geoLongArc"
                              : "geoLong",
                      &step.centre) &&
           read_radius(in, circle, own ? "valRadius" : "valRadiusArc",
                       own ? "uomRadius" : "uomRadiusArc", &step.radius_m) &&
           kept(in, ovf_airspace_add_step(&in->airspace, &step));
}

bool ovf_aixm45_outline(ovf_aixm45_reader *in, const ovf_xml_node *boundary)
{
    const ovf_xml_node *circle = ovf_xml_child(boundary, "Circle"),
                       *first = ovf_xml_child(boundary, "Avx");
    ovf_airspace_line curve = {0};
    if (circle != NULL) return read_circle(in, circle);
    if (first == NULL)
        return ovf_aixm45_flaw(in, boundary, "expected vertices (Avx) or a Circle, found none");
    if (strcmp(ovf_xml_value(first, "codeType"), "CIR") == 0 && ovf_xml_next(first) == NULL)
        return read_circle(in, first);
    bool good = read_line(in, first, false, &curve) &&
                kept(in, ovf_airspace_line_ring(&curve, true, &in->airspace));
    ovf_airspace_line_clear(&curve);
    return good;
}
