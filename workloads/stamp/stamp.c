/*
 * Stands between containerd's shim and an OCI runtime and writes when a container's create and start began and ended, in the
 * format of urunc's log: see workloads/README.md.
 *
 * It is called as the runtime is, under the name stamped-RUNTIME (a copy or a link), and calls RUNTIME from the PATH with the same
 * arguments. Whatever goes wrong with the log, the container is started all the same.
 */
#include "../contract.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const char PREFIX[] = "stamped-";
/* In a folder that only root can write to: a log in /tmp could be a link that someone else has put there. */
static const char DEFAULT_LOG[] = "/run/krater-stamps.zlog";

/* The marks in order; a mark's place is its id. */
static const char *const NAMES[] = {
    "CR.invoked", "CR.runtime_started", "CR.terminated", "ST.invoked", "ST.runtime_started", "ST.terminated",
};

static int64_t nanoseconds(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_REALTIME, &t) != 0) {
        return -1;
    }
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* One write a mark, at the end of the file, so that the lines of several containers do not mix. */
static void stamp(int log, const char *container, int mark, int64_t at)
{
    char line[512];
    int length = snprintf(line, sizeof line,
                          "{\"containerID\":\"%s\",\"timestampID\":\"TS%02d\",\"timestampName\":\"%s\","
                          "\"timestampOrder\":%d,\"time\":%lld}\n",
                          container, mark, NAMES[mark], mark, (long long)at);
    if (log >= 0 && at >= 0 && length > 0 && (size_t)length < sizeof line && write(log, line, (size_t)length) != length) {
        fprintf(stderr, "stamp: cannot write the log: %s\n", strerror(errno));
    }
}

/* Options of runc and crun whose value is an argument of its own. */
static bool takes_value(const char *option)
{
    static const char *const WITH_VALUE[] = {"--root", "--log", "--log-format", "--criu", "--rootless", "--cgroup-manager"};
    for (size_t i = 0; i < sizeof WITH_VALUE / sizeof *WITH_VALUE; i++) {
        if (strcmp(option, WITH_VALUE[i]) == 0) {
            return true;
        }
    }
    return false;
}

static const char *command(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] != '-') {
            return argv[i];
        }
        i += takes_value(argv[i]);
    }
    return "";
}

/* What the OCI runtimes take as an id, and so what needs no escape in JSON. */
static bool is_id(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && length <= 256
           && strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-.") == length;
}

static int open_log(void)
{
    const char *path = getenv("KRATER_STAMPS");
    path = path != NULL && path[0] != '\0' ? path : DEFAULT_LOG;
    int log = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (log < 0) {
        fprintf(stderr, "stamp: cannot open %s: %s\n", path, strerror(errno));
    }
    return log;
}

/* Under its own name, because crun looks at the name that it was called by. */
static void become(char **argv, char *runtime)
{
    argv[0] = runtime;
    execvp(runtime, argv);
    fprintf(stderr, "stamp: cannot run %s: %s\n", runtime, strerror(errno));
    _exit(errno == ENOENT ? 127 : 126);
}

int main(int argc, char **argv)
{
    int64_t invoked = nanoseconds();
    char *slash = strrchr(argv[0], '/');
    char *name = slash == NULL ? argv[0] : slash + 1;
    if (strncmp(name, PREFIX, sizeof PREFIX - 1) != 0 || name[sizeof PREFIX - 1] == '\0') {
        fprintf(stderr, "stamp: was called as %s; call it stamped-RUNTIME, such as stamped-runc, by a copy or a link\n", name);
        return EXIT_USAGE;
    }
    char *runtime = name + sizeof PREFIX - 1;
    const char *what = command(argc, argv);
    bool create = strcmp(what, "create") == 0;
    const char *container = argc > 2 ? argv[argc - 1] : "";
    if ((!create && strcmp(what, "start") != 0) || !is_id(container)) {
        become(argv, runtime);
    }
    int first = create ? 0 : 3;
    int log = open_log();
    stamp(log, container, first, invoked);
    pid_t child = fork();
    if (child < 0) {
        fprintf(stderr, "stamp: cannot fork: %s\n", strerror(errno));
        become(argv, runtime);
    }
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM); /* whoever ends this program means the runtime */
        stamp(log, container, first + 1, nanoseconds());
        become(argv, runtime);
    }
    int status;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            fprintf(stderr, "stamp: cannot wait for %s: %s\n", runtime, strerror(errno));
            return EXIT_FAILED;
        }
    }
    stamp(log, container, first + 2, nanoseconds());
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
