#include "cli/failure.h"

#include <stddef.h>

#include "cli/exit.h"
#include "cli/terminal.h"
#include "system/shortage.h"

const char *cli_remedy(ovf_remedy remedy)
{
    static const char *const remedies[OVF_REMEDY_COUNT] = {
        [OVF_REMEDY_REPLACE] = "--force",
        [OVF_REMEDY_RESUME] = "the same command with --resume",
        [OVF_REMEDY_RESUME_OR_ANEW] = "--resume or --force",
        [OVF_REMEDY_START_ANEW] = "--force without --resume",
        [OVF_REMEDY_TABLES] = "--formats gpkg",
        [OVF_REMEDY_HEIGHT] = "--height or --dem",
        [OVF_REMEDY_CELL] = "--cell",
        [OVF_REMEDY_DATE] = "--date",
        [OVF_REMEDY_REFERENCE] = "--against",
        [OVF_REMEDY_BUNDLED_RULES] = "'overflight rules list' lists the bundled ones",
        [OVF_REMEDY_BUNDLED_SENSORS] = "'overflight sensors list' lists the bundled ones",
        [OVF_REMEDY_CRS] = "--crs EPSG:4326 if its coordinates are longitudes and latitudes",
        [OVF_REMEDY_LONG_EDGES] = "--long-edges",
        [OVF_REMEDY_GROUND] = "--dem",
        [OVF_REMEDY_QNH] = "--qnh and --temperature",
        [OVF_REMEDY_CLASSES] = "--rules airspace-vfr, airspace-ifr or airspace-uas",
        [OVF_REMEDY_PLANNED] = "--gap 0 if it is a plan",
        [OVF_REMEDY_KEEP_ALL] = "--keep-all",
        [OVF_REMEDY_POINTS] = "--points FILE with OurAirports' airports.csv and navaids.csv, or "
                              "X-Plane's earth_fix.dat, earth_nav.dat, earth_awy.dat and apt.dat",
        [OVF_REMEDY_OVER] = "--columns sea_m=NAME, pressure_ft=NAME or the like of a table",
        [OVF_REMEDY_PLACE_COLUMNS] = "--columns lon=NAME,lat=NAME,time=NAME; 'overflight help "
                                     "tables'",
        [OVF_REMEDY_TIME_COLUMN] = "--columns time=FIELD; 'overflight help tables'",
        [OVF_REMEDY_WHOLE_FILE] = "the whole file",
        [OVF_REMEDY_FORMAT] = "'overflight help formats' lists what is read",
        [OVF_REMEDY_REFERENCES] = "--allow-references",
        [OVF_REMEDY_GEOID] = "PROJ's us_nga_egm96_15.tif or us_nga_egm08_25.tif",
    };
    return remedy > OVF_REMEDY_NONE && remedy < OVF_REMEDY_COUNT ? remedies[remedy] : NULL;
}

int cli_exit_of(ovf_verdict verdict)
{
    return verdict == OVF_VERDICT_COMPLIES   ? CLI_DONE
           : verdict == OVF_VERDICT_VIOLATES ? CLI_VIOLATES
                                             : CLI_UNDECIDED;
}

int cli_exit_for(ovf_status status)
{
    /* Whatever seemed wrong with the input. */
    if (ovf_shortage_noted() && status != OVF_OK) return CLI_FAILURE;
    switch (status) {
    case OVF_OK: return CLI_DONE;
    case OVF_ERROR_USAGE:
    case OVF_ERROR_INPUT:
    case OVF_ERROR_GEOMETRY: return CLI_BAD_INPUT;
    default: return CLI_FAILURE;
    }
}

int cli_fail(ovf_status status, const ovf_error *error)
{
    const char *remedy = cli_remedy(error->remedy);
    if (error->message[0] == '\0') cli_complain("out of memory");
    else if (remedy == NULL) cli_complain("%s", error->message);
    else cli_complain("%s (%s)", error->message, remedy);
    return cli_exit_for(status);
}

int cli_fail_memory(void)
{
    cli_complain("out of memory");
    return CLI_FAILURE;
}
