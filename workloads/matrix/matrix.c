/*
 * Multiplies two N x N matrices of doubles over and over for a given time and says how fast that went.
 *
 *   matrix w|nw SIZE SECONDS [warmup=SECONDS] [slow=PERCENT] [corrupt=ELEMENT]
 *
 * The output and the options are described in workloads/README.md. The same program in Java is Matrix.java.
 *
 * The work is divided into steps. A step adds a[row][k] * b[k][*] to c[row][*]: 2N floating point operations, one pass
 * over two rows. N steps make a row, N*N steps a multiplication. The clock is read between steps, so the gate ends on
 * time even where a multiplication takes hours, and throughput counts the steps that were done, not only whole
 * multiplications.
 *
 * All elements are small integers, so every sum is exact in a double and the check compares without a tolerance.
 */
#include "../contract.h"

#include <math.h>

static const char USAGE[] = "matrix w|nw SIZE SECONDS [warmup=SECONDS] [slow=PERCENT] [corrupt=ELEMENT]";

enum { SMALLEST = 2, LARGEST = 16384 };

/* The clock is read after work of about this length: short against a sampling interval, long against reading a clock. */
static const double SHORTEST_SLICE = 0.00025, LONGEST_SLICE = 0.001;

enum { LARGEST_ELEMENT = 9, FACTORS = 7, LARGEST_WEIGHT = 1000 };

struct arguments {
    bool warm;
    size_t n;
    double seconds, warmup, slow;
    bool corrupt;
    uint64_t corrupted;
};

/* c = a * b, each row after row; weights and weighted are the two vectors of the check. */
struct matrices {
    size_t n;
    double *a, *b, *c, *weights, *weighted;
};

/* What has been done: whole multiplications, rows of the one under way, steps of the row under way. */
struct progress {
    uint64_t multiplications;
    size_t row, k;
};

/*
 * Multiplication m computes factor(m) * a * b, so what one left behind is wrong for the next: no multiplication can be
 * skipped, by a compiler or by a mistake, without the check noticing.
 */
static double factor(uint64_t multiplication)
{
    return 1.0 + (double)(multiplication % FACTORS);
}

static void add_steps(const struct matrices *m, size_t row, size_t from, size_t to, double factor)
{
    size_t n = m->n;
    const double *a = m->a + row * n;
    double *restrict c = m->c + row * n;
    if (from == 0) {
        memset(c, 0, n * sizeof *c);
    }
    for (size_t k = from; k < to; k++) {
        const double *restrict b = m->b + k * n;
        double x = factor * a[k];
        for (size_t j = 0; j < n; j++) {
            c[j] += x * b[j];
        }
    }
}

static void advance(const struct matrices *m, struct progress *at, uint64_t steps)
{
    while (steps > 0) {
        size_t run = m->n - at->k;
        if (run > steps) {
            run = (size_t)steps;
        }
        add_steps(m, at->row, at->k, at->k + run, factor(at->multiplications));
        steps -= run;
        at->k += run;
        if (at->k == m->n) {
            at->k = 0;
            at->row++;
        }
        if (at->row == m->n) {
            at->row = 0;
            at->multiplications++;
        }
    }
}

/* Works for the given time, at least one step; returns the seconds it took. */
static double work(const struct matrices *m, struct progress *at, double seconds)
{
    uint64_t slice = 1;
    double start = now(), last = start;
    for (;;) {
        advance(m, at, slice);
        double time = now();
        if (time - start >= seconds) {
            return time - start;
        }
        if (time - last < SHORTEST_SLICE) {
            slice *= 2;
        } else if (time - last > LONGEST_SLICE && slice > 1) {
            slice /= 2;
        }
        last = time;
    }
}

/* An integer from -largest to largest, never 0: an element that is 0 would hide a step that was not done. */
static double small_integer(uint64_t *state, unsigned largest)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u; /* Knuth's MMIX generator */
    unsigned bits = (unsigned)(*state >> 33);
    double size = 1.0 + (double)(bits / 2 % largest);
    return bits % 2 == 0 ? size : -size;
}

/* Touches every page, so that page faults are over before the gate. c starts as NaN: what was not computed is not right. */
static void fill(const struct matrices *m)
{
    uint64_t random = 20260101;
    for (size_t i = 0; i < m->n * m->n; i++) {
        m->a[i] = small_integer(&random, LARGEST_ELEMENT);
        m->b[i] = small_integer(&random, LARGEST_ELEMENT);
        m->c[i] = NAN;
    }
    for (size_t i = 0; i < m->n; i++) {
        m->weights[i] = small_integer(&random, LARGEST_WEIGHT);
    }
}

static struct matrices allocate(size_t n)
{
    uint64_t bytes = (3 * (uint64_t)n + 2) * n * sizeof(double);
    double *block = bytes <= SIZE_MAX ? malloc((size_t)bytes) : NULL;
    if (block == NULL) {
        fprintf(stderr, "SIZE %zu needs %llu bytes, more than there are\n", n, (unsigned long long)bytes);
        exit(EXIT_FAILED);
    }
    size_t square = n * n;
    return (struct matrices){n, block, block + square, block + 2 * square, block + 3 * square, block + 3 * square + n};
}

/* Whether a row of c holds factor * (the first `steps` terms of the row of a) * b, by way of the weights. */
static bool row_is_correct(const struct matrices *m, size_t row, size_t steps, double factor)
{
    const double *a = m->a + row * m->n, *c = m->c + row * m->n;
    double largest = (double)m->n * FACTORS * LARGEST_ELEMENT * LARGEST_ELEMENT;
    double expected = 0, found = 0;
    for (size_t j = 0; j < m->n; j++) {
        if (!(c[j] >= -largest && c[j] <= largest) || c[j] != (double)(int64_t)c[j]) {
            return false;
        }
        found += c[j] * m->weights[j];
    }
    for (size_t k = 0; k < steps; k++) {
        expected += a[k] * m->weighted[k];
    }
    return factor * expected == found;
}

/*
 * Freivalds' check: c * weights == a * (b * weights), in N^2 instead of N^3 operations, for each row that was computed,
 * the unfinished one too. Every sum stays below 2^53, so it is exact: one wrong element is always found, whatever the
 * error; a row with several wrong ones is missed by one choice of weights in 2000 at most.
 */
static bool is_correct(const struct matrices *m, const struct progress *done)
{
    for (size_t k = 0; k < m->n; k++) {
        m->weighted[k] = 0;
        for (size_t j = 0; j < m->n; j++) {
            m->weighted[k] += m->b[k * m->n + j] * m->weights[j];
        }
    }
    for (size_t row = 0; row < m->n; row++) {
        uint64_t multiplication = done->multiplications;
        size_t steps = row < done->row ? m->n : row == done->row ? done->k : 0;
        if (steps == 0) { /* not reached by the multiplication under way: it holds the one before, if any */
            if (multiplication == 0) {
                break;
            }
            multiplication--;
            steps = m->n;
        }
        if (!row_is_correct(m, row, steps, factor(multiplication))) {
            return false;
        }
    }
    return true;
}

/* The smallest error there is: the last bit of one element. */
static void flip_last_bit(double *element)
{
    uint64_t bits;
    memcpy(&bits, element, sizeof bits);
    bits ^= 1;
    memcpy(element, &bits, sizeof bits);
}

static void parse_option(const char *text, struct arguments *args)
{
    const char *value;
    if ((value = option(text, "warmup")) != NULL) {
        if (!parse_decimal(value, 0, 3600, &args->warmup)) {
            refuse(USAGE, "warmup must be 0..3600 seconds, was %s", value);
        }
    } else if ((value = option(text, "slow")) != NULL) {
        if (!parse_decimal(value, 0, 90, &args->slow)) {
            refuse(USAGE, "slow must be 0..90 percent, was %s", value);
        }
    } else if ((value = option(text, "corrupt")) != NULL) {
        uint64_t last = (uint64_t)args->n * args->n - 1;
        if (!parse_integer(value, 0, last, &args->corrupted)) {
            refuse(USAGE, "corrupt must be 0..%llu, was %s", (unsigned long long)last, value);
        }
        args->corrupt = true;
    } else {
        refuse(USAGE, "unknown option %s", text);
    }
}

static struct arguments parse(int argc, char **argv)
{
    struct arguments args = {.warmup = 5};
    uint64_t size;
    if (argc < 4) {
        refuse(USAGE, "w|nw, SIZE and SECONDS are needed, got %d argument%s", argc - 1, argc == 2 ? "" : "s");
    }
    args.warm = strcmp(argv[1], "w") == 0;
    if (!args.warm && strcmp(argv[1], "nw") != 0) {
        refuse(USAGE, "the first argument must be w (warm-up) or nw (none), was %s", argv[1]);
    }
    if (!parse_integer(argv[2], SMALLEST, LARGEST, &size)) {
        refuse(USAGE, "SIZE must be %d..%d, was %s", SMALLEST, LARGEST, argv[2]);
    }
    args.n = (size_t)size;
    if (!parse_decimal(argv[3], 0.001, 86400, &args.seconds)) {
        refuse(USAGE, "SECONDS must be 0.001..86400, was %s", argv[3]);
    }
    for (int i = 4; i < argc; i++) {
        parse_option(argv[i], &args);
    }
    return args;
}

int main(int argc, char **argv)
{
    struct arguments args = parse(argc, argv);
    struct matrices m = allocate(args.n);
    fill(&m);
    if (args.slow > 0) {
        say("planted slowdown: %g %%", args.slow);
    }
    if (args.warm && args.warmup > 0) {
        struct progress warmup = {0};
        work(&m, &warmup, args.warmup);
    }

    struct progress done = {0};
    say("BENCH_START");
    double elapsed = work(&m, &done, args.seconds);
    say("BENCH_END");

    /* With a planted slowdown this share of the steps counts for nothing, as if each needed more work than it does. */
    uint64_t square = (uint64_t)args.n * args.n;
    uint64_t steps = done.multiplications * square + (uint64_t)done.row * args.n + done.k;
    uint64_t counted = (uint64_t)((double)steps * (100 - args.slow) / 100);
    if (args.corrupt) {
        flip_last_bit(&m.c[args.corrupted]);
    }
    bool correct = is_correct(&m, &done);
    say("iterations: %llu", (unsigned long long)(counted / square));
    say("elapsed time: %.6f s", elapsed);
    say("throughput: %.3f MFLOPS", 2.0 * (double)args.n * (double)counted / elapsed / 1e6);
    say("calculation check: %s", correct ? "PASSED" : "FAILED");
    return correct ? EXIT_SUCCESS : EXIT_FAILED;
}
