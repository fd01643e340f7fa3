/* Plans that were typed. The forms and the words in capitals are those of ICAO Doc 4444 (PANS-ATM),
 * appendix 2, item 15; what stands in the tables was worked out by hand from the text: degrees are
 * d + m/60 + s/3600, a foot is 0.3048 m and a knot 1.852 km/h, both exactly.
 *
 * Tests: src/input/flightplan/ */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "overflight/overflight.h"

/* Invented positions, so that they can be told apart at a glance. */
static char names[][2][24] = {{"UUMB", "Kubinka"},
                              {"UMKK", "Kaliningrad (Khrabrovo)"},
                              {"BGSF", "Søndre Strømfjord"},
                              {"EDDK", "Köln/Bonn"},
                              {"EKVL", "Vaerloese"},
                              {"LFMN", "Nice-Cote d'Azur"},
                              {"EPWA", "Warszawa-Okęcie"},
                              {"LTBI", "Eskişehir"},
                              {"KFFO", "Wright (AFB)"},
                              {"KSUU", "Travis (AFB)"},
                              {"KGTF", "Great Falls, Montana"}};
static const char *const iata[] = {NULL,  "KGD", "SFJ", "CGN", NULL, "NCE",
                                   "WAW", NULL,  "FFO", NULL,  "GTF"};
#define FIELD_COUNT (sizeof names / sizeof *names)

static ovf_airfield fields[FIELD_COUNT];
static ovf_attribute codes[FIELD_COUNT];
static const ovf_airfields known = {fields, FIELD_COUNT};

static int make_fields(void **state)
{
    (void)state;
    static char attribute[] = "iata";
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        codes[i] = (ovf_attribute){.name = attribute,
                                   .type = iata[i] == NULL ? OVF_ATTRIBUTE_NULL
                                                           : OVF_ATTRIBUTE_TEXT,
                                   .text = iata[i]};
        fields[i] = (ovf_airfield){.id = names[i][0],
                                   .name = names[i][1],
                                   .position = {10 + (double)i, 50 + (double)i},
                                   .attributes = {&codes[i], 1}};
    }
    return 0;
}

static void number(double value, char text[40])
{
    snprintf(text, 40, isnan(value) ? "-" : "%.10g", value);
}

/* A fix on one line: latitude, longitude, altitude (p over the pressure surface, s over the sea),
 * km/h, Mach, airfield, place in the text and token. */
static void describe(const ovf_flightplan *plan, size_t i, char line[300])
{
    static const char kinds[][2] = {"", "p", "s"};
    const ovf_fix *fix = &plan->route.fixes[i];
    const ovf_flightplan_fix *more = &plan->fixes[i];
    char lat[40], lon[40], altitude[40], speed[40], mach[40];
    number(fix->lat, lat);
    number(fix->lon, lon);
    number(fix->altitude_m, altitude);
    number(more->speed_kmh, speed);
    number(more->mach, mach);
    snprintf(line, 300, "%s %s %s%s %s %s %s %zu:%s", lat, lon, altitude, kinds[more->level], speed,
             mach, more->airfield == OVF_FLIGHTPLAN_NO_AIRFIELD ? "-" : names[more->airfield][0],
             more->character, more->token);
}

#define MOST_FIXES 8

static const struct {
    const char *text;
    const char *fixes[MOST_FIXES];
} good[] = {
    /* the example: no level before one is said, then flight level 330 = 33,000 ft =
       10,058.4 m in the standard atmosphere */
    {"UUMB 5530N03700E KGD 5442N02030E/F330 UUMB",
     {"50 10 - - - UUMB 1:UUMB", "55.5 37 - - - - 6:5530N03700E", "51 11 - - - UMKK 18:KGD",
      "54.7 20.5 10058.4p - - - 22:5442N02030E", "50 10 10058.4p - - UUMB 39:UUMB"}},
    /* item 15 as a whole: 450 kt = 833.4 km/h holds, the level changes at the point itself */
    {"N0450F330 UUMB DCT KGD/N0420F350 DCT UUMB",
     {"50 10 10058.4p 833.4 - UUMB 11:UUMB", "51 11 10058.4p 777.84 - UMKK 20:KGD",
      "51 11 10668p 777.84 - UMKK 20:KGD", "50 10 10668p 777.84 - UUMB 38:UUMB"}},
    /* item 13 before item 15: the change belongs to the point before it */
    {"UUMB N0450F330 DCT KGD",
     {"50 10 10058.4p 833.4 - UUMB 1:UUMB", "51 11 10058.4p 833.4 - UMKK 20:KGD"}},
    /* Doc 4444, item 15 (c) (2): 46N078W, 4620N07805W; -(78 + 5/60) */
    {"46N078W 4620N07805W",
     {"46 -78 - - - - 1:46N078W", "46.33333333 -78.08333333 - - - - 9:4620N07805W"}},
    /* its examples of changes: 284 kt = 525.968 km/h, 4,500 ft = 1,371.6 m over the sea */
    {"UUMB/N0284A045 KGD",
     {"50 10 1371.6s 525.968 - UUMB 1:UUMB", "51 11 1371.6s 525.968 - UMKK 16:KGD"}},
    /* 305 kt = 564.86 km/h, 18,000 ft = 5,486.4 m */
    {"UUMB/N0305F180 KGD",
     {"50 10 5486.4p 564.86 - UUMB 1:UUMB", "51 11 5486.4p 564.86 - UMKK 16:KGD"}},
    /* 46 + 2/60 */
    {"4602N07805W/N0500F350 KGD",
     {"46.03333333 -78.08333333 10668p 926 - - 1:4602N07805W", "51 11 10668p 926 - UMKK 23:KGD"}},
    {"46N078W/M082F330 KGD",
     {"46 -78 10058.4p - 0.82 - 1:46N078W", "51 11 10058.4p - 0.82 UMKK 18:KGD"}},
    /* 840 tens of metres over the sea */
    /* a runway and a time, which SimBrief and ICAO messages have */
    {"UUMB/07C UMKK1200", {"50 10 - - - UUMB 1:UUMB", "51 11 - - - UMKK 10:UMKK"}},
    {"UUMB0930 SID KGD STAR UMKK/0130",
     {"50 10 - - - UUMB 1:UUMB", "51 11 - - - UMKK 14:KGD", "51 11 - - - UMKK 23:UMKK"}},
    /* the FAA's dots */
    {"UUMB..KGD.UMKK..55.5N37.25E",
     {"50 10 - - - UUMB 1:UUMB", "51 11 - - - UMKK 7:KGD", "51 11 - - - UMKK 11:UMKK",
      "55.5 37.25 - - - - 17:55.5N37.25E"}},
    {"UUMB/N0350M0840 KGD", {"50 10 8400s 648.2 - UUMB 1:UUMB", "51 11 8400s 648.2 - UMKK 17:KGD"}},
    /* item 15 (a) and (b) by themselves: K0830, N0485 = 898.22 km/h, M082; F085 = 2,590.8 m, S1130
       = 11,300 m, A100 = 3,048 m, M0840 */
    {"K0830 UUMB KGD", {"50 10 - 830 - UUMB 7:UUMB", "51 11 - 830 - UMKK 12:KGD"}},
    {"N0485 UUMB KGD", {"50 10 - 898.22 - UUMB 7:UUMB", "51 11 - 898.22 - UMKK 12:KGD"}},
    {"M082 UUMB KGD", {"50 10 - - 0.82 UUMB 6:UUMB", "51 11 - - 0.82 UMKK 11:KGD"}},
    {"F085 UUMB KGD", {"50 10 2590.8p - - UUMB 6:UUMB", "51 11 2590.8p - - UMKK 11:KGD"}},
    {"S1130 UUMB KGD", {"50 10 11300p - - UUMB 7:UUMB", "51 11 11300p - - UMKK 12:KGD"}},
    {"A100 UUMB KGD", {"50 10 3048s - - UUMB 6:UUMB", "51 11 3048s - - UMKK 11:KGD"}},
    {"M0840 UUMB KGD", {"50 10 8400s - - UUMB 7:UUMB", "51 11 8400s - - UMKK 12:KGD"}},
    {"FL330 UUMB KGD", {"50 10 10058.4p - - UUMB 7:UUMB", "51 11 10058.4p - - UMKK 12:KGD"}},
    {"K0830S1130 UUMB KGD", {"50 10 11300p 830 - UUMB 12:UUMB", "51 11 11300p 830 - UMKK 17:KGD"}},
    {"M082M0840 UUMB KGD", {"50 10 8400s - 0.82 UUMB 11:UUMB", "51 11 8400s - 0.82 UMKK 16:KGD"}},
    {"N0450 F330 UUMB KGD",
     {"50 10 10058.4p 833.4 - UUMB 12:UUMB", "51 11 10058.4p 833.4 - UMKK 17:KGD"}},
    /* a Mach number puts an end to a speed, and the other way round */
    {"N0450 UUMB KGD/M082 UUMB/K0830 KGD",
     {"50 10 - 833.4 - UUMB 7:UUMB", "51 11 - - 0.82 UMKK 12:KGD", "50 10 - 830 - UUMB 21:UUMB",
      "51 11 - 830 - UMKK 32:KGD"}},
    /* from a level over the sea to a flight level: never on one leg; from a level to none (VFR) */
    {"UUMB/A045 KGD/F330 UUMB/VFR KGD",
     {"50 10 1371.6s - - UUMB 1:UUMB", "51 11 1371.6s - - UMKK 11:KGD",
      "51 11 10058.4p - - UMKK 11:KGD", "50 10 10058.4p - - UUMB 20:UUMB",
      "50 10 - - - UUMB 20:UUMB", "51 11 - - - UMKK 29:KGD"}},
    {"UUMB/N0120VFR KGD", {"50 10 - 222.24 - UUMB 1:UUMB", "51 11 - 222.24 - UMKK 15:KGD"}},
    /* the same level again is no change, the same number of another kind is: 11,300 m on the
     * pressure surface and 1,130 tens of metres over the sea
     * */
    {"S1130 UUMB KGD/S1130 UUMB/M1130 KGD",
     {"50 10 11300p - - UUMB 7:UUMB", "51 11 11300p - - UMKK 12:KGD",
      "50 10 11300p - - UUMB 22:UUMB", "50 10 11300s - - UUMB 22:UUMB",
      "51 11 11300s - - UMKK 33:KGD"}},
    /* a change on the last point, and two on one point, of which the last holds */
    {"F330 UUMB KGD/F350 /F370",
     {"50 10 10058.4p - - UUMB 6:UUMB", "51 11 10058.4p - - UMKK 11:KGD",
      "51 11 11277.6p - - UMKK 11:KGD"}},
    {"UUMB /F330 KGD", {"50 10 10058.4p - - UUMB 1:UUMB", "51 11 10058.4p - - UMKK 12:KGD"}},
    /* degrees, minutes and seconds: 55 + 30/60 + 15/3600 and 37 + 30/3600 */
    {"553015N0370030E KGD",
     {"55.50416667 37.00833333 - - - - 1:553015N0370030E", "51 11 - - - UMKK 17:KGD"}},
    {"553015S0370030W KGD",
     {"-55.50416667 -37.00833333 - - - - 1:553015S0370030W", "51 11 - - - UMKK 17:KGD"}},
    /* decimals of a minute: 55 + 30.25/60, 37 + 0.5/60 */
    {"5530.25N03700.5E KGD",
     {"55.50416667 37.00833333 - - - - 1:5530.25N03700.5E", "51 11 - - - UMKK 18:KGD"}},
    /* decimal degrees: the latitude first, the letters anywhere */
    {"55.5,37.0 -33.9,-151.25",
     {"55.5 37 - - - - 1:55.5,37.0", "-33.9 -151.25 - - - - 11:-33.9,-151.25"}},
    {"+55.5,+37.0 55.5, 37.0", {"55.5 37 - - - - 1:+55.5,+37.0", "55.5 37 - - - - 13:55.5, 37.0"}},
    {"55.5 37.0 55.5N37.0E", {"55.5 37 - - - - 1:55.5 37.0", "55.5 37 - - - - 11:55.5N37.0E"}},
    {"N55.5 E037.0 N55.5E37.0",
     {"55.5 37 - - - - 1:N55.5 E037.0", "55.5 37 - - - - 14:N55.5E37.0"}},
    {"S5530 W03700 N55E037", {"-55.5 -37 - - - - 1:S5530 W03700", "55 37 - - - - 14:N55E037"}},
    {"5530N 03700E/F330 55.5N 37.0E",
     {"55.5 37 10058.4p - - - 1:5530N 03700E", "55.5 37 10058.4p - - - 19:55.5N 37.0E"}},
    {"03700E5530N 37.0E,55.5N",
     {"55.5 37 - - - - 1:03700E5530N", "55.5 37 - - - - 13:37.0E,55.5N"}},
    {"5530n03700e/f330 uumb",
     {"55.5 37 10058.4p - - - 1:5530n03700e", "50 10 10058.4p - - UUMB 18:uumb"}},
    /* the ends of the earth, and the way across the antimeridian as it is typed */
    {"90N000E 90S180W 0000N18000E",
     {"90 0 - - - - 1:90N000E", "-90 -180 - - - - 9:90S180W", "0 180 - - - - 17:0000N18000E"}},
    {"52N172E 52N170W 52.0,190.0",
     {"52 172 - - - - 1:52N172E", "52 -170 - - - - 9:52N170W", "52 190 - - - - 17:52.0,190.0"}},
    /* no minus before a nought */
    {"00S000W -0.0,-0.0", {"0 0 - - - - 1:00S000W", "0 0 - - - - 9:-0.0,-0.0"}},
    /* airfields by name; the place counts letters, not bytes */
    {"\"Søndre Strømfjord\" KGD",
     {"52 12 - - - BGSF 2:Søndre Strømfjord", "51 11 - - - UMKK 21:KGD"}},
    {"'sondre STROMFJORD'/F330 sfj",
     {"52 12 10058.4p - - BGSF 2:sondre STROMFJORD", "52 12 10058.4p - - BGSF 26:sfj"}},
    {"Søndre-Strømfjord SOENDRESTROEMFJORD",
     {"52 12 - - - BGSF 1:Søndre-Strømfjord", "52 12 - - - BGSF 19:SOENDRESTROEMFJORD"}},
    {"Köln/Bonn/F330 Koln Bonn koeln/bonn",
     {"53 13 10058.4p - - EDDK 1:Köln/Bonn", "53 13 10058.4p - - EDDK 16:Koln",
      "53 13 10058.4p - - EDDK 21:Bonn", "53 13 10058.4p - - EDDK 26:koeln/bonn"}},
    /* ø is oe here, as the name has it; ö as o with an accent of its own (U+0308) */
    {"Værløse Ko\xCC\x88ln", {"54 14 - - - EKVL 1:Værløse", "53 13 - - - EDDK 9:Ko\xCC\x88ln"}},
    {"\"Nice-Cote d'Azur\" 'Nice-Cote d’Azur' 'Nice-Cote d'Azur' Nice",
     {"55 15 - - - LFMN 2:Nice-Cote d'Azur", "55 15 - - - LFMN 21:Nice-Cote d’Azur",
      "55 15 - - - LFMN 40:Nice-Cote d'Azur", "55 15 - - - LFMN 58:Nice"}},
    {"Warszawa-Okecie okęcie Eskisehir ESKİŞEHİR",
     {"56 16 - - - EPWA 1:Warszawa-Okecie", "56 16 - - - EPWA 17:okęcie",
      "57 17 - - - LTBI 24:Eskisehir", "57 17 - - - LTBI 34:ESKİŞEHİR"}},
    {"khrabrovo 'Great Falls'",
     {"51 11 - - - UMKK 1:khrabrovo", "60 20 - - - KGTF 12:Great Falls"}},
    /* what is passed over */
    {"  UUMB\tDCT\n KGD ; IFR -> UUMB - VFR , KGD,",
     {"50 10 - - - UUMB 3:UUMB", "51 11 - - - UMKK 13:KGD", "50 10 - - - UUMB 26:UUMB",
      "51 11 - - - UMKK 39:KGD"}},
};

static const char *bad_line(const ovf_flightplan *plan, const char *const fixes[MOST_FIXES],
                            char line[300])
{
    size_t count = 0;
    while (count < MOST_FIXES && fixes[count] != NULL) count++;
    for (size_t i = 0; i < plan->route.fix_count; i++) {
        describe(plan, i, line);
        if (i >= count || strcmp(line, fixes[i]) != 0) return line;
    }
    snprintf(line, 300, "%zu fixes", plan->route.fix_count);
    return plan->route.fix_count == count ? NULL : line;
}

static void reads(void **state)
{
    (void)state;
    assert_true(sizeof good / sizeof *good >= 40);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        ovf_flightplan plan;
        ovf_error error = {0};
        char line[300];
        if (ovf_flightplan_parse(good[i].text, &known, &plan, &error) != OVF_OK)
            fail_msg("%s: %s", good[i].text, error.message);
        const char *found = bad_line(&plan, good[i].fixes, line);
        if (found != NULL) fail_msg("%s: %s", good[i].text, found);
        assert_string_equal(plan.route.id, "plan");
        assert_int_equal(plan.route.part_count, 1);
        assert_int_equal(plan.route.part_ends[0], plan.route.fix_count);
        for (size_t k = 0; k < plan.route.fix_count; k++) {
            assert_true(isnan(plan.route.fixes[k].time_s));
            assert_int_equal(plan.fixes[k].level == OVF_LEVEL_UNKNOWN,
                             isnan(plan.route.fixes[k].altitude_m));
            assert_true(signbit(plan.route.fixes[k].lat) == (plan.route.fixes[k].lat < 0));
        }
        ovf_flightplan_clear(&plan);
        assert_null(plan.route.fixes);
    }
}

static const struct {
    const char *text, *word; /* NULL: the whole plan is meant */
    size_t character;
    const char *reason; /* what it says of the word, or a part of it */
} bad[] = {
    {"", NULL, 0, "expected two or more points, found none"},
    {" DCT ; VFR", NULL, 0, "expected two or more points, found none"},
    {"N0450F330", NULL, 0, "expected two or more points, found none"},
    {"UUMB", NULL, 0, "expected two or more points, found one"},
    {"UUMB/F330 /F350", NULL, 0,
     "expected two or more points, found one"}, /* two fixes, but one point */
    {"north:", NULL, 0, "expected two or more points, found none"},
    /* waypoints, airways and procedures, as flight plans are full of them */
    {"UUMB HADDY KGD", "HADDY", 6,
     "no airfield has this code or name, and no file of points has a waypoint or a radio beacon"},
    {"UUMB LN KGD", "LN", 6, "no file of points has a waypoint or a radio beacon of this name"},
    {"UUMB OSKUM/N0460F350 KGD", "OSKUM", 6, "a waypoint or a radio beacon"},
    {"UUMB UL607 KGD", "UL607", 6, "looks like an airway, and no file of points has it"},
    {"UUMB N96 KGD", "N96", 6, "looks like an airway"},
    {"UUMB M982 KGD", "M982", 6, "looks like an airway"},               /* and not Mach 9.82 */
    {"UUMB A699 KGD", "A699", 6, "stands behind a slash, as in /F330"}, /* and not 69,900 ft */
    {"UUMB Z226 KGD", "Z226", 6, "looks like an airway"},
    {"UUMB RIXUV3E KGD", "RIXUV3E", 6, "looks like a departure or arrival procedure"},
    {"UUMB DET1J KGD", "DET1J", 6, "departure or arrival procedure"},
    {"UUMB DUB180040 KGD", "DUB180040", 6, "looks like bearing and distance from a point"},
    {"UUMB C/48N050W/M082F290F350 KGD", "C/48N050W/M082F290F350", 6,
     "cruise climbs are not supported"},
    {"UUMB C/48N050W KGD", "C/48N050W", 6, "cruise climbs are not supported"},
    {"48N050W/M082F290F350 KGD", "48N050W/M082F290F350", 1, "two levels are a cruise climb"},
    {"48N050W/M082F290PLUS KGD", "48N050W/M082F290PLUS", 1, "PLUS is a cruise climb"},
    {"UUMB 0930Z KGD", "0930Z", 6, "looks like a time"},
    {"UUMB NATB KGD", "NATB", 6, "a track over the North Atlantic"},
    /* airfields */
    {"UUMB EDDF KGD", "EDDF", 6, "did you mean EDDK (Köln/Bonn)?"},
    {"Kubnika KGD", "Kubnika", 1,
     "did you mean UUMB (Kubinka)? Expected an airfield's code or name, or coordinates such as "
     "5530N03700E"},
    {"Søndre Strømfjord KGD", "Søndre", 1, "did you mean BGSF (Søndre Strømfjord)?"},
    {"KGD \"Nowhere at all\"", "Nowhere at all", 6, "no airfield has this code or name; expected"},
    {"KGD \"HADDY\"", "HADDY", 6, "no airfield has this code or name; expected"},
    {"UUMB AFB KGD", "AFB", 6,
     "expected one airfield, found 2 of that name, KFFO (Wright (AFB)) and KSUU (Travis (AFB)): "
     "use the code"},
    {"UUMB Montana", "Montana", 6,
     "no airfield has this code or name"}, /* where it is, not what it is called */
    {"UUMB \"\" KGD", "", 7, "no airfield has this code or name"},
    {"UUMB \"Kubinka", "\"Kubinka", 6, "the quotation mark is not closed"},
    {"UUMB 'Kubinka KGD", "'Kubinka KGD", 6, "the quotation mark is not closed"},
    {"\"Kubinka\"KGD UUMB", "KGD", 10, "expected a blank or a slash behind the quotation mark"},
    {"UUMB KGD: UUMB", "KGD:", 6, "no airfield has this code or name"}, /* a name stands first */
    /* coordinates */
    {"UUMB 155.75,37.6", "155.75,37.6", 6,
     "155.75 is beyond 90 degrees, and the latitude stands first: did you mean 37.6,155.75?"},
    {"UUMB 155.75 37.6", "155.75 37.6", 6, "did you mean 37.6,155.75?"},
    {"UUMB 95.0,95.0", "95.0,95.0", 6, "95 is beyond 90 degrees of latitude"},
    {"UUMB 55.0,360.5", "55.0,360.5", 6, "360.5 is no number of degrees"},
    {"UUMB 9001N03700E", "9001N03700E", 6, "is beyond 90 degrees of latitude"},
    {"UUMB 55N18001E", "55N18001E", 6, "is beyond 180 degrees of longitude"},
    {"UUMB 5560N03700E", "5560N03700E", 6, "60 minutes are more than 59"},
    {"UUMB 553060N0370000E", "553060N0370000E", 6, "60 seconds are more than 59"},
    {"UUMB 553N037E", "553N037E", 6, "for a latitude, found 3 digits before the N"},
    {"UUMB 5530N3700E", "5530N3700E", 6, "for a longitude, found 4 digits before the E"},
    {"UUMB 55,37", "55,37", 6,
     "numbers without N, S, E or W need a decimal point"}, /* or 55.37 with a comma,
                                                                           and half a position */
    {"UUMB 5530,03700", "5530,03700", 6, "need a decimal point"},
    {"UUMB 5530.5,03700.5", "5530.5,03700.5", 6, "5530.5 is no number of degrees"},
    {"UUMB 55.5N37.0", "55.5N37.0", 6,
     "expected two letters as in 55.5N37.0E, or none as in 55.5,37.0, found one"},
    {"UUMB 55.5,37.0E", "55.5,37.0E", 6, "expected two letters as in 55.5N37.0E"},
    {"UUMB 55.5N37.0N", "55.5N37.0N", 6,
     "expected a latitude and a longitude, found two latitudes"},
    {"UUMB 55.5W37.0E", "55.5W37.0E", 6,
     "expected a latitude and a longitude, found two longitudes"},
    {"UUMB -55.5S,37.0E", "-55.5S,37.0E", 6,
     "expected a sign or a letter, as in 55.5S or -55.5, found a sign and the letter S"},
    {"UUMB 55N037E012N", "55N037E012N", 6,
     "expected one latitude and one longitude, found \"012N\" behind them"},
    {"UUMB 55.5-37.0", "55.5-37.0", 6,
     "expected a comma, or N, S, E or W, behind the first number"},
    {"UUMB 55.,37.0", "55.,37.0", 6,
     "expected a number of degrees, as in 5530N03700E or 55.5,37.0, found \"55.,37.0\""},
    {"UUMB 5530N", "5530N", 6,
     "expected a latitude and a longitude, as in 5530N03700E or 55.5,37.0, found half a position"},
    {"UUMB 5530N KGD", "5530N", 6, "half a position"},
    {"UUMB 5530N/F330 03700E", "5530N", 6, "half a position"},
    {"UUMB 55.5 37.0,38.0", "55.5 37.0,38.0", 6,
     "expected a latitude and a longitude, found three numbers"},
    {"UUMB 5530N 5530N", "5530N 5530N", 6,
     "expected a latitude and a longitude, found two latitudes"},
    {"UUMB 5530N 3700E", "3700E", 12, "for a longitude, found 4 digits before the E"},
    {"UUMB 12 KGD", "12", 6, "need a decimal point"},
    /* changes */
    {"/F330 UUMB KGD", "/F330", 1, "this change has no point before it"},
    {"UUMB/ KGD", "UUMB/", 1,
     "nothing behind the slash, expected a speed such as N0450, K0830 or M082, a level "
     "such as F330"},
    {"UUMB / KGD", "/", 6, "nothing behind the slash"},
    {"UUMB/FOO KGD", "UUMB/FOO", 1, "expected a speed such as N0450"},
    {"5530N03700E/F33 KGD", "5530N03700E/F33", 1, "a flight level is F and 3 digits, as in F330"},
    {"UUMB/F3300 KGD", "UUMB/F3300", 1, "a flight level is F and 3 digits"},
    {"UUMB/S113 KGD", "UUMB/S113", 1, "a metric level is S and 4 digits"},
    {"UUMB/A0450 KGD", "UUMB/A0450", 1, "an altitude in feet is A and 3 digits"},
    {"UUMB/M08 KGD", "UUMB/M08", 1, "a Mach number is M and 3 digits"},
    {"UUMB/N450 KGD", "UUMB/N450", 1, "a speed in knots is N and 4 digits"},
    {"UUMB/K08300 KGD", "UUMB/K08300", 1, "a speed in km/h is K and 4 digits"},
    {"UUMB/N0000 KGD", "UUMB/N0000", 1, "expected a speed greater than 0, found 0"},
    {"UUMB/F330N0450 KGD", "UUMB/F330N0450", 1, "the speed stands before the level"},
    {"UUMB/N0450K0830 KGD", "UUMB/N0450K0830", 1, "expected one speed"},
    {"UUMB/N0450F330X KGD", "UUMB/N0450F330X", 1, "expected a speed such as N0450"},
    {"UUMB/F330VFR KGD", "UUMB/F330VFR", 1, "expected one level, found VFR as a second one"},
    {"\"Kubinka\"/F33 KGD", "/F33", 10, "a flight level is F and 3 digits"},
    {"UUMB Köhn/Born KGD", "Köhn/Born", 6, "did you mean EDDK (Köln/Bonn)?"},
    {"UUMB K\xF6ln", NULL, 0, "character 7 is not UTF-8 but the byte 0xF6"},
};

static void refuses(void **state)
{
    (void)state;
    assert_true(sizeof bad / sizeof *bad >= 40);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ovf_flightplan plan;
        ovf_error error = {0};
        char wanted[200] = "plan: ";
        if (bad[i].word != NULL)
            snprintf(wanted, sizeof wanted, "plan: \"%s\" at character %zu: ", bad[i].word,
                     bad[i].character);
        if (ovf_flightplan_parse(bad[i].text, &known, &plan, &error) != OVF_ERROR_INPUT ||
            error.status != OVF_ERROR_INPUT)
            fail_msg("read: %s", bad[i].text);
        if (strncmp(error.message, wanted, strlen(wanted)) != 0 ||
            strstr(error.message, bad[i].reason) == NULL)
            fail_msg("%s: %s", bad[i].text, error.message);
        assert_int_equal(plan.route.fix_count, 0);
        assert_null(plan.memory);
    }
}

/* A long word is cut in the sentence, between characters. */
static void long_words(void **state)
{
    (void)state;
    char text[4000] = "UUMB ";
    ovf_flightplan plan;
    ovf_error error;
    while (strlen(text) < sizeof text - 10) strcat(text, "ö");
    assert_int_equal(ovf_flightplan_parse(text, &known, &plan, &error), OVF_ERROR_INPUT);
    assert_non_null(strstr(error.message, "ö…\" at character 6: "));
    assert_true(strlen(error.message) < 400);
}

static void named(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"north: UUMB KGD", "north"},
        {"\"north and south\": UUMB KGD", "north and south"},
        {"N1: UUMB KGD", "N1"},
        {"-33:UUMB KGD", NULL},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ovf_flightplan plan;
        assert_int_equal(ovf_flightplan_parse(texts[i][0], &known, &plan, NULL),
                         texts[i][1] == NULL ? OVF_ERROR_INPUT : OVF_OK);
        if (texts[i][1] != NULL) assert_string_equal(plan.route.id, texts[i][1]);
        if (texts[i][1] != NULL) assert_int_equal(plan.route.fix_count, 2);
        ovf_flightplan_clear(&plan);
    }
    ovf_flightplan_clear(NULL);
}

static void without_airfields(void **state)
{
    (void)state;
    ovf_flightplan plan;
    ovf_error error;
    assert_int_equal(ovf_flightplan_parse("55N037E 56N037E", NULL, &plan, &error), OVF_OK);
    ovf_flightplan_clear(&plan);
    assert_int_equal(ovf_flightplan_parse("55N037E UUMB", NULL, &plan, &error), OVF_ERROR_INPUT);
}

/* What is written is read as the same fixes, in the same levels. */
static void written(void **state)
{
    (void)state;
    ovf_flightplan plan, again;
    ovf_error error;
    char *text;
    for (size_t n = 0; n < 2 * (sizeof good / sizeof *good); n++) {
        size_t i = n / 2;
        assert_int_equal(ovf_flightplan_parse(good[i].text, &known, &plan, &error), OVF_OK);
        assert_int_equal((n % 2 == 0 ? ovf_flightplan_write
                                     : ovf_flightplan_write_packed)(&plan.route, &text, &error),
                         OVF_OK);
        if (ovf_flightplan_parse(text, &known, &again, &error) != OVF_OK)
            fail_msg("%s, of %s: %s", text, good[i].text, error.message);
        if (again.route.fix_count != plan.route.fix_count)
            fail_msg("%s, of %s", text, good[i].text);
        for (size_t k = 0; k < plan.route.fix_count; k++) {
            const ovf_fix *a = &plan.route.fixes[k], *b = &again.route.fixes[k];
            bool same_height = isnan(a->altitude_m) ? isnan(b->altitude_m)
                                                    : fabs(a->altitude_m - b->altitude_m) < 1e-6;
            if (!(fabs(a->lat - b->lat) < 1e-9) ||
                !(fabs(remainder(a->lon - b->lon, 360)) < 1e-9) || !same_height ||
                plan.fixes[k].level != again.fixes[k].level ||
                plan.fixes[k].airfield != again.fixes[k].airfield)
                fail_msg("fix %zu of %s, of %s", k, text, good[i].text);
        }
        free(text);
        ovf_flightplan_clear(&plan);
        ovf_flightplan_clear(&again);
    }
    assert_int_equal(
        ovf_flightplan_parse("n0450 kgd 5530n03700e/f330 56n037e /a045 1.0,2.0/s1130 UUMB", &known,
                             &plan, &error),
        OVF_OK);
    assert_int_equal(ovf_flightplan_write(&plan.route, &text, &error), OVF_OK);
    assert_string_equal(text, "kgd 55.5N37.0E/F330 56.0N37.0E/A045 1.0N2.0E/S1130 UUMB");
    free(text);
    ovf_flightplan_clear(&plan);
    /* Whole minutes and seconds as item 15 has them, everything else in decimals. */
    assert_int_equal(ovf_flightplan_parse("5530n03700e/f330 55.504166667,-0.25 0159.5S17959.5W "
                                          "010203S1000405W 1.00001,2.5 UUMB",
                                          &known, &plan, &error),
                     OVF_OK);
    assert_int_equal(ovf_flightplan_write_packed(&plan.route, &text, &error), OVF_OK);
    assert_string_equal(text, "5530N03700E/F330 55.504166667N0.25W 015930S1795930W "
                              "010203S1000405W 1.00001N2.5E UUMB");
    free(text);
    ovf_flightplan_clear(&plan);
}

static uint64_t seed;

static int draw(int below)
{
    seed ^= seed << 13; /* xorshift64, Marsaglia, J. Stat. Softw. 8 (2003) 14 */
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int)((seed >> 8) % (uint64_t)below);
}

/* Whole seconds of arc, written in each way and read back. */
static void any_coordinates(void **state)
{
    (void)state;
    const char *given = getenv("OVERFLIGHT_TEST_SEED");
    seed = given == NULL ? 20260711 : strtoull(given, NULL, 10);
    print_message("OVERFLIGHT_TEST_SEED=%" PRIu64 "\n", seed);
    for (int i = 0; i < 20000; i++) {
        int a = draw(90 * 3600 + 1), b = draw(180 * 3600 + 1), form = draw(6);
        char ns = "NS"[draw(2)], ew = "EW"[draw(2)], text[200];
        if (form == 1) a -= a % 60, b -= b % 60;
        double lat = a / 3600.0 * (ns == 'S' ? -1 : 1), lon = b / 3600.0 * (ew == 'W' ? -1 : 1);
        switch (form) {
        case 0:
            snprintf(text, sizeof text, "%02d%02d%02d%c%03d%02d%02d%c", a / 3600, a / 60 % 60,
                     a % 60, ns, b / 3600, b / 60 % 60, b % 60, ew);
            break;
        case 1:
            snprintf(text, sizeof text, "%02d%02d%c %03d%02d%c", a / 3600, a / 60 % 60, ns,
                     b / 3600, b / 60 % 60, ew);
            break;
        case 2: snprintf(text, sizeof text, "%.15f,%.15f", lat, lon); break;
        case 3: snprintf(text, sizeof text, "%.15f %.15f", lat, lon); break;
        case 4: snprintf(text, sizeof text, "%c%.15f %c%.15f", ns, fabs(lat), ew, fabs(lon)); break;
        default: snprintf(text, sizeof text, "%.15f%c%.15f%c", fabs(lon), ew, fabs(lat), ns); break;
        }
        strcat(text, "/F330 UUMB");
        ovf_flightplan plan;
        ovf_error error;
        if (ovf_flightplan_parse(text, &known, &plan, &error) != OVF_OK)
            fail_msg("%s: %s", text, error.message);
        if (fabs(plan.route.fixes[0].lat - lat) > 1e-13 ||
            fabs(plan.route.fixes[0].lon - lon) > 1e-13)
            fail_msg("%s: %.15g %.15g", text, plan.route.fixes[0].lat, plan.route.fixes[0].lon);
        ovf_flightplan_clear(&plan);
    }
}

/* Every airfield that comes with overflight is found by its codes and its name; Khrabrovo is KGD to
 * IATA. */
static void bundled_airfields(void **state)
{
    (void)state;
    char path[4096], text[300];
    ovf_error error;
    ovf_airfields airfields;
    ovf_flightplan plan;
    assert_int_equal(ovf_data_path("airfields.geojson", path, sizeof path, &error), OVF_OK);
    assert_int_equal(ovf_airfields_read(path, &airfields, &error), OVF_OK);
    assert_true(airfields.count > 80);
    for (size_t i = 0; i < airfields.count; i++) {
        const ovf_airfield *airfield = &airfields.items[i];
        const ovf_attribute *code = ovf_attributes_find(&airfield->attributes, "iata");
        assert_non_null(code);
        snprintf(text, sizeof text, "\"%s\" %s %s", airfield->name, airfield->id,
                 code->type == OVF_ATTRIBUTE_TEXT ? code->text : airfield->id);
        if (ovf_flightplan_parse(text, &airfields, &plan, &error) != OVF_OK)
            fail_msg("%s", error.message);
        assert_int_equal(plan.route.fix_count, 3);
        for (int k = 0; k < 3; k++) {
            assert_int_equal(plan.fixes[k].airfield, i);
            assert_true(plan.route.fixes[k].lon == airfield->position.lon &&
                        plan.route.fixes[k].lat == airfield->position.lat);
        }
        ovf_flightplan_clear(&plan);
    }
    assert_int_equal(ovf_flightplan_parse("UUMB 5530N03700E KGD 5442N02030E/F330 UUMB", &airfields,
                                          &plan, &error),
                     OVF_OK);
    assert_int_equal(plan.route.fix_count, 5);
    assert_string_equal(airfields.items[plan.fixes[2].airfield].id, "UMKK");
    ovf_flightplan_clear(&plan);
    ovf_airfields_clear(&airfields);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads),
        cmocka_unit_test(refuses),
        cmocka_unit_test(long_words),
        cmocka_unit_test(named),
        cmocka_unit_test(without_airfields),
        cmocka_unit_test(any_coordinates),
        cmocka_unit_test(bundled_airfields),
        cmocka_unit_test(written),
    };
    return cmocka_run_group_tests(tests, make_fields, NULL);
}
