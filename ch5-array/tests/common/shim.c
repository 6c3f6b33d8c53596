// Preloaded into a test's child: counts what changes files below CH5_SHIM_DIR and, at the k-th
// change, kills the process or fails. CH5_SHIM is one letter and k: k kills before the change,
// t kills when a write has reached its last page, f fails with ENOSPC from the k-th on, o only
// the k-th. Every change, and every opened path, is a line of CH5_SHIM_LOG.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *dir;
static char action;
static long at, count;
static int out = -1;

__attribute__((constructor)) static void start(void) {
    const char *what = getenv("CH5_SHIM"), *log = getenv("CH5_SHIM_LOG");
    dir = getenv("CH5_SHIM_DIR");
    if (what) sscanf(what, "%c%ld", &action, &at);
    if (log) out = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

static void line(const char *op, const char *path, long a, long b) {
    char text[5000];
    int n = snprintf(text, sizeof text, "%s %s %ld %ld\n", op, path, a, b);
    if (out >= 0) syscall(SYS_write, out, text, (size_t)n);
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

// 0: go on; 1: fail; 2: tear.
static int hit(const char *op, int fd, const char *path, long a, long b) {
    char name[4096], link[64];
    if (!path) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t n = readlink(link, name, sizeof name - 1);
        if (n <= 0) return 0;
        name[n] = 0;
        path = name;
    }
    if (!dir || strncmp(path, dir, strlen(dir))) return 0;
    long n = __sync_add_and_fetch(&count, 1);
    line(op, path, a, b);
    if (n == at && action == 'k') die();
    if (n == at && action == 't') return 2;
    return (action == 'f' && n >= at) || (action == 'o' && n == at);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define CHANGE(type, name, args, fd, path, a, b, ...)                    \
    type name args {                                                     \
        int what = hit(#name, fd, path, a, b);                           \
        if (what == 2) die();                                            \
        if (what == 1) { errno = ENOSPC; return -1; }                    \
        return NEXT(name)(__VA_ARGS__);                                  \
    }
#define WRITE(name, off_type)                                            \
    ssize_t name(int fd, const void *data, size_t n, off_type off) {     \
        int what = hit(#name, fd, 0, off, n);                            \
        if (what == 2) {                                                 \
            off_type end = (off + n - 1) / 4096 * 4096;                  \
            if (end > off) NEXT(name)(fd, data, end - off, off);         \
            die();                                                       \
        }                                                                \
        if (what == 1) { errno = ENOSPC; return -1; }                    \
        return NEXT(name)(fd, data, n, off);                             \
    }

WRITE(pwrite, off_t)
WRITE(pwrite64, off64_t)
CHANGE(ssize_t, write, (int fd, const void *data, size_t n), fd, 0, -1, n, fd, data, n)
CHANGE(int, fsync, (int fd), fd, 0, 0, 0, fd)
CHANGE(int, fdatasync, (int fd), fd, 0, 0, 0, fd)
CHANGE(int, ftruncate, (int fd, off_t n), fd, 0, n, 0, fd, n)
CHANGE(int, ftruncate64, (int fd, off64_t n), fd, 0, n, 0, fd, n)
CHANGE(int, rename, (const char *from, const char *to), -1, to, 0, 0, from, to)
CHANGE(ssize_t, copy_file_range, (int from, off64_t *i, int to, off64_t *o, size_t n, unsigned f),
       to, 0, 0, n, from, i, to, o, n, f)
CHANGE(ssize_t, sendfile64, (int to, int from, off64_t *i, size_t n), to, 0, 0, n, to, from, i, n)

#define OPEN(name, head, ...)                                            \
    int name(head const char *path, int flags, ...) {                    \
        va_list rest;                                                    \
        va_start(rest, flags);                                           \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                                    \
        line("open", path, flags, 0);                                    \
        return NEXT(name)(__VA_ARGS__, flags, mode);                     \
    }
#define COMMA ,
OPEN(open, , path)
OPEN(open64, , path)
OPEN(openat, int at_fd COMMA, at_fd, path)
OPEN(openat64, int at_fd COMMA, at_fd, path)
