#include "analysis/coverage/plane.h"

#include <stdio.h>
#include <stdlib.h>

/* The sphere of the same area (Snyder, equation 3-13). */
#define AUTHALIC_RADIUS 6371007.1809184747

static void ignore(void *data, int level, const char *text)
{
    (void)data;
    (void)level;
    (void)text;
}

static ovf_status open_plane(ovf_plane *plane, const char *definition, ovf_lonlat centre,
                             ovf_error *error)
{
    *plane = (ovf_plane){.context = proj_context_create(), .centre = centre};
    if (plane->context == NULL) return ovf_fail_memory(error);
    proj_log_func(plane->context, NULL, ignore); /* PROJ says some things at any level */
    plane->projection = proj_create(plane->context, definition);
    if (plane->projection != NULL) return OVF_OK;
    ovf_fail(error, OVF_ERROR_INTERNAL, "PROJ makes no plane of \"%s\": %s", definition,
             proj_context_errno_string(plane->context, proj_context_errno(plane->context)));
    ovf_plane_close(plane);
    return OVF_ERROR_INTERNAL;
}

ovf_status ovf_plane_open_world(ovf_plane *plane, ovf_error *error)
{
    return open_plane(plane, "+proj=eqearth +lon_0=0 +ellps=WGS84", (ovf_lonlat){0, 0}, error);
}

ovf_status ovf_plane_open_plate(ovf_plane *plane, ovf_error *error)
{
    return open_plane(plane, "+proj=eqc +lon_0=0 +lat_ts=0 +R=6371007.1809184747",
                      (ovf_lonlat){0, 0}, error);
}

ovf_status ovf_plane_open(ovf_plane *plane, ovf_lonlat centre, ovf_error *error)
{
    char definition[128];
    /* Microdegrees: a centre that can be written down. */
    long long lon = llround(centre.lon * 1e6), lat = llround(centre.lat * 1e6);
    snprintf(definition, sizeof definition,
             "+proj=laea +lat_0=%s%lld.%06lld +lon_0=%s%lld.%06lld +ellps=WGS84",
             lat < 0 ? "-" : "", llabs(lat) / 1000000, llabs(lat) % 1000000, lon < 0 ? "-" : "",
             llabs(lon) / 1000000, llabs(lon) % 1000000);
    return open_plane(plane, definition, (ovf_lonlat){(double)lon / 1e6, (double)lat / 1e6}, error);
}

void ovf_plane_close(ovf_plane *plane)
{
    proj_destroy(plane->projection);
    if (plane->context != NULL) proj_context_destroy(plane->context);
    *plane = (ovf_plane){0};
}

ovf_flat ovf_plane_point(const ovf_plane *plane, double lon, double lat)
{
    PJ_COORD at = proj_trans(plane->projection, PJ_FWD,
                             proj_coord(lon * OVF_RADIAN, lat * OVF_RADIAN, 0, 0));
    return (ovf_flat){at.xy.x, at.xy.y};
}

ovf_lonlat ovf_plane_position(const ovf_plane *plane, ovf_flat point)
{
    PJ_COORD at = proj_trans(plane->projection, PJ_INV, proj_coord(point.x, point.y, 0, 0));
    return (ovf_lonlat){at.lp.lam / OVF_RADIAN, at.lp.phi / OVF_RADIAN};
}

double ovf_plane_stretch(ovf_flat p)
{
    /* The radius is 2R sin(c/2); a hundredth is for the ellipsoid. */
    double sine2 = (p.x * p.x + p.y * p.y) / (4 * AUTHALIC_RADIUS * AUTHALIC_RADIUS);
    double least = sin(OVF_PLANE_CLEARANCE_M / AUTHALIC_RADIUS / 2);
    return sine2 < 1 - least * least ? 1.01 / sqrt(1 - sine2) : INFINITY;
}

bool ovf_plane_choose(const ovf_box *box, const ovf_vector *points, size_t count,
                      ovf_plane_holds holds, const void *context, ovf_lonlat *centre)
{
    static const ovf_vector others[] = {
        {0, 0, 1},  {0, 0, -1}, {1, 0, 0},   {-1, 0, 0}, {0, 1, 0},   {0, -1, 0},  {1, 1, 1},
        {1, 1, -1}, {1, -1, 1}, {1, -1, -1}, {-1, 1, 1}, {-1, 1, -1}, {-1, -1, 1}, {-1, -1, -1}};
    const size_t candidates = 2 + sizeof others / sizeof others[0];
    double best = OVF_PLANE_CLEARANCE_M, c[3];
    bool found = false;
    for (int i = 0; i < 3; i++) c[i] = ((double)box->low[i] + (double)box->high[i]) / 2;
    for (size_t k = 0; k < candidates; k++) {
        ovf_vector middle = {c[0], c[1], c[2]}, d = k == 0   ? middle
                                                    : k == 1 ? ovf_scale(middle, -1)
                                                             : others[k - 2];
        if (!(ovf_norm(d) > (k < 2 ? 1.0 : 0.0))) continue;
        ovf_lonlat at = {atan2(d.y, d.x) / OVF_RADIAN,
                         atan2(d.z, hypot(d.x, d.y) * (1 - OVF_EARTH_E2)) / OVF_RADIAN};
        ovf_lonlat opposite = {remainder(at.lon + 180, 360), -at.lat};
        ovf_vector away = ovf_earth_point(opposite.lon, opposite.lat);
        double room = INFINITY;
        for (size_t i = 0; i < count; i++) room = fmin(room, ovf_distance(away, points[i]));
        if (!(room > best) || (holds != NULL && holds(context, opposite))) continue;
        best = room;
        *centre = at;
        found = true;
        if (k == 0 && room > 1.42 * OVF_EARTH_A) break;
    }
    return found;
}
