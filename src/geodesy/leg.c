#include "geodesy/leg.h"

#define POSITION_CAPS (GEOD_LATITUDE | GEOD_LONGITUDE | GEOD_AZIMUTH | GEOD_DISTANCE_IN)

void ovf_leg_between(ovf_leg *leg, double lon1, double lat1, double lon2, double lat2)
{
    ovf_leg_of_length(leg, (ovf_lonlat){lon1, lat1}, (ovf_lonlat){lon2, lat2}, 0);
    ovf_leg_draw(leg);
    leg->length_m = leg->line.s13;
}

void ovf_leg_of_length(ovf_leg *leg, ovf_lonlat from, ovf_lonlat to, double length_m)
{
    leg->from = from;
    leg->to = to;
    leg->length_m = length_m;
    leg->drawn = false;
}

void ovf_leg_draw(ovf_leg *leg)
{
    if (leg->drawn) return;
    geod_inverseline(&leg->line, ovf_earth(), leg->from.lat, leg->from.lon, leg->to.lat,
                     leg->to.lon, POSITION_CAPS);
    leg->drawn = true;
}

void ovf_leg_frame(const ovf_leg *leg, double along_m, ovf_frame *frame)
{
    double lat, lon, azimuth;
    geod_position(&leg->line, along_m, &lat, &lon, &azimuth);
    double sin_lat = sin(lat * OVF_RADIAN), cos_lat = cos(lat * OVF_RADIAN);
    double sin_lon = sin(lon * OVF_RADIAN), cos_lon = cos(lon * OVF_RADIAN);
    double sin_azi = sin(azimuth * OVF_RADIAN), cos_azi = cos(azimuth * OVF_RADIAN);
    double w2 = 1 - OVF_EARTH_E2 * sin_lat * sin_lat, w = sqrt(w2);
    double n = OVF_EARTH_A / w, m = n * (1 - OVF_EARTH_E2) / w2;
    ovf_vector up = {cos_lat * cos_lon, cos_lat * sin_lon, sin_lat};
    ovf_vector north = {-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat};
    ovf_vector east = {-sin_lon, cos_lon, 0};
    frame->point = (ovf_vector){n * up.x, n * up.y, n * (1 - OVF_EARTH_E2) * sin_lat};
    frame->up = up;
    frame->ahead = ovf_add(ovf_scale(north, cos_azi), ovf_scale(east, sin_azi));
    frame->left = ovf_subtract(ovf_scale(north, sin_azi), ovf_scale(east, cos_azi));
    frame->curvature = cos_azi * cos_azi / m + sin_azi * sin_azi / n;
}

ovf_lonlat ovf_leg_position(const ovf_leg *leg, double along_m)
{
    ovf_lonlat position;
    geod_position(&leg->line, along_m, &position.lat, &position.lon, NULL);
    return position;
}

double ovf_leg_offset(const ovf_leg *leg, ovf_vector point, double *along_m)
{
    ovf_frame frame;
    double along = *along_m, offset = 0;
    for (int step = 0; step < 12; step++) {
        ovf_leg_frame(leg, along, &frame);
        ovf_vector d = ovf_subtract(point, frame.point);
        offset = ovf_dot(d, frame.left);
        /* The angle about the centre of curvature, by which the foot lies ahead. */
        double ahead = atan2(ovf_dot(d, frame.ahead), 1 / frame.curvature + ovf_dot(d, frame.up)) /
                       frame.curvature;
        along += ahead;
        /* Within 100 m the frame turns too little to change the offset: the torsion adds k t s³/6 <
         * 2e-11 m, and the curvature of the surface across y · k² s² / 2 < 1e-7 y. */
        if (fabs(ahead) < 1e-3 || (fabs(ahead) < 100 && fabs(offset) < 0.01)) break;
    }
    *along_m = along;
    return offset;
}

size_t ovf_leg_arc_count(const ovf_leg *leg)
{
    if (!(leg->length_m > 1e-6)) return 0;
    return (size_t)ceil(leg->length_m / OVF_ARC_LENGTH_M);
}

static void arc_between(ovf_arc *arc)
{
    ovf_vector chord = ovf_subtract(arc->b, arc->a);
    double length = ovf_norm(chord);
    arc->half_chord_m = length / 2;
    arc->middle = ovf_scale(ovf_add(arc->a, arc->b), 0.5);
    arc->ahead = ovf_scale(chord, 1 / length);
    ovf_vector up = ovf_earth_normal(arc->middle);
    arc->normal = ovf_unit(ovf_cross(up, arc->ahead));
    arc->offset_m = ovf_dot(arc->normal, arc->middle);
    arc->margin_m = 1.4e-18 * arc->length_m * arc->length_m * arc->length_m + 1e-8;

    /* The arc lies between its chord and the chord shifted upwards by its sagitta: at most L²/8
     * times the greatest curvature. */
    double sagitta = arc->length_m * arc->length_m / (8 * OVF_EARTH_MIN_RADIUS) * 1.001;
    double slack = arc->margin_m + 0.01 * sagitta + 2e-3 +
                   0.5; /* half a metre for the rounding to floats */
    const double a[3] = {arc->a.x, arc->a.y, arc->a.z}, b[3] = {arc->b.x, arc->b.y, arc->b.z},
                 lift[3] = {up.x, up.y, up.z};
    for (int i = 0; i < 3; i++) {
        double low = a[i] < b[i] ? a[i] : b[i], high = a[i] < b[i] ? b[i] : a[i],
               lifted = sagitta * lift[i];
        arc->box.low[i] = (float)(low + (lifted < 0 ? lifted : 0) - slack);
        arc->box.high[i] = (float)(high + (lifted > 0 ? lifted : 0) + slack);
    }
    arc->slab[0] = (float)arc->normal.x;
    arc->slab[1] = (float)arc->normal.y;
    arc->slab[2] = (float)arc->normal.z;
    arc->slab[3] = (float)arc->offset_m;
    arc->slab_margin = (float)(arc->margin_m + 4); /* see ovf_box_meets_arc */
}

void ovf_leg_only_arc(const ovf_leg *leg, ovf_vector a, ovf_vector b, ovf_arc *arc)
{
    arc->leg = leg;
    arc->start_m = 0;
    arc->length_m = leg->length_m;
    arc->a = a;
    arc->b = b;
    arc_between(arc);
}

static ovf_vector point_at(const ovf_leg *leg, double along_m)
{
    ovf_lonlat position = ovf_leg_position(leg, along_m);
    return ovf_earth_point(position.lon, position.lat);
}

void ovf_leg_arc(const ovf_leg *leg, size_t k, size_t n, ovf_arc *arc)
{
    double start_m = k == 0 ? 0 : leg->length_m * ((double)k / (double)n);
    double end_m = k + 1 == n ? leg->length_m : leg->length_m * ((double)(k + 1) / (double)n);
    arc->leg = leg;
    arc->start_m = start_m;
    arc->length_m = end_m - start_m;
    arc->a = k == 0 ? ovf_earth_point(leg->from.lon, leg->from.lat) : point_at(leg, start_m);
    arc->b = k + 1 == n ? ovf_earth_point(leg->to.lon, leg->to.lat) : point_at(leg, end_m);
    arc_between(arc);
}

double ovf_arc_along(const ovf_arc *arc, ovf_vector point)
{
    /* On a circle through both ends: the chord is the sine of the angle. */
    double half_angle = arc->length_m / 2 / 6371e3;
    double x = ovf_dot(ovf_subtract(point, arc->middle), arc->ahead) / arc->half_chord_m *
               sin(half_angle);
    x = fmax(-1, fmin(1, x));
    return arc->start_m + arc->length_m / 2 * (1 + asin(x) / half_angle);
}
