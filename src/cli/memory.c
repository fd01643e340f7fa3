/* For the C library's own functions beside those that replace them. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "cli/memory.h"

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/exit.h"
#include "cli/failure.h"
#include "system/shortage.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#endif

/* ---- who gives memory ---- */

/* The sanitizers give memory themselves. Other C libraries than glibc have no second name for
 * theirs: with them only what our own code lacks is known. */
#if defined(__GLIBC__) && !defined(SANITIZED)

/* glibc's manual, "Replacing malloc". What is left out here (free, malloc_usable_size, valloc) may
 * stay glibc's, since the memory is its own. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

/* No machine has more: who asks for it was misled by a file, and refuses that. */
#define PLAUSIBLE_BYTES ((size_t)1 << 46)

/* A library that asks again and again without an end, as fontconfig does, is stopped after so many
 * failures. */
#define FAILURES_MAX 100000

static inline void *given(void *memory, size_t size)
{
    static atomic_uint failures;
    if (memory != NULL || size >= PLAUSIBLE_BYTES) return memory;
    ovf_shortage_note();
    if (atomic_fetch_add_explicit(&failures, 1, memory_order_relaxed) == FAILURES_MAX) abort();
    return NULL;
}

void *malloc(size_t size) { return given(__libc_malloc(size), size); }

void *calloc(size_t count, size_t size)
{
    bool vast = size != 0 && count > PLAUSIBLE_BYTES / size;
    return given(__libc_calloc(count, size), vast ? SIZE_MAX : 0);
}

void *realloc(void *old, size_t size)
{
    void *memory = __libc_realloc(old, size);
    return size == 0 ? memory : given(memory, size); /* of 0 bytes, it frees */
}

void *memalign(size_t alignment, size_t size);
void *memalign(size_t alignment, size_t size)
{
    return given(__libc_memalign(alignment, size), size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0)
        return EINVAL;
    void *got = memalign(alignment, size);
    if (got == NULL) return ENOMEM;
    *memory = got;
    return 0;
}

#endif

/* ---- when a library ends the process ---- */

static void end(int number)
{
    static const char sentence[] = "overflight: out of memory\n";
    if (ovf_shortage_noted()) {
        ssize_t written = write(STDERR_FILENO, sentence, sizeof sentence - 1);
        (void)written;
        _exit(CLI_FAILURE);
    }
    signal(number, SIG_DFL);
    raise(number);
}

/* An exception that nobody catches ends the process without words of the C++ library on stderr.
 * The C++ library comes with PROJ and GEOS; we are not linked with it. */
static void keep_exceptions_quiet(void)
{
    void *found = dlsym(RTLD_DEFAULT, "_ZSt13set_terminatePFvvE"); /* std::set_terminate */
    void (*(*set_terminate)(void (*)(void)))(void);
    if (found == NULL) return;
    memcpy(&set_terminate, &found, sizeof found);
    set_terminate(abort);
}

void cli_memory_begin(void)
{
#if !defined(SANITIZED)
    static const int numbers[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction action = {.sa_handler = end, .sa_flags = (int)SA_RESETHAND};
        sigemptyset(&action.sa_mask);
        sigaction(numbers[i], &action, NULL);
    }
    keep_exceptions_quiet();
#else
    (void)end;
    (void)keep_exceptions_quiet;
#endif
}

int cli_memory_finish(int status)
{
    if (!ovf_shortage_noted() || status == CLI_FAILURE || status > CLI_SIGNALLED) return status;
    return cli_fail_memory();
}
