/* The records of IGC. Lines are without their end. */
#ifndef OVF_INPUT_FORMATS_IGC_LINES_H
#define OVF_INPUT_FORMATS_IGC_LINES_H

#include <stdbool.h>
#include <stddef.h>

/* A further decimal of latitude, longitude or time in a B record; 0: there is none. */
typedef struct {
    size_t begin, end; /* counted from 1, both included, as the I record says them */
} ovf_igc_column;

typedef struct {
    ovf_igc_column lat, lon, seconds;
} ovf_igc_columns;

typedef struct {
    double clock_s; /* of the day, UTC */
    double time_s;  /* for the caller to set */
    double lon, lat;
    double pressure_m, satellite_m; /* 0 stands for not known, too */
    bool located;                   /* A: by satellites, in three dimensions */
} ovf_igc_fix;

/* "I023638FXA3940SIU": what stands behind the altitudes. */
void ovf_igc_columns_read(const char *line, size_t length, ovf_igc_columns *columns);
/* "B0959595430000N01930000EA0100001050"; false where it is none. */
bool ovf_igc_fix_read(const char *line, size_t length, const ovf_igc_columns *columns,
                      ovf_igc_fix *fix);
/* "HFDTE311219", "HFDTEDATE:311219,01": the Unix time of the day's beginning. */
bool ovf_igc_date_read(const char *line, size_t length, double *day_s);

#endif
