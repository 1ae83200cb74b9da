/*
 * scale DIRECTORY TICKS SLOW
 *
 * Samples every cgroup in a directory at 100 ms, cpu.stat and memory.current at each tick, the slower files at every
 * SLOWth, and prints the part of a core that it took, in percent.
 */
#include <dirent.h>

#include "cgroup.h"

#define MOST 4096
#define PERIOD_NS 100000000
#define SINGLE_FILES 5

static const char *const SLOW[SINGLE_FILES] = {"memory.events", "memory.peak", "memory.swap.current", "io.stat", "pids.current"};

static struct {
    struct keyed_file cpu_stat, memory_stat;
    int memory_current;
    int slow[SINGLE_FILES];
} targets[MOST];
static char buffer[BUFFER];

static int open_all(const char *root) {
    int count = 0;
    char path[2048];
    DIR *directory = opendir(root);
    for (struct dirent *entry = NULL; directory != NULL && count < MOST && (entry = readdir(directory)) != NULL;) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        snprintf(path, sizeof path, "%s/%s", root, entry->d_name);
        open_keyed(&targets[count].cpu_stat, path, "cpu.stat", CPU_KEYS);
        open_keyed(&targets[count].memory_stat, path, "memory.stat", MEMORY_KEYS);
        targets[count].memory_current = open_file(path, "memory.current");
        for (int i = 0; i < SINGLE_FILES; i++) {
            targets[count].slow[i] = open_file(path, SLOW[i]);
        }
        count++;
    }
    return count;
}

static void read_number(int fd) {
    uint64_t value;
    ssize_t length = read_file(fd, buffer);
    number(buffer, buffer + length, &value);
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: scale DIRECTORY TICKS SLOW\n");
        return 2;
    }
    int count = open_all(argv[1]);
    long ticks = atol(argv[2]);
    long slow = atol(argv[3]);
    double before = thread_cpu_ns();
    int64_t start = now_ns();
    for (long tick = 0; tick < ticks; tick++) {
        int64_t deadline = start + (tick + 1) * PERIOD_NS;
        struct timespec until = {.tv_sec = deadline / 1000000000, .tv_nsec = deadline % 1000000000};
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {
        }
        for (int i = 0; i < count; i++) {
            read_keyed(&targets[i].cpu_stat, buffer);
            read_number(targets[i].memory_current);
        }
        for (int i = 0; tick % slow == 0 && i < count; i++) {
            read_keyed(&targets[i].memory_stat, buffer);
            for (int file = 0; file < SINGLE_FILES; file++) {
                read_number(targets[i].slow[file]);
            }
        }
    }
    printf("%.2f\n", (thread_cpu_ns() - before) * 100 / (double) (now_ns() - start));
    return 0;
}
