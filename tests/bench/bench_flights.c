/* Reading a file of flights on one core: bench_flights FILE
 *
 * Prints how many fixes and flights were found, the sum of their positions, and million fixes a
 * second of processor time: from the file to raw flights, without analysis. */
#include "bench.h"
#include "input/formats/flight_file.h"

static double fixes, flights, sum;

int main(int argc, char **argv)
{
    const ovf_flight_wishes wishes = {.format = NULL};
    ovf_flight_file *file;
    ovf_flight *flight;
    ovf_error error;
    bool paused;
    if (argc != 2) {
        fprintf(stderr, "usage: bench_flights FILE\n");
        return 2;
    }
    double begin = cpu_ns();
    need(ovf_flight_file_open(argv[1], &wishes, &file, &error), &error);
    if (file == NULL) {
        fprintf(stderr, "bench_flights: %s is in no known format of flights\n", argv[1]);
        return 3;
    }
    for (;;) {
        need(ovf_flight_file_next(file, &flight, &paused, &error), &error);
        if (flight == NULL) break;
        flights++;
        for (size_t i = 0; i < flight->pieces.fix_count; i++)
            sum += flight->pieces.fixes[i].lon + flight->pieces.fixes[i].lat;
        fixes += (double)flight->pieces.fix_count;
        ovf_flight_free(flight);
    }
    ovf_flight_file_close(file);
    double seconds = (cpu_ns() - begin) / 1e9;
    at_least("fixes", 1, fixes);
    print("fixes", fixes);
    print("flights", flights);
    print("sum", sum);
    print("cpu_s", seconds);
    print("million_a_s", fixes / 1e6 / seconds);
    return 0;
}
