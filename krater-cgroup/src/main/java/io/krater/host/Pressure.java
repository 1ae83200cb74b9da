package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Pressure stall information of one resource at one moment (Documentation/accounting/psi.rst): how long tasks waited for
 * it.
 *
 * @param some time in which at least one task waited
 * @param full time in which all tasks that could run waited; the host's CPU has none on older kernels
 */
public record Pressure(Optional<Stall> some, Optional<Stall> full) {
    private static final Path DIRECTORY = Path.of("/proc/pressure");

    /**
     * A line.
     *
     * @param percent10 share of the last 10 s, in percent
     * @param percent60 share of the last 60 s, in percent
     * @param percent300 share of the last 300 s, in percent
     * @param totalUsec time since boot (or since the cgroup was made), in microseconds
     */
    public record Stall(double percent10, double percent60, double percent300, long totalUsec) {}

    /**
     * The host's pressure; empty where the kernel gives none (built without, switched off, or not for this user).
     *
     * @param resource {@code cpu}, {@code memory} or {@code io}
     */
    public static Optional<Pressure> ofHost(String resource) {
        return read(DIRECTORY.resolve(resource));
    }

    /**
     * Time since boot in which at least one task of the host waited, in microseconds; empty where the kernel does not tell.
     * Cheaper than the whole file.
     *
     * @param resource {@code cpu}, {@code memory} or {@code io}
     */
    public static OptionalLong stalledUsec(String resource) {
        return KernelFile.text(DIRECTORY.resolve(resource))
                .map(Pressure::someTotal)
                .orElse(OptionalLong.empty());
    }

    static OptionalLong someTotal(String text) {
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end);
        int total = line.indexOf(" total=");
        return !line.startsWith("some ") || total < 0
                ? OptionalLong.empty()
                : KernelFile.parseNumber(line.substring(total + " total=".length()))
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty());
    }

    /** The pressure in a file such as {@code cpu.pressure}; empty where there is none. */
    public static Optional<Pressure> read(Path file) {
        return KernelFile.text(file).map(Pressure::parse).filter(pressure -> pressure.some.isPresent());
    }

    public static Pressure parse(String text) {
        Map<String, Stall> stalls = new HashMap<>();
        text.lines().forEach(line -> {
            String[] words = line.split(" ", -1);
            stall(words).ifPresent(stall -> stalls.putIfAbsent(words[0], stall));
        });
        return new Pressure(Optional.ofNullable(stalls.get("some")), Optional.ofNullable(stalls.get("full")));
    }

    private static Optional<Stall> stall(String[] words) {
        Map<String, String> values = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        Optional<Double> ten = percent(values.get("avg10"));
        Optional<Double> sixty = percent(values.get("avg60"));
        Optional<Double> threeHundred = percent(values.get("avg300"));
        Optional<Long> total =
                KernelFile.parseNumber(values.getOrDefault("total", "")).filter(usec -> usec >= 0);
        if (ten.isEmpty() || sixty.isEmpty() || threeHundred.isEmpty() || total.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Stall(ten.get(), sixty.get(), threeHundred.get(), total.get()));
    }

    private static Optional<Double> percent(@org.jspecify.annotations.Nullable String text) {
        return Optional.ofNullable(text)
                .filter(digits -> digits.matches("\\d{1,3}\\.\\d{2}"))
                .map(Double::valueOf);
    }
}
