#include "system/pipeline.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "base/reading_limits.h"

#define MOST_JOBS OVF_LIMIT_THREADS

/* The items go round: the one with number n is items[n % item_count]. Those numbered from
 * `committed` to `read` - 1 are under way. */
typedef struct {
    const ovf_pipeline *pipeline;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool *done; /* of each item: worked on, and waiting to be committed */
    uint64_t read, committed;
    bool reading, committing; /* a thread is at it */
    bool ended;               /* there is nothing more to read */
    bool failed;              /* committing has failed: all stop */
    ovf_error failure;
    ovf_error read_failure; /* comes after all that was read */
} state;

typedef struct {
    state *shared;
    void *worker;
} thread;

static void *item_of(const state *s, uint64_t number)
{
    return s->pipeline->items[number % s->pipeline->item_count];
}

/* Nothing is left for anybody to do. */
static bool is_over(const state *s) { return s->failed || (s->ended && s->committed == s->read); }

/* Each of these is called with the lock held, gives it away while it is at it, and returns with it
 * held. */

static void read_and_work(state *s, void *worker)
{
    const ovf_pipeline *p = s->pipeline;
    uint64_t number = s->read;
    bool end = false;
    ovf_error error = {0};
    s->reading = true;
    pthread_mutex_unlock(&s->lock);
    ovf_status status = p->read(p->context, item_of(s, number), &end, &error);
    pthread_mutex_lock(&s->lock);
    s->reading = false;
    if (status != OVF_OK || end) {
        s->ended = true;
        s->read_failure = error;
        s->read_failure.status = status;
        pthread_cond_broadcast(&s->changed);
        return;
    }
    s->done[number % p->item_count] = false;
    s->read++;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
    p->work(p->context, worker, item_of(s, number));
    pthread_mutex_lock(&s->lock);
    s->done[number % p->item_count] = true;
    pthread_cond_broadcast(&s->changed);
}

static void commit(state *s, void *worker)
{
    const ovf_pipeline *p = s->pipeline;
    ovf_error error = {0};
    s->committing = true;
    pthread_mutex_unlock(&s->lock);
    ovf_status status = p->commit(p->context, worker, item_of(s, s->committed), &error);
    pthread_mutex_lock(&s->lock);
    s->committing = false;
    if (status == OVF_OK) {
        s->committed++;
    } else {
        s->failed = true;
        s->failure = error;
        s->failure.status = status;
    }
    pthread_cond_broadcast(&s->changed);
}

static void take_part(state *s, void *worker)
{
    pthread_mutex_lock(&s->lock);
    while (!is_over(s)) {
        bool waits = s->committed < s->read && s->done[s->committed % s->pipeline->item_count];
        if (waits && !s->committing) commit(s, worker);
        else if (!s->reading && !s->ended && s->read - s->committed < s->pipeline->item_count)
            read_and_work(s, worker);
        else pthread_cond_wait(&s->changed, &s->lock);
    }
    pthread_mutex_unlock(&s->lock);
}

static void *start(void *given)
{
    thread *self = given;
    take_part(self->shared, self->worker);
    return NULL;
}

/* The calling thread takes part as well; where the system gives fewer threads than were asked for,
 * these do the work. */
static ovf_status run(state *s, ovf_error *error)
{
    const ovf_pipeline *p = s->pipeline;
    thread *threads = ovf_array_new(p->jobs, sizeof *threads);
    pthread_t *ids = ovf_array_new(p->jobs, sizeof *ids);
    size_t started = 1;
    if (threads == NULL || ids == NULL) {
        free(threads);
        free(ids);
        return ovf_fail_memory(error);
    }
    for (; started < p->jobs; started++) {
        threads[started] = (thread){s, p->workers[started]};
        if (pthread_create(&ids[started], NULL, start, &threads[started]) != 0) break;
    }
    take_part(s, p->workers[0]);
    for (size_t i = 1; i < started; i++) pthread_join(ids[i], NULL);
    free(threads);
    free(ids);
    const ovf_error *failure = s->failed ? &s->failure : &s->read_failure;
    if (failure->status != OVF_OK && error != NULL) *error = *failure;
    return failure->status;
}

ovf_status ovf_pipeline_run(const ovf_pipeline *pipeline, ovf_error *error)
{
    state s = {.pipeline = pipeline, .done = ovf_array_new(pipeline->item_count, sizeof *s.done)};
    if (s.done == NULL) return ovf_fail_memory(error);
    pthread_mutex_init(&s.lock, NULL);
    pthread_cond_init(&s.changed, NULL);
    ovf_status status = run(&s, error);
    pthread_cond_destroy(&s.changed);
    pthread_mutex_destroy(&s.lock);
    free(s.done);
    return status;
}

size_t ovf_pipeline_jobs(size_t wanted)
{
    long cores = wanted > 0 ? 0 : sysconf(_SC_NPROCESSORS_ONLN);
    size_t jobs = wanted > 0 ? wanted : cores < 1 ? 1 : (size_t)cores;
    return jobs < MOST_JOBS ? jobs : MOST_JOBS;
}
