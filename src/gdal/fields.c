#include "gdal/fields.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/time.h"
#include "gdal/gdal.h"

bool ovf_field_has(OGRFeatureH feature, int index)
{
    return index >= 0 && OGR_F_IsFieldSetAndNotNull(feature, index);
}

static OGRFieldType type_of(OGRFeatureH feature, int index)
{
    return OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, index));
}

bool ovf_field_add_utf8(ovf_text *text, const char *bytes)
{
    if (CPLIsUTF8(bytes, -1)) return ovf_text_add_string(text, bytes);
    char *recoded = CPLRecode(bytes, CPL_ENC_ISO8859_1, CPL_ENC_UTF8);
    bool done = recoded != NULL && ovf_text_add_string(text, recoded);
    CPLFree(recoded);
    return done;
}

static bool add_json_string(ovf_text *text, const char *bytes)
{
    ovf_text clean = {0};
    if (!ovf_field_add_utf8(&clean, bytes)) return false;
    json_t *string = json_string(clean.text);
    char *quoted = string == NULL ? NULL : json_dumps(string, JSON_ENCODE_ANY);
    bool done = quoted != NULL && ovf_text_add_string(text, quoted);
    free(quoted);
    json_decref(string);
    ovf_text_clear(&clean);
    return done;
}

static bool add_real(ovf_text *text, double value)
{
    char number[32];
    ovf_text_number(value, number);
    return ovf_text_add_string(text, number);
}

static bool add_integer(ovf_text *text, int64_t value)
{
    char number[32];
    snprintf(number, sizeof number, "%" PRId64, value);
    return ovf_text_add_string(text, number);
}

static bool add_list(ovf_text *text, OGRFeatureH feature, int index)
{
    OGRFieldType type = type_of(feature, index);
    int count = 0;
    const int *integers = NULL;
    const GIntBig *big = NULL;
    const double *reals = NULL;
    char **strings = NULL;
    if (type == OFTIntegerList) integers = OGR_F_GetFieldAsIntegerList(feature, index, &count);
    else if (type == OFTInteger64List) big = OGR_F_GetFieldAsInteger64List(feature, index, &count);
    else if (type == OFTRealList) reals = OGR_F_GetFieldAsDoubleList(feature, index, &count);
    else count = CSLCount(strings = OGR_F_GetFieldAsStringList(feature, index));
    bool done = ovf_text_add_string(text, "[");
    for (int i = 0; i < count && done; i++) {
        if (i != 0) done = ovf_text_add_string(text, ",");
        if (integers != NULL) done = done && add_integer(text, integers[i]);
        else if (big != NULL) done = done && add_integer(text, big[i]);
        else if (reals != NULL) /* JSON has no NaN and no infinity */
            done = done && (isfinite(reals[i]) ? add_real(text, reals[i])
                                               : ovf_text_add_string(text, "null"));
        else if (strings != NULL) done = done && add_json_string(text, strings[i]);
    }
    return done && ovf_text_add_string(text, "]");
}

static bool add_time(ovf_text *text, OGRFeatureH feature, int index)
{
    int year, month, day, hour, minute, zone;
    float second;
    char written[64];
    if (!OGR_F_GetFieldAsDateTimeEx(feature, index, &year, &month, &day, &hour, &minute, &second,
                                    &zone))
        return true;
    OGRFieldType type = type_of(feature, index);
    if (type == OFTDate) {
        snprintf(written, sizeof written, "%04d-%02d-%02d", year, month, day);
    } else if (type == OFTTime) {
        snprintf(written, sizeof written, "%02d:%02d:%02d", hour, minute, (int)second);
    } else {
        double seconds;
        if (!ovf_field_time(feature, index, &seconds)) return true;
        ovf_time_format(seconds, written);
        size_t length = strlen(written);
        if (zone <= 1 && length != 0) written[length - 1] = '\0';
    }
    return ovf_text_add_string(text, written);
}

bool ovf_field_add_text(ovf_text *text, OGRFeatureH feature, int index)
{
    switch (type_of(feature, index)) {
    case OFTInteger:
    case OFTInteger64: return add_integer(text, OGR_F_GetFieldAsInteger64(feature, index));
    case OFTReal: return add_real(text, OGR_F_GetFieldAsDouble(feature, index));
    case OFTDate:
    case OFTTime:
    case OFTDateTime: return add_time(text, feature, index);
    case OFTIntegerList:
    case OFTInteger64List:
    case OFTRealList:
    case OFTStringList: return add_list(text, feature, index);
    default: return ovf_field_add_utf8(text, OGR_F_GetFieldAsString(feature, index));
    }
}

bool ovf_field_time(OGRFeatureH feature, int index, double *seconds)
{
    int year, month, day, hour, minute, zone;
    float second;
    OGRFieldType type = type_of(feature, index);
    if (type != OFTDateTime && type != OFTDate) return false;
    if (!OGR_F_GetFieldAsDateTimeEx(feature, index, &year, &month, &day, &hour, &minute, &second,
                                    &zone))
        return false;
    if (month < 1 || month > 12) return false;
    /* OGR keeps seconds as a float, good to a few microseconds below 60: what was meant are
     * milliseconds. */
    double exact = round((double)second * 1000) / 1000;
    /* OGR counts zones in quarters of an hour, 100 being UTC, 1 local time and 0 unknown. */
    int offset_minutes = zone > 1 ? (zone - 100) * 15 : 0;
    *seconds = (double)(ovf_time_days(year, month, day) * 86400 + hour * 3600 +
                        (minute - offset_minutes) * 60) +
               exact;
    return true;
}

bool ovf_field_number(OGRFeatureH feature, int index, double *number)
{
    OGRFieldType type = type_of(feature, index);
    if (type == OFTInteger || type == OFTInteger64 || type == OFTReal) {
        *number = OGR_F_GetFieldAsDouble(feature, index);
        return true;
    }
    if (type != OFTString) return false;
    const char *text = OGR_F_GetFieldAsString(feature, index);
    char *end;
    *number = CPLStrtod(text, &end);
    return end != text && *end == '\0';
}
