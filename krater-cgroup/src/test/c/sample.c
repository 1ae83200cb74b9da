/*
 * sample DIRECTORY fast|full SAMPLES
 *
 * For each line on standard input takes so many samples, and prints the CPU time of one in nanoseconds.
 * fast: cpu.stat and memory.current; full: memory.stat too.
 */
#include "cgroup.h"

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: sample DIRECTORY fast|full SAMPLES\n");
        return 2;
    }
    static struct cgroup cgroup;
    open_cgroup(&cgroup, argv[1]);
    int full = strcmp(argv[2], "full") == 0;
    long samples = atol(argv[3]);
    for (int command = getchar(); command != EOF; command = getchar()) {
        uint64_t sum = 0;
        double start = thread_cpu_ns();
        for (long i = 0; i < samples; i++) {
            if (full) {
                sample_full(&cgroup);
            } else {
                sample_fast(&cgroup);
            }
            sum += cgroup.cpu_stat.value[0] + cgroup.current + cgroup.memory_stat.value[0];
        }
        double one = (thread_cpu_ns() - start) / (double) samples;
        if (sum == 0 || cgroup.cpu_stat.present == 0 || !cgroup.has_current || (full && cgroup.memory_stat.present == 0)) {
            fprintf(stderr, "nothing was read\n");
            return 1;
        }
        printf("%.1f\n", one);
        fflush(stdout);
    }
    return 0;
}
