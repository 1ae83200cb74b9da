/*
 * pace DIRECTORY PERIOD_MS SECONDS
 *
 * Takes a sample at each of the absolute deadlines start + k x period, sleeping with clock_nanosleep(TIMER_ABSTIME) in
 * between, and prints how late each sample began: a line in nanoseconds each.
 */
#include "cgroup.h"

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: pace DIRECTORY PERIOD_MS SECONDS\n");
        return 2;
    }
    static struct cgroup cgroup;
    open_cgroup(&cgroup, argv[1]);
    int64_t period = atol(argv[2]) * 1000000;
    long ticks = atol(argv[3]) * 1000000000 / period;
    int64_t *lateness = malloc((size_t) ticks * sizeof *lateness);
    int64_t start = now_ns();
    for (long tick = 0; tick < ticks; tick++) {
        int64_t deadline = start + (tick + 1) * period;
        struct timespec until = {.tv_sec = deadline / 1000000000, .tv_nsec = deadline % 1000000000};
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {
        }
        lateness[tick] = now_ns() - deadline;
        sample_fast(&cgroup);
    }
    for (long tick = 0; tick < ticks; tick++) {
        printf("%ld\n", (long) lateness[tick]);
    }
    return 0;
}
