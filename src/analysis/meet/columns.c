/* The analysis of columns: threads take blocks of routes in turn and keep the rows of each block;
 * at the end these are joined in the order of the routes. */
#include "overflight/columns.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/meet/column_routes.h"
#include "analysis/meet/scratch.h"
#include "base/array.h"
#include "base/error.h"

#define THREADS_MAX 1024
#define BLOCK_ROUTES 64
#define BLOCKS_A_THREAD 16  /* at least, while there are enough routes */
#define FIXES_A_THREAD 2048 /* below, starting a thread takes as long as what it does */

typedef struct {
    int64_t route, passages, crossings;
    double inside_m, nearest_m, first_entry_m, last_exit_m, first_entry_time_s, last_exit_time_s;
    double within_m, within_at_most_m;
    int32_t zone;
} row;

typedef struct {
    row *rows;
    size_t count;
} block;

/* What the caller gets, with the memory that its columns lie in. */
typedef struct {
    ovf_statistics columns; /* the first member: a pointer to it is one to the whole */
    double *length_m;
    uint8_t *status;
    void *rows;
} made_statistics;

/* What the threads share. */
typedef struct {
    const ovf_analyzer *analyzer;
    ovf_column_reader reader;
    bool skip_invalid;
    double *length_m;
    uint8_t *status;
    block *blocks;
    size_t block_routes, block_count;
    atomic_size_t next;   /* block to be taken */
    atomic_size_t failed; /* the first block that failed: what follows it is not wanted */
} job;

typedef struct {
    job *job;
    ovf_scratch *scratch;
    ovf_column_route taken;
    row *rows; /* of the block in hand */
    size_t row_count, row_capacity;
    size_t failed_block;
    ovf_error error; /* of it */
    pthread_t thread;
    bool started;
} worker;

static row row_of(size_t route, const ovf_meeting *meeting)
{
    size_t count = meeting->passage_count;
    row made = {.route = (int64_t)route,
                .zone = (int32_t)meeting->zone,
                .inside_m = meeting->inside_m,
                .within_m = meeting->within_m,
                .within_at_most_m = meeting->within_at_most_m,
                .passages = (int64_t)count,
                .crossings = (int64_t)meeting->crossing_count,
                .nearest_m = meeting->nearest_m,
                .first_entry_m = NAN,
                .last_exit_m = NAN,
                .first_entry_time_s = NAN,
                .last_exit_time_s = NAN};
    if (count > 0) {
        const ovf_place *entry = &meeting->passages[0].entry,
                        *exit = &meeting->passages[count - 1].exit;
        made.first_entry_m = entry->along_m;
        made.first_entry_time_s = entry->time_s;
        made.last_exit_m = exit->along_m;
        made.last_exit_time_s = exit->time_s;
    }
    return made;
}

/* What the status of a route says of why it was not analysed; none for other errors than its own.
 */
static bool is_of_route(ovf_status status, uint8_t *said)
{
    *said = status == OVF_ERROR_GEOMETRY ? OVF_ROUTE_ANTIPODAL : OVF_ROUTE_INVALID;
    return status == OVF_ERROR_INPUT || status == OVF_ERROR_GEOMETRY;
}

static ovf_status analyze_route(worker *w, size_t number, ovf_error *error)
{
    const job *j = w->job;
    const ovf_result *result;
    j->length_m[number] = NAN;
    j->status[number] = OVF_ROUTE_NULL;
    if (!ovf_column_reader_has(&j->reader, number)) return OVF_OK;
    ovf_status status = ovf_column_reader_take(&j->reader, number, &w->taken, error);
    if (status == OVF_OK)
        status = ovf_analyze_fixes(j->analyzer, &w->taken.route, &w->taken.fixes, w->scratch,
                                   &result, error);
    if (status != OVF_OK)
        return is_of_route(status, &j->status[number]) && j->skip_invalid ? OVF_OK : status;
    if (!ovf_array_reserve(&w->rows, &w->row_capacity, w->row_count + result->meeting_count,
                           sizeof *w->rows))
        return ovf_fail_memory(error);
    for (size_t m = 0; m < result->meeting_count; m++)
        w->rows[w->row_count++] = row_of(number, &result->meetings[m]);
    j->length_m[number] = result->length_m;
    j->status[number] = OVF_ROUTE_ANALYZED;
    return OVF_OK;
}

static ovf_status analyze_block(worker *w, size_t index, ovf_error *error)
{
    const job *j = w->job;
    size_t first = index * j->block_routes, last = first + j->block_routes,
           routes = j->reader.columns->route_count;
    w->row_count = 0;
    for (size_t k = first; k < last && k < routes; k++) {
        ovf_status status = analyze_route(w, k, error);
        if (status != OVF_OK) return status;
    }
    if (w->row_count == 0) return OVF_OK;
    row *rows = malloc(w->row_count * sizeof *rows);
    if (rows == NULL) return ovf_fail_memory(error);
    memcpy(rows, w->rows, w->row_count * sizeof *rows);
    j->blocks[index] = (block){rows, w->row_count};
    return OVF_OK;
}

/* Blocks are taken in order, so that all before one that has failed are in somebody's hands and
 * will be finished: which error is the first does not depend on the threads. */
static void *work(void *given)
{
    worker *w = given;
    job *j = w->job;
    for (;;) {
        size_t index = atomic_fetch_add(&j->next, 1);
        if (index >= j->block_count || index > atomic_load(&j->failed)) return NULL;
        /* Sentences of routes that are passed over are not made. */
        ovf_status status = analyze_block(w, index, j->skip_invalid ? NULL : &w->error);
        if (status == OVF_OK) continue;
        if (j->skip_invalid) ovf_fail_memory(&w->error);
        w->failed_block = index;
        size_t first = atomic_load(&j->failed);
        while (index < first && !atomic_compare_exchange_weak(&j->failed, &first, index)) continue;
        return NULL;
    }
}

/* ---- threads ---- */

static size_t thread_count(const ovf_columns *columns, size_t wanted)
{
    size_t count = wanted;
    if (wanted == 0) {
        long cores = sysconf(_SC_NPROCESSORS_ONLN);
        size_t worthwhile = 1 + columns->fix_count / FIXES_A_THREAD;
        count = cores < 1 ? 1 : (size_t)cores;
        count = count < worthwhile ? count : worthwhile;
    }
    return count < THREADS_MAX ? count : THREADS_MAX;
}

static void clear_workers(worker *workers, size_t count)
{
    for (size_t k = 0; workers != NULL && k < count; k++) {
        ovf_scratch_free(workers[k].scratch);
        ovf_column_route_clear(&workers[k].taken);
        free(workers[k].rows);
    }
    free(workers);
}

/* Lets the threads work and gives the error of the first block that has one. The calling thread is
 * the first; the others may be refused. */
static ovf_status run(job *j, size_t threads, ovf_error *error)
{
    worker *workers = ovf_array_new(threads, sizeof *workers);
    size_t ready = 0;
    while (workers != NULL && ready < threads) {
        workers[ready].job = j;
        workers[ready].failed_block = SIZE_MAX;
        if (ovf_scratch_new(&workers[ready].scratch, NULL) != OVF_OK) break;
        ready++;
    }
    if (ready == 0) {
        clear_workers(workers, threads);
        return ovf_fail_memory(error);
    }
    for (size_t k = 1; k < ready; k++) {
        workers[k].started = pthread_create(&workers[k].thread, NULL, work, &workers[k]) == 0;
        if (!workers[k].started) break;
    }
    work(&workers[0]);
    const worker *first = &workers[0];
    for (size_t k = 1; k < ready && workers[k].started; k++) {
        pthread_join(workers[k].thread, NULL);
        if (workers[k].failed_block < first->failed_block) first = &workers[k];
    }
    ovf_status status = first->failed_block < SIZE_MAX ? first->error.status : OVF_OK;
    if (status != OVF_OK && error != NULL) *error = first->error;
    clear_workers(workers, threads);
    return status;
}

/* ---- the result ---- */

static void clear_blocks(job *j)
{
    for (size_t k = 0; j->blocks != NULL && k < j->block_count; k++) free(j->blocks[k].rows);
    free(j->blocks);
}

/* The rows of all blocks as columns, which lie one after the other in one piece of memory. */
static bool join(job *j, made_statistics *made)
{
    enum { WIDE = 11 }; /* columns of 8 bytes, before the one of 4 */
    const size_t row_size = WIDE * sizeof(double) + sizeof(int32_t);
    size_t count = 0;
    for (size_t k = 0; k < j->block_count; k++) count += j->blocks[k].count;
    if (count > PTRDIFF_MAX / row_size) return false;
    made->rows = malloc(count > 0 ? count * row_size : 1);
    if (made->rows == NULL) return false;
    int64_t *route = made->rows, *passages = route + count, *crossings = passages + count;
    double *inside_m = (double *)(crossings + count), *nearest_m = inside_m + count,
           *first_entry_m = nearest_m + count, *last_exit_m = first_entry_m + count,
           *first_entry_time_s = last_exit_m + count,
           *last_exit_time_s = first_entry_time_s + count, *within_m = last_exit_time_s + count,
           *within_at_most_m = within_m + count;
    int32_t *zone = (int32_t *)(within_at_most_m + count);
    for (size_t k = 0, i = 0; k < j->block_count; k++) {
        for (size_t r = 0; r < j->blocks[k].count; r++, i++) {
            const row *from = &j->blocks[k].rows[r];
            route[i] = from->route;
            zone[i] = from->zone;
            inside_m[i] = from->inside_m;
            passages[i] = from->passages;
            crossings[i] = from->crossings;
            nearest_m[i] = from->nearest_m;
            first_entry_m[i] = from->first_entry_m;
            last_exit_m[i] = from->last_exit_m;
            first_entry_time_s[i] = from->first_entry_time_s;
            last_exit_time_s[i] = from->last_exit_time_s;
            within_m[i] = from->within_m;
            within_at_most_m[i] = from->within_at_most_m;
        }
        free(j->blocks[k].rows);
        j->blocks[k].rows = NULL;
    }
    made->columns = (ovf_statistics){.row_count = count,
                                     .route = route,
                                     .zone = zone,
                                     .inside_m = inside_m,
                                     .passages = passages,
                                     .crossings = crossings,
                                     .nearest_m = nearest_m,
                                     .first_entry_m = first_entry_m,
                                     .last_exit_m = last_exit_m,
                                     .first_entry_time_s = first_entry_time_s,
                                     .last_exit_time_s = last_exit_time_s,
                                     .within_m = within_m,
                                     .within_at_most_m = within_at_most_m,
                                     .route_count = j->reader.columns->route_count,
                                     .length_m = made->length_m,
                                     .status = made->status};
    return true;
}

/* Sets up what the threads share, but for the columns and the analyzer. */
static bool prepare(job *j, size_t routes, size_t threads, made_statistics *made)
{
    size_t share = routes / threads / BLOCKS_A_THREAD;
    j->block_routes = share < 1 ? 1 : share < BLOCK_ROUTES ? share : BLOCK_ROUTES;
    j->block_count = routes / j->block_routes + (routes % j->block_routes > 0);
    j->blocks = ovf_array_new(j->block_count, sizeof *j->blocks);
    j->length_m = made->length_m = ovf_array_new(routes, sizeof *made->length_m);
    j->status = made->status = ovf_array_new(routes, sizeof *made->status);
    atomic_init(&j->next, 0);
    atomic_init(&j->failed, SIZE_MAX);
    return j->blocks != NULL && j->length_m != NULL && j->status != NULL;
}

ovf_status ovf_analyze_columns(const ovf_analyzer *analyzer, const ovf_columns *columns,
                               const ovf_columns_options *options, ovf_statistics **statistics,
                               ovf_error *error)
{
    static const ovf_columns_options usual = {0};
    if (analyzer == NULL) return ovf_fail_null(error, "an analyzer");
    if (columns == NULL) return ovf_fail_null(error, "columns");
    if (statistics == NULL) return ovf_fail_null(error, "a place for the statistics");
    if (analyzer->zones->count > INT32_MAX)
        return ovf_fail(error, OVF_ERROR_USAGE, "columns: expected at most %d zones, found %zu",
                        INT32_MAX, analyzer->zones->count);
    if (options == NULL) options = &usual;
    job j = {.analyzer = analyzer, .skip_invalid = options->skip_invalid};
    ovf_status status = ovf_column_reader_begin(&j.reader, columns, error);
    if (status != OVF_OK) return status;
    made_statistics *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    size_t threads = thread_count(columns, options->threads);
    if (!prepare(&j, columns->route_count, threads, made)) status = ovf_fail_memory(error);
    if (threads > j.block_count) threads = j.block_count;
    if (status == OVF_OK && threads > 0) status = run(&j, threads, error);
    if (status == OVF_OK && !join(&j, made)) status = ovf_fail_memory(error);
    clear_blocks(&j);
    if (status == OVF_OK) *statistics = &made->columns;
    else ovf_statistics_free(&made->columns);
    return status;
}

void ovf_statistics_free(ovf_statistics *statistics)
{
    made_statistics *made = (made_statistics *)statistics;
    if (made == NULL) return;
    free(made->length_m);
    free(made->status);
    free(made->rows);
    free(made);
}
