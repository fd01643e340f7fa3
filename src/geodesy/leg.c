#include "geodesy/leg.h"

#define POSITION_CAPS (GEOD_LATITUDE | GEOD_LONGITUDE | GEOD_AZIMUTH | GEOD_DISTANCE_IN)

void ovf_leg_between(ovf_leg *leg, double lon1, double lat1, double lon2, double lat2)
{
    geod_inverseline(&leg->line, ovf_earth(), lat1, lon1, lat2, lon2, POSITION_CAPS);
    leg->length_m = leg->line.s13;
}

void ovf_leg_from(ovf_leg *leg, double lon1, double lat1, double azimuth_deg, double length_m)
{
    geod_lineinit(&leg->line, ovf_earth(), lat1, lon1, azimuth_deg, POSITION_CAPS);
    leg->length_m = length_m;
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
        double ahead = atan2(ovf_dot(d, frame.ahead), 1 / frame.curvature + ovf_dot(d, frame.up)) / frame.curvature;
        along += ahead;
        /* Within 100 m the frame turns too little to change the offset: the torsion adds k t s³/6 < 2e-11 m, and the
         * curvature of the surface across y · k² s² / 2 < 1e-7 y. */
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

static void include(ovf_arc *arc, ovf_vector p)
{
    const double c[3] = {p.x, p.y, p.z};
    for (int i = 0; i < 3; i++) {
        arc->low[i] = fmin(arc->low[i], c[i]);
        arc->high[i] = fmax(arc->high[i], c[i]);
    }
}

void ovf_leg_arc(const ovf_leg *leg, size_t k, size_t n, ovf_arc *arc)
{
    ovf_lonlat end;
    arc->leg = leg;
    arc->start_m = k == 0 ? 0 : leg->length_m * ((double)k / (double)n);
    double end_m = k + 1 == n ? leg->length_m : leg->length_m * ((double)(k + 1) / (double)n);
    arc->length_m = end_m - arc->start_m;
    if (k == 0) {
        arc->a = ovf_earth_point(leg->line.lon1, leg->line.lat1);
    } else {
        end = ovf_leg_position(leg, arc->start_m);
        arc->a = ovf_earth_point(end.lon, end.lat);
    }
    end = ovf_leg_position(leg, end_m);
    arc->b = ovf_earth_point(end.lon, end.lat);

    ovf_vector chord = ovf_subtract(arc->b, arc->a);
    double length = ovf_norm(chord);
    arc->half_chord_m = length / 2;
    arc->middle = ovf_scale(ovf_add(arc->a, arc->b), 0.5);
    arc->ahead = ovf_scale(chord, 1 / length);
    ovf_vector up = ovf_earth_normal(arc->middle);
    arc->normal = ovf_unit(ovf_cross(up, arc->ahead));
    arc->offset_m = ovf_dot(arc->normal, arc->middle);
    arc->margin_m = 1.4e-18 * arc->length_m * arc->length_m * arc->length_m + 1e-8;

    /* The arc lies between its chord and the chord shifted upwards by its sagitta: at most L²/8 times the greatest curvature. */
    double sagitta = arc->length_m * arc->length_m / (8 * OVF_EARTH_LEAST_RADIUS) * 1.001;
    for (int i = 0; i < 3; i++) {
        arc->low[i] = INFINITY;
        arc->high[i] = -INFINITY;
    }
    include(arc, arc->a);
    include(arc, arc->b);
    include(arc, ovf_add(arc->a, ovf_scale(up, sagitta)));
    include(arc, ovf_add(arc->b, ovf_scale(up, sagitta)));
    double slack = arc->margin_m + 0.01 * sagitta + 2e-3;
    for (int i = 0; i < 3; i++) {
        arc->low[i] -= slack;
        arc->high[i] += slack;
    }
}

double ovf_arc_along(const ovf_arc *arc, ovf_vector point)
{
    /* On a circle through both ends: the chord is the sine of the angle. */
    double half_angle = arc->length_m / 2 / 6371e3;
    double x = ovf_dot(ovf_subtract(point, arc->middle), arc->ahead) / arc->half_chord_m * sin(half_angle);
    x = fmax(-1, fmin(1, x));
    return arc->start_m + arc->length_m / 2 * (1 + asin(x) / half_angle);
}
