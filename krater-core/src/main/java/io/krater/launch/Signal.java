package io.krater.launch;

import java.util.Map;
import java.util.Optional;

/**
 * A signal of Linux that ends a process (signal(7)); the numbers are those of x86, ARM, RISC-V and most others.
 *
 * @param number its number
 * @param name its name; of a real-time signal counted from the first that programs may use, as the C library has it
 */
record Signal(int number, String name) {
    private static final int OFFSET = 128;

    /** The first real-time signal that programs may use: the C library keeps the kernel's first two, 32 and 33. */
    private static final int REAL_TIME = 34;

    private static final int LAST = 64;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(5, "SIGTRAP"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(10, "SIGUSR1"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(12, "SIGUSR2"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(14, "SIGALRM"),
            Map.entry(15, "SIGTERM"),
            Map.entry(16, "SIGSTKFLT"),
            Map.entry(24, "SIGXCPU"),
            Map.entry(25, "SIGXFSZ"),
            Map.entry(26, "SIGVTALRM"),
            Map.entry(27, "SIGPROF"),
            Map.entry(29, "SIGIO"),
            Map.entry(30, "SIGPWR"),
            Map.entry(31, "SIGSYS"));

    /** The signal that an exit value stands for: as in a shell, 128 + n is signal n. */
    static Optional<Signal> ofExitValue(int value) {
        int number = value - OFFSET;
        if (number >= REAL_TIME && number <= LAST) {
            int nth = number - REAL_TIME;
            return Optional.of(new Signal(number, nth == 0 ? "SIGRTMIN" : "SIGRTMIN+" + nth));
        }
        return Optional.ofNullable(NAMES.get(number)).map(name -> new Signal(number, name));
    }

    @Override
    public String toString() {
        return name;
    }
}
