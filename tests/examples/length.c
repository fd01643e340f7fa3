#include <stdio.h>
#include <overflight/overflight.h>

int main(void)
{
    const double square[] = {20, 54, 22, 54, 22, 55, 20, 55}, line[] = {19, 54.5, 23, 54.5};
    const size_t end = 4;
    ovf_zone *zone = NULL;
    ovf_route *route = NULL;
    double metres = 0;
    ovf_error error = {0};
    if (ovf_zone_new("square", OVF_EDGES_LONLAT, square, &end, 1, &zone, &error) != OVF_OK ||
        ovf_route_new("line", line, NULL, NULL, 2, &route, &error) != OVF_OK ||
        ovf_length_inside(route, zone, &metres, &error) != OVF_OK)
        fprintf(stderr, "%s\n", error.message);
    else printf("%.3f m inside\n", metres);
    ovf_route_free(route);
    ovf_zone_free(zone);
    return error.status == OVF_OK ? 0 : 1;
}
