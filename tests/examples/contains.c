/* Which cities lie inside a zone of a file: Kaliningrad with its waters, among the bundled zones.
 */
#include <stdio.h>
#include <overflight/overflight.h>

int main(void)
{
    static const struct {
        const char *name;
        double lon, lat;
    } cities[] = {
        {"Kaliningrad", 20.51, 54.71}, {"Gdansk", 18.65, 54.35}, {"Klaipeda", 21.13, 55.71}};
    char path[4096];
    const char *file = path;
    ovf_zones zones = {0};
    ovf_error error = {0};
    if (ovf_data_path("zones/kaliningrad.geojson", path, sizeof path, &error) != OVF_OK ||
        ovf_zones_read(&file, 1, NULL, &zones, &error) != OVF_OK)
        fprintf(stderr, "%s\n", error.message);
    const ovf_zone *zone = ovf_zones_find(&zones, "kaliningrad");
    for (size_t i = 0; zone != NULL && i < sizeof cities / sizeof *cities; i++) {
        bool inside = false;
        if (ovf_zone_contains(zone, cities[i].lon, cities[i].lat, &inside, &error) == OVF_OK)
            printf("%s: %s\n", cities[i].name, inside ? "inside" : "outside");
    }
    ovf_zones_clear(&zones);
    return error.status == OVF_OK ? 0 : 1;
}
