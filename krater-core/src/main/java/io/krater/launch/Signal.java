package io.krater.launch;

import java.util.Optional;

/** Signals of Linux that end a process (signal(7); the numbers are those of x86, ARM, RISC-V and most others). */
enum Signal {
    SIGHUP(1),
    SIGINT(2),
    SIGQUIT(3),
    SIGILL(4),
    SIGTRAP(5),
    SIGABRT(6),
    SIGBUS(7),
    SIGFPE(8),
    SIGKILL(9),
    SIGUSR1(10),
    SIGSEGV(11),
    SIGUSR2(12),
    SIGPIPE(13),
    SIGALRM(14),
    SIGTERM(15),
    SIGSTKFLT(16),
    SIGXCPU(24),
    SIGXFSZ(25),
    SIGVTALRM(26),
    SIGPROF(27),
    SIGIO(29),
    SIGPWR(30),
    SIGSYS(31);

    private static final int OFFSET = 128;

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The signal that an exit value stands for: the JVM, as a shell, tells of signal n as 128 + n. */
    static Optional<Signal> ofExitValue(int value) {
        for (Signal signal : values()) {
            if (signal.number + OFFSET == value) {
                return Optional.of(signal);
            }
        }
        return Optional.empty();
    }
}
