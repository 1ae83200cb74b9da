/*
 * The log contract of workloads/README.md in C: include this to write another workload.
 *
 * Portable to any C11 with clock_gettime: glibc, musl, and wasi-libc (WASI preview 1). No threads, no libm.
 */
#ifndef KRATER_CONTRACT_H
#define KRATER_CONTRACT_H

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EXIT_FAILED = 1, EXIT_USAGE = 2 };

/* Seconds of a clock that no one sets. */
static inline double clock_seconds(clockid_t clock)
{
    struct timespec t;
    if (clock_gettime(clock, &t) != 0) {
        fprintf(stderr, "cannot read the clock: %s\n", strerror(errno));
        exit(EXIT_FAILED);
    }
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline double now(void)
{
    return clock_seconds(CLOCK_MONOTONIC);
}

/* Hands what was printed to the kernel, or ends the program: a result that cannot be written must not look like success. */
static inline void flush_output(void)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "cannot write the output: %s\n", strerror(errno));
        exit(EXIT_FAILED);
    }
}

/*
 * Prints one line and flushes it, in a single write, so that the log has one timestamp for it. Full buffering is asked
 * for because musl, wasi-libc's base, writes a line in pieces where it buffers by lines.
 */
__attribute__((format(printf, 1, 2))) static inline void say(const char *format, ...)
{
    static bool buffered = false;
    if (!buffered) {
        buffered = setvbuf(stdout, NULL, _IOFBF, BUFSIZ) == 0;
    }
    va_list args;
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    flush_output();
}

/* Reads digits only: no sign, no space, no exponent, so that nothing overflows or wraps unseen. */
static inline bool parse_integer(const char *text, uint64_t min, uint64_t max, uint64_t *value)
{
    uint64_t number = 0;
    if (*text == '\0') {
        return false;
    }
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9') {
            return false;
        }
        uint64_t digit = (uint64_t)(*text - '0');
        if (digit > max || number > (max - digit) / 10) {
            return false;
        }
        number = number * 10 + digit;
    }
    *value = number;
    return number >= min;
}

/* Reads "12" or "0.25". Words that strtod would take (inf, nan, 0x1p3, 1e9) are refused. */
static inline bool parse_decimal(const char *text, double min, double max, double *value)
{
    size_t length = strlen(text);
    if (length == 0 || length > 20 || strspn(text, "0123456789.") != length || text[0] == '.') {
        return false;
    }
    char *end;
    *value = strtod(text, &end);
    return *end == '\0' && *value >= min && *value <= max;
}

/* If text is "name=value", the value; else NULL. */
static inline const char *option(const char *text, const char *name)
{
    size_t length = strlen(name);
    return strncmp(text, name, length) == 0 && text[length] == '=' ? text + length + 1 : NULL;
}

/* Says what is wrong with the arguments, how they should be, and exits with 2. */
__attribute__((format(printf, 2, 3), noreturn)) static inline void refuse(const char *usage, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\nusage: %s\n", usage);
    exit(EXIT_USAGE);
}

#endif
