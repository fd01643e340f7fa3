/* The heights of the sea over the ellipsoid, by a grid that PROJ has. */
#include "overflight/input.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <proj.h>

#include "base/array.h"
#include "base/error.h"
#include "geodesy/earth.h"
#include "input/lattice.h"

#define SPACING_M 4600.0 /* of the finest grid there is, about */
#define LONGEST_PATH 4096
#define ROUNDING 1e-9 /* of columns and rows */

/* Few checks ask for the geoid, and opening a grid takes PROJ as long as many a check: it is opened
 * when it is first asked. */
struct ovf_geoid {
    size_t grid;   /* the first that is installed */
    bool is_ready; /* without a file none could be read, and nothing is known */
    PJ_CONTEXT *context;
    PJ *shift; /* adds the height of the geoid, by a bilinear grid */
    char *file;
    ovf_lonlat first; /* the node 0, 0; rows go north */
    double step_lon, step_lat;
    int64_t columns, rows;
    bool goes_around;
};

/* The best first, each under PROJ's name of today and that of earlier (EPSG:3855 and EPSG:5773).
 * Named outright: between CRSs PROJ would make do without a grid, and shift by nothing. */
static const char *const grids[] = {"us_nga_egm08_25.tif", "egm08_25.gtx", "us_nga_egm96_15.tif",
                                    "egm96_15.gtx"};
#define GRID_COUNT (sizeof grids / sizeof *grids)

/* proj_info and proj_grid_info use the one default context of all threads. */
static pthread_mutex_t default_context = PTHREAD_MUTEX_INITIALIZER;

/* ---- opening ---- */

/* Whether a file of that name is in one of PROJ's folders, whose paths stand in one text. PROJ
 * itself would look into its database for each name that is not there, which takes longer than
 * many a check. */
static bool is_installed(const char *paths, const char *name)
{
    while (*paths != '\0') {
        const char *end = strchr(paths, ':');
        size_t length = end == NULL ? strlen(paths) : (size_t)(end - paths);
        char path[LONGEST_PATH];
        struct stat about;
        int size = snprintf(path, sizeof path, "%.*s/%s", (int)length, paths, name);
        if (size > 0 && (size_t)size < sizeof path && stat(path, &about) == 0) return true;
        paths += length + (end != NULL);
    }
    return false;
}

static bool is_there(const char *name)
{
    pthread_mutex_lock(&default_context);
    const char *paths = proj_info().searchpath;
    bool found = paths != NULL && is_installed(paths, name);
    pthread_mutex_unlock(&default_context);
    return found;
}

static bool ask_grid(const char *name, PJ_GRID_INFO *grid)
{
    pthread_mutex_lock(&default_context);
    *grid = proj_grid_info(name);
    pthread_mutex_unlock(&default_context);
    return grid->n_lon > 1 && grid->n_lat > 1 && grid->cs_lon > 0 && grid->cs_lat > 0;
}

/* What cannot be read fails here, in a context that keeps silent. */
static bool open_grid(ovf_geoid *geoid, const char *name, PJ_GRID_INFO *grid)
{
    char definition[200];
    snprintf(definition, sizeof definition, "+proj=vgridshift +grids=%s +multiplier=1", name);
    proj_destroy(geoid->shift);
    geoid->shift = proj_create(geoid->context, definition);
    if (geoid->shift == NULL || !ask_grid(name, grid)) return false;
    geoid->first = (ovf_lonlat){grid->lowerleft.lam / OVF_RADIAN, grid->lowerleft.phi / OVF_RADIAN};
    geoid->step_lon = grid->cs_lon / OVF_RADIAN;
    geoid->step_lat = grid->cs_lat / OVF_RADIAN;
    geoid->columns = grid->n_lon;
    geoid->rows = grid->n_lat;
    geoid->goes_around = fabs(geoid->step_lon * (double)geoid->columns - 360) < geoid->step_lon / 2;
    return true;
}

/* Some errors are logged whatever the level. */
static void ignore(void *context, int level, const char *text)
{
    (void)context, (void)level, (void)text;
}

/* The first grid that can be read, from the first that is installed on. */
static void make_ready(ovf_geoid *geoid)
{
    PJ_GRID_INFO grid;
    if (geoid->is_ready) return;
    geoid->is_ready = true;
    geoid->context = proj_context_create();
    if (geoid->context == NULL) return;
    proj_log_func(geoid->context, NULL, ignore);
    /* What is found depends on what is installed, and not on who answers. */
    proj_context_set_enable_network(geoid->context, 0);
    for (size_t i = geoid->grid; i < GRID_COUNT && geoid->file == NULL; i++)
        if (is_there(grids[i]) && open_grid(geoid, grids[i], &grid))
            geoid->file = ovf_text_copy(grid.filename);
}

ovf_status ovf_geoid_open(ovf_geoid **geoid, ovf_error *error)
{
    size_t grid = 0;
    if (geoid == NULL) return ovf_fail_null(error, "a place for the geoid");
    while (grid < GRID_COUNT && !is_there(grids[grid])) grid++;
    ovf_geoid *opened = grid == GRID_COUNT ? NULL : ovf_array_new(1, sizeof *opened);
    if (grid < GRID_COUNT && opened == NULL) return ovf_fail_memory(error);
    if (opened != NULL) opened->grid = grid;
    *geoid = opened;
    return OVF_OK;
}

void ovf_geoid_free(ovf_geoid *geoid)
{
    if (geoid == NULL) return;
    proj_destroy(geoid->shift);
    if (geoid->context != NULL) proj_context_destroy(geoid->context);
    free(geoid->file);
    free(geoid);
}

const char *ovf_geoid_file(ovf_geoid *geoid)
{
    if (geoid == NULL) return NULL;
    make_ready(geoid);
    return geoid->file;
}

const char *ovf_geoid_name(ovf_geoid *geoid)
{
    const char *file = ovf_geoid_file(geoid), *slash = file == NULL ? NULL : strrchr(file, '/');
    return slash == NULL ? file : slash + 1;
}

/* ---- heights ---- */

static double height_at(ovf_geoid *geoid, double lon, double lat)
{
    if (geoid->file == NULL) return NAN;
    PJ_COORD at = proj_trans(geoid->shift, PJ_FWD,
                             proj_coord(lon * OVF_RADIAN, lat * OVF_RADIAN, 0, 0));
    return isfinite(at.xyz.z) ? at.xyz.z : NAN;
}

static ovf_status find_heights(void *context, const ovf_lonlat *places, size_t count,
                               double *heights_m, ovf_error *error)
{
    (void)error;
    make_ready(context);
    for (size_t i = 0; i < count; i++)
        heights_m[i] = height_at(context, places[i].lon, places[i].lat);
    return OVF_OK;
}

static ovf_status get_node(void *context, int64_t column, int64_t row, double *value,
                           ovf_error *error)
{
    ovf_geoid *geoid = context;
    (void)error;
    *value = NAN;
    if (geoid->goes_around) column = (column % geoid->columns + geoid->columns) % geoid->columns;
    /* Beside the outermost rows and columns there is no cell beyond, and nothing of it counts. */
    if (row == -1) row = 0;
    if (row == geoid->rows) row--;
    if (column == -1) column = 0;
    if (column == geoid->columns) column--;
    if (column < 0 || row < 0 || column >= geoid->columns || row >= geoid->rows) return OVF_OK;
    *value = height_at(geoid, geoid->first.lon + geoid->step_lon * (double)column,
                       geoid->first.lat + geoid->step_lat * (double)row);
    return OVF_OK;
}

static bool find_spot(void *context, const ovf_lonlat *place, ovf_spot *spot)
{
    const ovf_geoid *geoid = context;
    double lon = place->lon - geoid->first.lon,
           column = (lon - 360 * floor(lon / 360)) / geoid->step_lon,
           row = (place->lat - geoid->first.lat) / geoid->step_lat,
           last = (double)(geoid->columns - (geoid->goes_around ? 0 : 1));
    /* By rounding a place may be beyond the edge that it is on. */
    if (column > last + ROUNDING && 360 - column * geoid->step_lon < ROUNDING) column = 0;
    *spot = (ovf_spot){column, row};
    return column <= last + ROUNDING && row >= -ROUNDING &&
           row <= (double)(geoid->rows - 1) + ROUNDING;
}

static ovf_status find_extremes(void *context, const ovf_lonlat *from, const ovf_lonlat *to,
                                double *least_m, double *most_m, ovf_error *error)
{
    ovf_geoid *geoid = context;
    *least_m = *most_m = NAN;
    make_ready(geoid);
    if (geoid->file == NULL) return OVF_OK;
    const ovf_lattice lattice = {get_node, find_spot, geoid,
                                 geoid->goes_around ? geoid->columns : 0};
    return ovf_lattice_extremes(&lattice, from, to, least_m, most_m, error);
}

ovf_ground ovf_geoid_heights(ovf_geoid *geoid)
{
    return (ovf_ground){find_heights, geoid, SPACING_M, find_extremes};
}
