/*
 * Small programs with a known behaviour, to try a harness on: its failure paths and the exactness of its figures.
 * Each is described in workloads/README.md.
 */
#include "../contract.h"

#include <unistd.h>

static const char USAGE[] =
    "probe hello | crash CODE|abort | hog MIB [SECONDS] | spam BYTES [noeol] | binary BYTES | noend [SECONDS]\n"
    "     | burn CPU_SECONDS [share=PERCENT] | steps MIB COUNT SECONDS";

static const uint64_t MIB = 1024 * 1024;
static const double FOREVER = 1e9;

static uint64_t integer_argument(const char *name, const char *text, uint64_t min, uint64_t max)
{
    uint64_t value;
    if (!parse_integer(text, min, max, &value)) {
        refuse(USAGE, "%s must be %llu..%llu, was %s", name, (unsigned long long)min, (unsigned long long)max, text);
    }
    return value;
}

static double decimal_argument(const char *name, const char *text, double min, double max)
{
    double value;
    if (!parse_decimal(text, min, max, &value)) {
        refuse(USAGE, "%s must be %g..%g, was %s", name, min, max, text);
    }
    return value;
}

/* Until a time on the clock of now(), however often a signal wakes it. */
static void sleep_until(double end)
{
    for (double left = end - now(); left > 0; left = end - now()) {
        double whole = (double)(long)left;
        struct timespec t = {.tv_sec = (time_t)whole, .tv_nsec = (long)((left - whole) * 1e9)};
        nanosleep(&t, NULL);
    }
}

/* Memory that counts: a byte of each page is written, so the kernel has to hand the page out. */
static volatile unsigned char *touched_memory(uint64_t mib)
{
    uint64_t bytes = mib * MIB;
    unsigned char *block = bytes <= SIZE_MAX ? malloc((size_t)bytes) : NULL;
    if (block == NULL) {
        fprintf(stderr, "cannot allocate %llu MiB\n", (unsigned long long)mib);
        exit(EXIT_FAILED);
    }
    volatile unsigned char *page = block;
    for (size_t i = 0; i < (size_t)bytes; i += 4096) {
        page[i] = 1;
    }
    return page;
}

static int hello(void)
{
    say("hello");
    return EXIT_SUCCESS;
}

/* Inside the gate, with a last word on stderr. */
static int crash(const char *how)
{
    bool by_signal = strcmp(how, "abort") == 0;
    int code = by_signal ? 0 : (int)integer_argument("CODE", how, 0, 255);
    say("BENCH_START");
    fprintf(stderr, "crashing as asked: %s\n", how);
    if (by_signal) {
        abort();
    }
    return code;
}

static int hog(uint64_t mib, double seconds)
{
    say("BENCH_START");
    for (uint64_t held = 1; held <= mib; held++) {
        touched_memory(1);
    }
    say("holding: %llu bytes", (unsigned long long)(mib * MIB));
    sleep_until(now() + seconds);
    say("BENCH_END");
    return EXIT_SUCCESS;
}

/* Text in lines of 80 bytes, newline included, or in one line that never ends. */
static int spam(uint64_t bytes, bool lines)
{
    say("BENCH_START");
    for (uint64_t i = 0; i < bytes; i++) {
        putchar(lines && i % 80 == 79 ? '\n' : 'a' + (int)(i % 26));
        if (ferror(stdout)) {
            break;
        }
    }
    flush_output();
    say("%sBENCH_END", lines && bytes % 80 != 0 ? "\n" : "");
    return EXIT_SUCCESS;
}

/* Bytes that are no text in any encoding: NUL, control characters, invalid UTF-8, escape sequences; newlines by chance. */
static int binary(uint64_t bytes)
{
    uint64_t state = 1;
    say("BENCH_START");
    for (uint64_t i = 0; i < bytes && !ferror(stdout); i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        putchar((int)(state >> 56));
    }
    flush_output();
    say("\nBENCH_END");
    return EXIT_SUCCESS;
}

static int noend(double seconds)
{
    say("BENCH_START");
    sleep_until(now() + seconds);
    return EXIT_SUCCESS;
}

/*
 * Uses CPU_SECONDS of CPU time between the gate lines. With a share it rests between slices, so that use / time = share.
 * The time is what the process itself was given: what the kernel should have put into its cgroup.
 */
static int burn(double cpu_seconds, double share)
{
    say("BENCH_START");
    double start = now(), used = 0, cpu_start = clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
    while (used < cpu_seconds) {
        double slice = used + 0.002 < cpu_seconds ? used + 0.002 : cpu_seconds;
        while (used < slice) {
            for (volatile int i = 0; i < 1000; i++) {
            }
            used = clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_start;
        }
        sleep_until(start + used * 100 / share);
    }
    double elapsed = now() - start;
    used = clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_start;
    say("BENCH_END");
    say("cpu time: %.6f s", used);
    say("elapsed time: %.6f s", elapsed);
    return EXIT_SUCCESS;
}

/* Holds 1, 2 .. COUNT blocks for SECONDS each, then none for SECONDS; says when each level was reached. */
static int steps(uint64_t mib, uint64_t count, double seconds)
{
    volatile unsigned char *blocks[64];
    say("BENCH_START");
    double start = now();
    for (uint64_t i = 0; i < count; i++) {
        blocks[i] = touched_memory(mib);
        say("step: %llu bytes at %.6f s", (unsigned long long)((i + 1) * mib * MIB), now() - start);
        sleep_until(start + (double)(i + 1) * seconds);
    }
    for (uint64_t i = 0; i < count; i++) {
        free((void *)blocks[i]);
    }
    say("step: 0 bytes at %.6f s", now() - start);
    sleep_until(start + (double)(count + 1) * seconds);
    say("BENCH_END");
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    int count = argc > 2 ? argc - 2 : 0;
    char **args = argv + 2;
    if (strcmp(name, "hello") == 0 && count == 0) {
        return hello();
    }
    if (strcmp(name, "crash") == 0 && count == 1) {
        return crash(args[0]);
    }
    if (strcmp(name, "hog") == 0 && (count == 1 || count == 2)) {
        return hog(integer_argument("MIB", args[0], 1, 1u << 20), count == 2 ? decimal_argument("SECONDS", args[1], 0, 86400) : 0);
    }
    if (strcmp(name, "spam") == 0 && (count == 1 || (count == 2 && strcmp(args[1], "noeol") == 0))) {
        return spam(integer_argument("BYTES", args[0], 1, UINT64_C(1) << 50), count == 1);
    }
    if (strcmp(name, "binary") == 0 && count == 1) {
        return binary(integer_argument("BYTES", args[0], 1, UINT64_C(1) << 50));
    }
    if (strcmp(name, "noend") == 0 && count <= 1) {
        return noend(count == 1 ? decimal_argument("SECONDS", args[0], 0, 86400) : FOREVER);
    }
    const char *share = count == 2 ? option(args[1], "share") : "100";
    if (strcmp(name, "burn") == 0 && (count == 1 || count == 2) && share != NULL) {
        return burn(decimal_argument("CPU_SECONDS", args[0], 0.001, 86400), decimal_argument("share", share, 1, 100));
    }
    if (strcmp(name, "steps") == 0 && count == 3) {
        return steps(integer_argument("MIB", args[0], 1, 4096), integer_argument("COUNT", args[1], 1, 64),
                     decimal_argument("SECONDS", args[2], 0.01, 3600));
    }
    refuse(USAGE, argc > 1 ? "no such probe, or not with these arguments: %s" : "a probe is needed%s", name);
}
