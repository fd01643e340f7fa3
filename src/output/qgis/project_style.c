#include "output/qgis/project_style.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/map/package.h"
#include "output/qgis/project_rows.h"
#include "output/rows/xml.h"

/* Labels come with a quarter of what is drawn whole. */
#define LABELS_NEARER 2.0

static bool is(const char *layer, const char *name) { return strcmp(layer, name) == 0; }

/* Layers that are wholly left out from afar; routes and findings are but for violations. */
static bool is_near_only(const char *layer)
{
    return is(layer, "passages") || is(layer, "crossings") || is(layer, "nearest") ||
           is(layer, "swaths") || is(layer, OVF_FIXES_NAME);
}

void ovf_project_style_scales(ovf_bytes *bytes, const ovf_project_facts *facts, const char *layer)
{
    if (!ovf_project_has_density(facts) || !is_near_only(layer)) return;
    ovf_bytes_text(bytes, " hasScaleBasedVisibilityFlag=\"1\" maxScale=\"0\" minScale=\"");
    ovf_bytes_trimmed(bytes, facts->crowd.whole_from, 0);
    ovf_bytes_byte(bytes, '"');
}

/* So few violations that they can be seen from everywhere. */
static bool are_few(const ovf_project_facts *facts, const char *layer)
{
    /* A point costs much less than a line. */
    return is(layer, "routes") ? facts->violating_routes <= 2 * OVF_CROWD_IN_VIEW
                               : facts->findings[0] <= 20 * OVF_CROWD_IN_VIEW;
}

static void copy(ovf_bytes *bytes, const char *begin, const char *end)
{
    ovf_bytes_add(bytes, begin, (size_t)(end - begin));
}

static void scale(ovf_bytes *bytes, const char *name, double value)
{
    ovf_bytes_byte(bytes, ' ');
    ovf_bytes_text(bytes, name);
    ovf_bytes_text(bytes, "=\"");
    ovf_bytes_trimmed(bytes, value, 0);
    ovf_bytes_byte(bytes, '"');
}

/* Rules and labels, each nearer in. */
static void with_scales(ovf_bytes *bytes, const ovf_project_facts *facts, const char *layer,
                        const char *begin, const char *end)
{
    static const char rule[] = "<rule key=\"", label[] = " scaleMax=\"";
    bool has_rules = is(layer, "routes") || is(layer, "findings"), few = are_few(facts, layer);
    for (const char *at = begin; at < end;) {
        const char *next_rule = has_rules ? ovf_xml_find(at, end, rule) : NULL,
                   *next_label = ovf_xml_find(at, end, label);
        if (next_rule == NULL && next_label == NULL) {
            copy(bytes, at, end);
            return;
        }
        if (next_rule != NULL && (next_label == NULL || next_rule < next_label)) {
            const char *key = next_rule + sizeof rule - 1;
            bool violation = strncmp(key, "violat", 6) == 0;
            copy(bytes, at, next_rule + 5);
            if (is(layer, "routes")) scale(bytes, "scalemaxdenom", facts->crowd.whole_from);
            else if (!violation || !few) scale(bytes, "scalemaxdenom", facts->crowd.routes_from);
            at = next_rule + 5;
        } else {
            char *after = NULL;
            double most = strtod(next_label + sizeof label - 1, &after);
            copy(bytes, at, next_label);
            scale(bytes, "scaleMax", fmin(most, facts->crowd.whole_from / LABELS_NEARER));
            at = after + 1;
        }
    }
}

/* Rules of routes once more, with thin lines: from where routes are drawn at all, or from
 * everywhere, to where they are drawn whole. */
static void thin_rules(ovf_bytes *bytes, const ovf_project_facts *facts, const char *begin,
                       const char *end)
{
    static const char rule[] = "<rule key=\"", symbol[] = " symbol=\"";
    bool few = are_few(facts, "routes");
    for (const char *at = begin; (at = ovf_xml_find(at, end, rule)) != NULL;) {
        bool violation = strncmp(at + sizeof rule - 1, "violat", 6) == 0;
        const char *drawn = ovf_xml_find(at, end, symbol),
                   *after = drawn == NULL ? NULL : ovf_xml_find(drawn, end, "/>");
        if (after == NULL) return;
        /* The attributes but the key, and the symbol's twin. */
        const char *attributes = strchr(at + sizeof rule - 1, '"') + 1;
        ovf_bytes_text(bytes, "      <rule");
        scale(bytes, "scalemindenom", facts->crowd.whole_from);
        scale(bytes, "scalemaxdenom", violation && few ? 1e12 : facts->crowd.routes_from);
        copy(bytes, attributes, after - 1);
        ovf_bytes_text(bytes, "-thin\"/>\n");
        at = after;
    }
}

static void with_thin_rules(ovf_bytes *bytes, const ovf_project_facts *facts, const char *begin,
                            const char *end)
{
    static const char rules[] = "<rules key=\"routes\">", tail[] = "    </rules>";
    const char *from = ovf_xml_find(begin, end, rules),
               *close = from == NULL ? NULL : ovf_xml_find(from, end, tail);
    with_scales(bytes, facts, "routes", begin, close == NULL ? end : close);
    if (close == NULL) return;
    thin_rules(bytes, facts, from, close);
    with_scales(bytes, facts, "routes", close, end);
}

/* The rule of the first level again for each, at its scales. */
static void with_levels(ovf_bytes *bytes, const ovf_project_facts *facts, const char *begin,
                        const char *end)
{
    static const char head[] = "<rule key=\"level\" filter=\"level = 1\"",
                      tail[] = "\n      </rule>\n";
    const char *rule = ovf_xml_find(begin, end, head),
               *close = rule == NULL ? NULL : ovf_xml_find(rule, end, tail);
    if (close == NULL) {
        copy(bytes, begin, end);
        return;
    }
    copy(bytes, begin, rule);
    const ovf_crowd *crowd = &facts->crowd;
    for (size_t i = crowd->first; i < crowd->end; i++) {
        double least, most;
        ovf_crowd_scales(crowd, i, &least, &most);
        ovf_bytes_text(bytes, "<rule filter=\"level = ");
        ovf_bytes_count(bytes, i - crowd->first + 1);
        ovf_bytes_byte(bytes, '"');
        scale(bytes, "scalemindenom", least);
        scale(bytes, "scalemaxdenom", isfinite(most) ? most : 1e12);
        copy(bytes, rule + sizeof head - 1, close + sizeof tail - 1);
    }
    copy(bytes, close + sizeof tail - 1, end);
}

void ovf_project_style(ovf_bytes *bytes, const ovf_project_facts *facts, const char *layer,
                       bool timed, const char *begin, const char *end)
{
    static const char off[] = "<temporal enabled=\"1\"";
    const char *temporal = timed ? NULL : ovf_xml_find(begin, end, off);
    if (temporal != NULL) {
        copy(bytes, begin, temporal);
        ovf_bytes_text(bytes, "<temporal enabled=\"0\"");
        begin = temporal + sizeof off - 1;
    }
    if (is(layer, OVF_DENSITY_NAME)) with_levels(bytes, facts, begin, end);
    else if (ovf_project_has_density(facts) && is(layer, "routes"))
        with_thin_rules(bytes, facts, begin, end);
    else if (ovf_project_has_density(facts) && (is_near_only(layer) || is(layer, "findings")))
        with_scales(bytes, facts, layer, begin, end);
    else copy(bytes, begin, end);
}
