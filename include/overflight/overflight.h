/* overflight: observation flights against restricted zones, exact on the WGS 84 ellipsoid.
 *
 *     ovf_zones zones = {0};
 *     ovf_error error;
 *     if (ovf_zones_read(files, 1, NULL, &zones, &error) != OVF_OK) { fputs(error.message, stderr);
 *     … }
 *
 * Rules that hold for every function: outputs change only on success; const objects may be shared
 * between threads; who creates, frees, and every free takes NULL; NULL for an ovf_error or for
 * options is allowed and means "not wanted" and "the defaults". */
#ifndef OVERFLIGHT_OVERFLIGHT_H
#define OVERFLIGHT_OVERFLIGHT_H

#include "overflight/analysis.h"
#include "overflight/area.h"
#include "overflight/batch.h"
#include "overflight/build.h"
#include "overflight/coverage.h"
#include "overflight/data.h"
#include "overflight/digest.h"
#include "overflight/error.h"
#include "overflight/finding.h"
#include "overflight/input.h"
#include "overflight/judge.h"
#include "overflight/maps.h"
#include "overflight/model.h"
#include "overflight/observation.h"
#include "overflight/observer.h"
#include "overflight/output.h"
#include "overflight/flightplan.h"
#include "overflight/airfield_range.h"
#include "overflight/restriction.h"
#include "overflight/sensing.h"
#include "overflight/sensor.h"
#include "overflight/suggest.h"
#include "overflight/survey.h"
#include "overflight/terrain.h"
#include "overflight/totals.h"
#include "overflight/version.h"

#endif
