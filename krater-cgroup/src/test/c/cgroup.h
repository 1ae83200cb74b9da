/*
 * Reads the same figures of a cgroup as CgroupReader does: open descriptors, pread into one buffer, keys looked up by
 * name line by line, the next key in the file's usual order tried first. The comparator of the benchmarks.
 */
#ifndef CGROUP_H
#define CGROUP_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MAX_KEYS 8
#define BUFFER 65536

struct keyed_file {
    int fd;
    int keys;
    const char *key[MAX_KEYS];
    size_t length[MAX_KEYS];
    uint64_t value[MAX_KEYS];
    uint32_t present;
};

struct cgroup {
    struct keyed_file cpu_stat;
    struct keyed_file memory_stat;
    int memory_current;
    uint64_t current;
    int has_current;
    char buffer[BUFFER];
};

static const char *const CPU_KEYS[] = {"usage_usec", "user_usec", "system_usec", "nr_periods", "nr_throttled", "throttled_usec", NULL};
static const char *const MEMORY_KEYS[] = {"anon", "file", "kernel", "inactive_file", "pgfault", "pgmajfault", NULL};

static inline int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline double thread_cpu_ns(void) {
    struct timespec used;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return (double) used.tv_sec * 1e9 + (double) used.tv_nsec;
}

static inline int open_file(const char *directory, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(1);
    }
    return fd;
}

static inline void open_keyed(struct keyed_file *file, const char *directory, const char *name, const char *const keys[]) {
    file->fd = open_file(directory, name);
    for (file->keys = 0; keys[file->keys] != NULL; file->keys++) {
        file->key[file->keys] = keys[file->keys];
        file->length[file->keys] = strlen(keys[file->keys]);
    }
}

static inline void open_cgroup(struct cgroup *cgroup, const char *directory) {
    open_keyed(&cgroup->cpu_stat, directory, "cpu.stat", CPU_KEYS);
    open_keyed(&cgroup->memory_stat, directory, "memory.stat", MEMORY_KEYS);
    cgroup->memory_current = open_file(directory, "memory.current");
}

static inline ssize_t read_file(int fd, char *buffer) {
    ssize_t length = pread(fd, buffer, BUFFER, 0);
    if (length < 0) {
        perror("pread");
        exit(1);
    }
    return length;
}

/* A number closed by a line's end; returns whether it is one. */
static inline int number(const char *at, const char *end, uint64_t *value) {
    const char *start = at;
    uint64_t result = 0;
    while (at < end && *at >= '0' && *at <= '9') {
        result = result * 10 + (uint64_t) (*at++ - '0');
    }
    *value = result;
    return at > start && at < end && *at == '\n';
}

static inline void read_keyed(struct keyed_file *file, char *buffer) {
    const char *line = buffer;
    const char *end = buffer + read_file(file->fd, buffer);
    int next = 0;
    file->present = 0;
    while (line < end && file->present != (1u << file->keys) - 1) {
        for (int i = 0; i < file->keys; i++) {
            int key = next + i < file->keys ? next + i : next + i - file->keys;
            size_t length = file->length[key];
            if ((size_t) (end - line) > length && line[length] == ' ' && memcmp(line, file->key[key], length) == 0) {
                if (number(line + length + 1, end, &file->value[key])) {
                    file->present |= 1u << key;
                }
                next = key + 1 < file->keys ? key + 1 : 0;
                break;
            }
        }
        const char *newline = memchr(line, '\n', (size_t) (end - line));
        line = newline == NULL ? end : newline + 1;
    }
}

static inline void sample_fast(struct cgroup *cgroup) {
    read_keyed(&cgroup->cpu_stat, cgroup->buffer);
    ssize_t length = read_file(cgroup->memory_current, cgroup->buffer);
    cgroup->has_current = number(cgroup->buffer, cgroup->buffer + length, &cgroup->current);
}

static inline void sample_full(struct cgroup *cgroup) {
    sample_fast(cgroup);
    read_keyed(&cgroup->memory_stat, cgroup->buffer);
}

#endif
