"""What the package uses of the public headers, word for word but for comments.

`tests/python/declarations.py` compares it with the headers and can write it anew."""

DECLARATIONS = [
    """typedef enum { OVF_OK = 0, OVF_ERROR_USAGE, OVF_ERROR_INPUT, OVF_ERROR_GEOMETRY,
    OVF_ERROR_IO, OVF_ERROR_MEMORY, OVF_ERROR_STOPPED, OVF_ERROR_INTERNAL } ovf_status;""",
    """typedef enum { OVF_REMEDY_NONE = 0, OVF_REMEDY_REPLACE, OVF_REMEDY_RESUME,
    OVF_REMEDY_RESUME_OR_ANEW, OVF_REMEDY_START_ANEW, OVF_REMEDY_TABLES, OVF_REMEDY_HEIGHT,
    OVF_REMEDY_CELL, OVF_REMEDY_DATE, OVF_REMEDY_REFERENCE, OVF_REMEDY_BUNDLED_RULES,
    OVF_REMEDY_BUNDLED_SENSORS, OVF_REMEDY_CRS, OVF_REMEDY_LONG_EDGES, OVF_REMEDY_GROUND,
    OVF_REMEDY_QNH, OVF_REMEDY_CLASSES, OVF_REMEDY_GEOID, OVF_REMEDY_PLANNED,
    OVF_REMEDY_KEEP_ALL, OVF_REMEDY_POINTS, OVF_REMEDY_OVER, OVF_REMEDY_TIME_COLUMN,
    OVF_REMEDY_PLACE_COLUMNS, OVF_REMEDY_WHOLE_FILE, OVF_REMEDY_FORMAT,
    OVF_REMEDY_REFERENCES, OVF_REMEDY_COUNT } ovf_remedy;""",
    "typedef struct { ovf_status status; char message[1024]; ovf_remedy remedy; } ovf_error;",
    "typedef struct { double lon; double lat; } ovf_lonlat;",
    """typedef enum { OVF_ATTRIBUTE_NULL, OVF_ATTRIBUTE_BOOLEAN, OVF_ATTRIBUTE_INTEGER,
    OVF_ATTRIBUTE_REAL, OVF_ATTRIBUTE_TEXT, OVF_ATTRIBUTE_JSON } ovf_attribute_type;""",
    """typedef struct { const char *name; ovf_attribute_type type; bool boolean; int64_t integer;
    double real; const char *text; } ovf_attribute;""",
    "typedef struct { ovf_attribute *items; size_t count; } ovf_attributes;",
    "typedef enum { OVF_EDGES_LONLAT, OVF_EDGES_GEODESIC } ovf_edges;",
    """typedef enum { OVF_CURVE_LONLAT, OVF_CURVE_GEODESIC, OVF_CURVE_LOXODROME, OVF_CURVE_ARC }
    ovf_curve_kind;""",
    """typedef struct { size_t edge; ovf_curve_kind kind; ovf_lonlat centre; bool clockwise; }
    ovf_curve;""",
    """typedef struct { ovf_lonlat *vertices; size_t count; ovf_curve *curves; size_t curve_count;
    } ovf_ring;""",
    "typedef struct { ovf_ring *rings; size_t count; } ovf_polygon;",
    """typedef struct { ovf_polygon *polygons; size_t polygon_count; struct ovf_volume *volume;
    ovf_attributes attributes; } ovf_zone_part;""",
    """typedef struct { const char *id; const char *name; const char *file; ovf_edges edges; bool
    oriented; ovf_polygon *polygons; size_t polygon_count; ovf_attributes attributes; struct
    ovf_volume *volume; ovf_zone_part *parts; size_t part_count; } ovf_zone;""",
    "typedef struct { ovf_zone *items; size_t count; } ovf_zones;",
    "typedef struct { double lon, lat; double altitude_m; double time_s; } ovf_fix;",
    """typedef struct { const char *id; const char *file; size_t number; const ovf_fix *fixes;
    size_t fix_count; const size_t *part_ends; size_t part_count; const bool *flight_levels;
    const double *heights_m; const unsigned char *height_references; const char *const
    *fix_names; ovf_attributes attributes; const unsigned char *unobserved; const size_t
    *origins; size_t left_out; const char *format; } ovf_route;""",
    """typedef void (*ovf_reject_function)(void *context, const char *file, const char *feature,
    const char *reason);""",
    """typedef void (*ovf_note_function)(void *context, const char *file, const char *feature,
    const char *note, ovf_remedy remedy);""",
    """typedef struct { const char *id_field; const char *where; ovf_edges default_edges; bool
    bundled; ovf_reject_function reject; void *reject_context; ovf_note_function refuse;
    bool members; const char *crs; bool references; bool long_edges; ovf_note_function note;
    void *note_context; const char *format; const char *columns, *flight_id; const struct
    ovf_points *points; double gap_s; double gap_m; double max_speed_mps; bool keep_all;
    bool keep_parts; } ovf_input_options;""",
    "typedef struct ovf_route_source ovf_route_source;",
    """typedef struct { double along_m; double lon, lat; double altitude_m; double time_s; }
    ovf_place;""",
    """typedef enum { OVF_CROSSING_ENTRY, OVF_CROSSING_EXIT, OVF_CROSSING_TOUCH }
    ovf_crossing_kind;""",
    """typedef enum { OVF_THROUGH_SIDE, OVF_THROUGH_FLOOR, OVF_THROUGH_CEILING, OVF_THROUGH_TIME }
    ovf_crossing_side;""",
    """typedef struct { ovf_crossing_kind kind; ovf_place place; ovf_crossing_side through; bool
    possible; } ovf_crossing;""",
    "typedef struct { ovf_place entry, exit; double length_m; bool possible; } ovf_passage;",
    """typedef struct ovf_meeting { size_t zone; double inside_m; double within_m; double
    within_at_most_m; const ovf_passage *passages; size_t passage_count; const ovf_crossing
    *crossings; size_t crossing_count; double nearest_m; ovf_place nearest_on_route;
    ovf_lonlat nearest_on_zone; const ovf_passage *outline_passages; size_t
    outline_passage_count; const ovf_crossing *outline_crossings; size_t
    outline_crossing_count; double gap_m; double gap_s; } ovf_meeting;""",
    "typedef struct ovf_finding ovf_finding;",
    """typedef struct { const ovf_route *route; double length_m; const double *fix_along_m; const
    ovf_meeting *meetings; size_t meeting_count; const struct ovf_finding *findings; size_t
    finding_count; const struct ovf_judgement *judgement; const struct ovf_observation
    *observations; size_t observation_count; } ovf_result;""",
    "typedef struct { double noon_s, rise_s, set_s; double declination_deg; } ovf_sun;",
    """typedef struct ovf_almanac { bool (*sun)(void *context, int64_t day, double longitude_deg,
    double latitude_deg, double altitude_deg, ovf_sun *sun); bool (*instants)(void *context,
    const char *zone, double shown_s, double *first_s, double *last_s); void *context; }
    ovf_almanac;""",
    "typedef struct ovf_analyzer ovf_analyzer;",
    "typedef struct ovf_scratch ovf_scratch;",
    """typedef struct { double search_m; bool flat; const struct ovf_vertical *vertical; const
    struct ovf_almanac *almanac; bool dated; double date_s, until_s; } ovf_analysis_options;""",
    """typedef struct { size_t route_count; const int32_t *offsets32; const int64_t *offsets64;
    const int32_t *part_offsets32; const int64_t *part_offsets64; size_t part_count; size_t
    fix_count; const double *lon; const double *lat; size_t stride; const double *lonlat;
    size_t dimension; const double *altitude_m; size_t altitude_stride; const double
    *time_s; size_t time_stride; const uint8_t *validity; size_t validity_offset; }
    ovf_columns;""",
    "typedef struct { size_t threads; bool skip_invalid; } ovf_columns_options;",
    """typedef struct { size_t row_count; const int64_t *route; const int32_t *zone; const double
    *inside_m; const int64_t *passages; const int64_t *crossings; const double *nearest_m;
    const double *first_entry_m; const double *last_exit_m; const double
    *first_entry_time_s; const double *last_exit_time_s; const double *within_m; const
    double *within_at_most_m; size_t route_count; const double *length_m; const uint8_t
    *status; } ovf_statistics;""",
    "typedef struct { double m2; double bound_m2; } ovf_area;",
    "const char *ovf_version(void);",
    "const char *ovf_status_name(ovf_status status);",
    "void ovf_zones_clear(ovf_zones *zones);",
    "bool ovf_edges_parse(const char *name, ovf_edges *edges);",
    """ovf_status ovf_zones_read(const char *const *files, size_t count, const ovf_input_options
    *options, ovf_zones *zones, ovf_error *error);""",
    """ovf_status ovf_route_source_open(const char *const *files, size_t count, const
    ovf_input_options *options, ovf_route_source **source, ovf_error *error);""",
    """ovf_status ovf_route_source_next(ovf_route_source *source, const ovf_route **route,
    ovf_error *error);""",
    "void ovf_route_source_free(ovf_route_source *source);",
    """ovf_status ovf_data_list(const char *folder, const char *extension, char ***paths, size_t
    *count, ovf_error *error);""",
    "ovf_status ovf_almanac_open(ovf_almanac **almanac, ovf_error *error);",
    "void ovf_almanac_free(ovf_almanac *almanac);",
    "const char *ovf_crossing_side_name(ovf_crossing_side side);",
    """ovf_status ovf_analyzer_new(const ovf_zones *zones, const ovf_analysis_options *options,
    ovf_analyzer **analyzer, ovf_error *error);""",
    "void ovf_analyzer_free(ovf_analyzer *analyzer);",
    "ovf_status ovf_scratch_new(ovf_scratch **scratch, ovf_error *error);",
    "void ovf_scratch_free(ovf_scratch *scratch);",
    """ovf_status ovf_analyze(const ovf_analyzer *analyzer, const ovf_route *route, ovf_scratch
    *scratch, const ovf_result **result, ovf_error *error);""",
    """ovf_status ovf_analyze_columns(const ovf_analyzer *analyzer, const ovf_columns *columns,
    const ovf_columns_options *options, ovf_statistics **statistics, ovf_error *error);""",
    "void ovf_statistics_free(ovf_statistics *statistics);",
    """ovf_status ovf_zone_new(const char *id, ovf_edges edges, const double *lonlat, const size_t
    *ring_ends, size_t ring_count, ovf_zone **zone, ovf_error *error);""",
    """ovf_status ovf_zone_from_wkb(const char *id, ovf_edges edges, const void *bytes, size_t
    size, ovf_zone **zone, ovf_error *error);""",
    "ovf_status ovf_zones_add(ovf_zones *zones, ovf_zone **zone, ovf_error *error);",
    "void ovf_zone_free(ovf_zone *zone);",
    """ovf_status ovf_length_inside(const ovf_route *route, const ovf_zone *zone, double *metres,
    ovf_error *error);""",
    "ovf_status ovf_route_length(const ovf_route *route, double *metres, ovf_error *error);",
    """ovf_status ovf_zone_contains(const ovf_zone *zone, double lon, double lat, bool *inside,
    ovf_error *error);""",
    """ovf_status ovf_zone_contains_each(const ovf_zone *zone, const double *lonlat, size_t count,
    bool *inside, ovf_error *error);""",
    "ovf_status ovf_zone_area(const ovf_zone *zone, ovf_area *area, ovf_error *error);",
]
