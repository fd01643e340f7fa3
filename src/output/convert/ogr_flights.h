/* Flights in a layer that GDAL writes: lines with Z and, where the format has it, M in Unix
 * seconds. */
#ifndef OVF_OUTPUT_CONVERT_OGR_FLIGHTS_H
#define OVF_OUTPUT_CONVERT_OGR_FLIGHTS_H

#include <stdbool.h>

#include "overflight/error.h"
#include "overflight/model.h"

typedef struct ovf_ogr_flights ovf_ogr_flights;

/* The driver of GDAL that writes lines into files of that ending. Errors: OVF_ERROR_USAGE (none
 * does), OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_ogr_flights_new(const char *ending, ovf_ogr_flights **flights, ovf_error *error);
/* As GDAL calls the format. */
const char *ovf_ogr_flights_title(const ovf_ogr_flights *flights);
/* Takes in what a flight has, for the columns and the type of the layer. Errors:
 * OVF_ERROR_MEMORY. */
ovf_status ovf_ogr_flights_learn(ovf_ogr_flights *flights, const ovf_route *route,
                                 ovf_error *error);
/* Makes the file, which is called `called` in sentences. Errors: OVF_ERROR_IO, OVF_ERROR_USAGE (the
 * format holds no lines). */
ovf_status ovf_ogr_flights_create(ovf_ogr_flights *flights, const char *path, const char *called,
                                  ovf_error *error);
/* What the layer holds; after ovf_ogr_flights_create. */
bool ovf_ogr_flights_hold_times(const ovf_ogr_flights *flights);
bool ovf_ogr_flights_hold_altitudes(const ovf_ogr_flights *flights);
ovf_status ovf_ogr_flights_add(ovf_ogr_flights *flights, const ovf_route *route, ovf_error *error);
/* Errors: OVF_ERROR_IO. */
ovf_status ovf_ogr_flights_close(ovf_ogr_flights *flights, ovf_error *error);
/* Takes NULL. */
void ovf_ogr_flights_free(ovf_ogr_flights *flights);

#endif
