/* Which overflight this is, and on what it stands. */
#ifndef OVERFLIGHT_VERSION_H
#define OVERFLIGHT_VERSION_H

#ifdef __cplusplus
extern "C" {
#endif

#define OVF_VERSION_MAJOR 0
#define OVF_VERSION_MINOR 1
#define OVF_VERSION_PATCH 0

/* "0.1.0". Constant, thread-safe. */
const char *ovf_version(void);

/* Versions of the libraries in use at run time ("3.6.2", "9.1.1", "3.11.1"). Constant, thread-safe
 * after the first call. */
const char *ovf_gdal_version(void);
const char *ovf_proj_version(void);
const char *ovf_geos_version(void);

#ifdef __cplusplus
}
#endif
#endif
