/* Makes one write below a folder fail, or ends the process in the middle of it.

   Loaded by LD_PRELOAD, so that it sees what Python and SQLite ask of the system. Counts whatever
   changes the disk, and at the n-th does what `faults_arm` was told. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum how { ONCE, FULL, KILLED };

static char folder[PATH_MAX];
static long nth, seen;
static enum how how;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

void faults_arm(const char *root, long at, int what)
{
    snprintf(folder, sizeof folder, "%s/", root);
    seen = 0;
    how = what;
    nth = at;
}

/* Whether it has come to that yet. */
int faults_fired(void) { return nth && __sync_add_and_fetch(&seen, 0) >= nth; }

static void told(const char *call, const char *path)
{
    char line[PATH_MAX + 32];
    int length = snprintf(line, sizeof line, "%s %s\n", call, path);
    if (REAL(write)(STDOUT_FILENO, line, length) < 0)
        abort();
}

/* 0: go on; 1: fail; a write is cut in half first. */
static int due(const char *call, const char *path)
{
    if (!nth || strncmp(path, folder, strlen(folder)))
        return 0;
    long now = __sync_add_and_fetch(&seen, 1);
    if (now < nth || (now > nth && how != FULL))
        return 0;
    if (now == nth)
        told(call, path);
    errno = ENOSPC;
    return 1;
}

static void end_if_asked(void)
{
    if (how == KILLED)
        kill(getpid(), SIGKILL);
}

static int due_at(const char *call, int handle)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return due(call, path);
}

/* Half of a write is there before it fails the process, or before the disk is full for good. */
#define HALF(done) \
    do { \
        if (how == ONCE || faults_past()) \
            return -1; \
        ssize_t half = (done); \
        end_if_asked(); \
        return half; \
    } while (0)

static int faults_past(void) { return __sync_add_and_fetch(&seen, 0) > nth; }

ssize_t write(int handle, const void *from, size_t count)
{
    if (!due_at("write", handle))
        return REAL(write)(handle, from, count);
    HALF(REAL(write)(handle, from, count / 2));
}

ssize_t pwrite64(int handle, const void *from, size_t count, off64_t at)
{
    if (!due_at("pwrite", handle))
        return REAL(pwrite64)(handle, from, count, at);
    HALF(REAL(pwrite64)(handle, from, count / 2, at));
}

#define FAILS(call, path, ...) \
    do { \
        if (!due(#call, path)) \
            return REAL(call)(__VA_ARGS__); \
        end_if_asked(); \
        return -1; \
    } while (0)

#define FAILS_AT(call, ...) \
    do { \
        if (!due_at(#call, handle)) \
            return REAL(call)(__VA_ARGS__); \
        end_if_asked(); \
        return -1; \
    } while (0)

int fsync(int handle) { FAILS_AT(fsync, handle); }
int fdatasync(int handle) { FAILS_AT(fdatasync, handle); }
int ftruncate64(int handle, off64_t size) { FAILS_AT(ftruncate64, handle, size); }
int rename(const char *from, const char *to) { FAILS(rename, to, from, to); }
int link(const char *from, const char *to) { FAILS(link, to, from, to); }
int mkdir(const char *path, mode_t mode) { FAILS(mkdir, path, path, mode); }

int unlink(const char *path)
{
    /* What is full can still be emptied. */
    if (how == KILLED)
        FAILS(unlink, path, path);
    return REAL(unlink)(path);
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (!(flags & O_CREAT) || REAL(access)(path, F_OK) == 0)
        return REAL(open64)(path, flags, mode);
    FAILS(open64, path, path, flags, mode);
}
