/* A library to preload, which lets one allocation, or one call that writes, fail.
 * tests/cli/memory.py and tests/cli/writes.py compile it.
 *
 * FAIL_CLASS  who asks for memory: "own" is the program, "libc" the C library for it (strdup,
 *             fopen), "library" any other; "write" is a call that writes
 * FAIL_AT     which of them fails, from 1 on; 0: none
 * FAIL_ON     set: all that follow fail as well
 * FAIL_HOW    of writes: a number of errno, "short" for a write that takes only half, or "lost" for
 *             one that takes all and writes nothing
 * FAIL_COUNT  a file: how many there were of each class, when the program ends
 * FAIL_BELOW  of writes: only those into files below this folder count
 * FAIL_INTO   of writes: only those into files whose names end so count */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OWN, LIBC, LIBRARY, WRITE, CLASSES };
static const char *const classes[] = {"own", "libc", "library", "write"};

static int wanted = -1, reason = ENOSPC;
static bool armed, on, halves, loses, tells_writes; /* whether writes count */
static long at;
static atomic_long counts[CLASSES];
static const char *below, *into, *report;

typedef struct {
    uintptr_t begin, end;
} range;
static range program, c_library;

static int find_ranges(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    (void)context;
    bool is_program = info->dlpi_name[0] == '\0',
         is_c = strstr(info->dlpi_name, "/libc.so") != NULL;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type != PT_LOAD || !(is_program || is_c)) continue;
        range *to = is_program ? &program : &c_library;
        uintptr_t begin = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        if (to->begin == 0 || begin < to->begin) to->begin = begin;
        if (begin + info->dlpi_phdr[i].p_memsz > to->end)
            to->end = begin + info->dlpi_phdr[i].p_memsz;
    }
    return 0;
}

static bool within(const range *in, const void *address)
{
    return (uintptr_t)address >= in->begin && (uintptr_t)address < in->end;
}

static bool is_next(int class)
{
    long now = atomic_fetch_add(&counts[class], 1) + 1;
    return class == wanted && at > 0 && (on ? now >= at : now == at);
}

/* ---- memory: what the program's malloc calls ---- */

static bool refuse(const void *asker)
{
    if (!armed) return false;
    int class = within(&program, asker) ? OWN : within(&c_library, asker) ? LIBC : LIBRARY;
    if (!is_next(class)) return false;
    errno = ENOMEM;
    return true;
}

/* The program's malloc keeps a frame pointer: above it is who called that. */
#define ASKER __builtin_return_address(1)

void *__libc_malloc(size_t size)
{
    static void *(*real)(size_t);
    if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "__libc_malloc");
    return refuse(ASKER) ? NULL : real(size);
}

void *__libc_calloc(size_t number, size_t size)
{
    static void *(*real)(size_t, size_t);
    if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "__libc_calloc");
    return refuse(ASKER) ? NULL : real(number, size);
}

void *__libc_realloc(void *old, size_t size)
{
    static void *(*real)(void *, size_t);
    if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "__libc_realloc");
    return size != 0 && refuse(ASKER) ? NULL : real(old, size);
}

void *__libc_memalign(size_t alignment, size_t size)
{
    static void *(*real)(size_t, size_t);
    if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "__libc_memalign");
    return refuse(ASKER) ? NULL : real(alignment, size);
}

/* ---- writing ---- */

static bool is_below(const char *path)
{
    char whole[4096];
    if (path == NULL || below == NULL) return path != NULL;
    if (path[0] != '/') {
        if (getcwd(whole, sizeof whole) == NULL) return false;
        return strncmp(whole, below, strlen(below)) == 0;
    }
    return strncmp(path, below, strlen(below)) == 0;
}

static bool is_file_below(int file)
{
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return false;
    path[length] = '\0';
    size_t end = into == NULL ? 0 : strlen(into);
    if (end > (size_t)length || strcmp(path + length - end, into == NULL ? "" : into) != 0)
        return false;
    return file == STDOUT_FILENO || is_below(path);
}

static bool breaks(void)
{
    if (!is_next(WRITE)) return false;
    errno = reason;
    return true;
}

#define REAL(name, ...)            \
    static __typeof__(name) *real; \
    if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, #name)

static bool writes(int file)
{
    return armed && tells_writes && file != STDERR_FILENO && is_file_below(file);
}

ssize_t write(int file, const void *bytes, size_t size)
{
    REAL(write);
    if (!writes(file) || !breaks()) return real(file, bytes, size);
    if (loses) return (ssize_t)size;
    return halves && size > 1 ? real(file, bytes, size / 2) : -1;
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset)
{
    REAL(pwrite);
    if (!writes(file) || !breaks()) return real(file, bytes, size, offset);
    if (loses) return (ssize_t)size;
    return halves && size > 1 ? real(file, bytes, size / 2, offset) : -1;
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t offset)
{
    REAL(pwrite64);
    if (!writes(file) || !breaks()) return real(file, bytes, size, offset);
    if (loses) return (ssize_t)size;
    return halves && size > 1 ? real(file, bytes, size / 2, offset) : -1;
}

/* glibc writes its streams by calls that cannot be replaced: what a stream writes is given to the
 * calls above. */
static bool streams(FILE *file) { return file != NULL && writes(fileno(file)); }

size_t fwrite(const void *items, size_t size, size_t number, FILE *file)
{
    REAL(fwrite);
    if (!streams(file) || halves || !breaks()) return real(items, size, number, file);
    if (loses) return number;
    file->_flags |= 0x20; /* as glibc does it (_IO_ERR_SEEN), for ferror */
    return number / 2;
}

int fflush(FILE *file)
{
    REAL(fflush);
    if (!streams(file) || halves || loses || !breaks()) return real(file);
    file->_flags |= 0x20;
    return EOF;
}

int fclose(FILE *file)
{
    REAL(fclose);
    bool fails = streams(file) && !halves && !loses && breaks();
    int done = real(file);
    if (!fails) return done;
    errno = reason;
    return EOF;
}

int close(int file)
{
    REAL(close);
    bool counted = armed && tells_writes && !halves && !loses && file > STDERR_FILENO &&
                   (fcntl(file, F_GETFL) & O_ACCMODE) != O_RDONLY && is_file_below(file);
    bool fails = counted && breaks();
    int done = real(file);
    if (!fails) return done;
    errno = reason;
    return -1;
}

int fsync(int file)
{
    REAL(fsync);
    return writes(file) && !halves && !loses && breaks() ? -1 : real(file);
}

int fdatasync(int file)
{
    REAL(fdatasync);
    return writes(file) && !halves && !loses && breaks() ? -1 : real(file);
}

int ftruncate(int file, off_t size)
{
    REAL(ftruncate);
    return writes(file) && !halves && !loses && breaks() ? -1 : real(file, size);
}

int ftruncate64(int file, off64_t size)
{
    REAL(ftruncate64);
    return writes(file) && !halves && !loses && breaks() ? -1 : real(file, size);
}

static bool names(const char *path)
{
    return armed && tells_writes && !halves && !loses && is_below(path) && breaks();
}

int rename(const char *from, const char *to)
{
    REAL(rename);
    return names(to) ? -1 : real(from, to);
}

int renameat2(int old, const char *from, int new, const char *to, unsigned flags)
{
    REAL(renameat2);
    return names(to) ? -1 : real(old, from, new, to, flags);
}

int link(const char *from, const char *to)
{
    REAL(link);
    return names(to) ? -1 : real(from, to);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir);
    return names(path) ? -1 : real(path, mode);
}

char *mkdtemp(char *path)
{
    REAL(mkdtemp);
    return names(path) ? NULL : real(path);
}

static bool opens(const char *path, int flags)
{
    return (flags & O_ACCMODE) != O_RDONLY && names(path);
}

#define OPEN(name)                                                       \
    int name(const char *path, int flags, ...)                           \
    {                                                                    \
        REAL(name);                                                      \
        va_list more;                                                    \
        va_start(more, flags);                                           \
        mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0; \
        va_end(more);                                                    \
        return opens(path, flags) ? -1 : real(path, flags, mode);        \
    }
OPEN(open)
OPEN(open64)

#define FOPEN(name)                                                                   \
    FILE *name(const char *path, const char *mode)                                    \
    {                                                                                 \
        REAL(name);                                                                   \
        return strpbrk(mode, "wa+") != NULL && names(path) ? NULL : real(path, mode); \
    }
FOPEN(fopen)
FOPEN(fopen64)

/* ---- beginning and end ---- */

static void tell(void)
{
    char line[200];
    if (report == NULL) return;
    armed = false;
    int file = (int)syscall(SYS_openat, AT_FDCWD, report, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    int length = 0;
    for (int i = 0; i < CLASSES; i++)
        length += snprintf(line + length, sizeof line - (size_t)length, "%s %ld\n", classes[i],
                           atomic_load(&counts[i]));
    (void)!syscall(SYS_write, file, line, (size_t)length);
    syscall(SYS_close, file);
}

static void begin(void)
{
    const char *class = getenv("FAIL_CLASS"), *which = getenv("FAIL_AT"), *how = getenv("FAIL_HOW");
    for (int i = 0; i < CLASSES && class != NULL; i++)
        if (strcmp(class, classes[i]) == 0) wanted = i;
    at = which == NULL ? 0 : atol(which);
    on = getenv("FAIL_ON") != NULL;
    halves = how != NULL && strcmp(how, "short") == 0;
    loses = how != NULL && strcmp(how, "lost") == 0;
    if (how != NULL && !halves && !loses) reason = atoi(how);
    below = getenv("FAIL_BELOW");
    into = getenv("FAIL_INTO");
    report = getenv("FAIL_COUNT");
    tells_writes = wanted == WRITE || report != NULL;
    dl_iterate_phdr(find_ranges, NULL);
    if (report != NULL) atexit(tell);
    armed = true;
}

static int (*real_main)(int, char **, char **);

static int main_after(int argc, char **argv, char **environment)
{
    begin();
    return real_main(argc, argv, environment);
}

/* What is counted begins with main: before it the libraries set themselves up. */
int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*loader)(void), void *stack)
{
    int (*real)(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void),
                void (*)(void), void *);
    *(void **)&real = dlsym(RTLD_NEXT, "__libc_start_main");
    real_main = main;
    return real(main_after, argc, argv, init, fini, loader, stack);
}
