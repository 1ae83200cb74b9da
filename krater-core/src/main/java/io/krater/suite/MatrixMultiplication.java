package io.krater.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * KRATER's workload: multiplies N x N matrices of {@code double} for a given time.
 *
 * <p>Arguments {@code w|nw SIZE SECONDS}; log: {@code BENCH_START}, {@code BENCH_END}, then {@code iterations: N},
 * {@code elapsed time: S s}, {@code throughput: X MFLOPS}, {@code calculation check: PASSED|FAILED}, without regard to
 * case. The programs are in the project's {@code workloads/} folder. Immutable and thread-safe.
 */
public final class MatrixMultiplication implements Workload {
    /** Bytes that the three matrices need for each element of one. */
    private static final int BYTES_PER_ELEMENT = 3 * Double.BYTES;

    /** The warm-up that the program runs where it is asked to. */
    public static final Duration STANDARD_WARMUP = Duration.ofSeconds(5);

    private static final Pattern ITERATIONS = line("iterations:\\s*(\\d+)");
    private static final Pattern ELAPSED = line("elapsed time:\\s*([0-9.eE+-]+)\\s*s");
    private static final Pattern THROUGHPUT = line("throughput:\\s*([0-9.eE+-]+)\\s*MFLOPS");
    private static final Pattern CHECK = line("calculation check:\\s*(PASSED|FAILED)");
    private static final int MAX_SIZE = 16_384;

    private final List<Integer> sizes;
    private final Duration warmup;
    private final Duration duration;

    private MatrixMultiplication(List<Integer> sizes, Duration warmup, Duration duration) {
        this.sizes = sizes;
        this.warmup = warmup;
        this.duration = duration;
    }

    /**
     * The workload for these matrix sizes (N of N x N), with a 5 s warm-up and a 30 s gate until told otherwise.
     *
     * @throws IllegalArgumentException if there is no size, one is given twice, or one is not in 2..16384
     */
    public static MatrixMultiplication sizes(int... sizes) {
        Objects.requireNonNull(sizes, "sizes must not be null");
        List<Integer> list = new ArrayList<>();
        for (int size : sizes) {
            if (size < 2 || size > MAX_SIZE) {
                throw new IllegalArgumentException("size must be in 2.." + MAX_SIZE + ", was " + size);
            }
            if (list.contains(size)) {
                throw new IllegalArgumentException("sizes must be distinct, " + size + " was given twice");
            }
            list.add(size);
        }
        if (list.isEmpty()) {
            throw new IllegalArgumentException("sizes must name at least one size, was empty");
        }
        return new MatrixMultiplication(List.copyOf(list), STANDARD_WARMUP, Duration.ofSeconds(30));
    }

    /**
     * The same with another warm-up: zero for none. A warm-up other than 5 s is passed as a fourth argument {@code
     * warmup=SECONDS}, which the project's own programs take and KRATER's original does not.
     *
     * @throws IllegalArgumentException if negative
     */
    public MatrixMultiplication warmup(Duration time) {
        Objects.requireNonNull(time, "warmup must not be null");
        if (time.isNegative()) {
            throw new IllegalArgumentException("warmup must not be negative, was " + Quantities.format(time));
        }
        return new MatrixMultiplication(sizes, time, duration);
    }

    /**
     * The same with another gate time.
     *
     * @throws IllegalArgumentException if not a positive whole number of seconds
     */
    public MatrixMultiplication duration(Duration time) {
        Objects.requireNonNull(time, "duration must not be null");
        if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.toNanosPart() != 0) {
            throw new IllegalArgumentException(
                    "duration must be a whole number of seconds, at least 1 s, was " + Quantities.format(time));
        }
        return new MatrixMultiplication(sizes, warmup, time);
    }

    @Override
    public String name() {
        return "matrix-multiplication";
    }

    @Override
    public List<Variant> variants() {
        return sizes.stream().map(this::variant).toList();
    }

    private Variant variant(int size) {
        boolean warm = !warmup.isZero();
        List<String> arguments = new ArrayList<>(
                List.of(warm ? "w" : "nw", Integer.toString(size), Long.toString(duration.toSeconds())));
        if (warm && !warmup.equals(STANDARD_WARMUP)) {
            arguments.add("warmup=" + Quantities.seconds(warmup));
        }
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        parameters.put("size", Parameter.number(size));
        parameters.put("warmup", Parameter.text(warm ? "true" : "false"));
        return new Variant(
                size + (warm ? "_w" : "_nw"),
                parameters,
                arguments,
                warmup,
                Optional.of(duration),
                OptionalLong.of((long) BYTES_PER_ELEMENT * size * size));
    }

    @Override
    public Gate gate() {
        return Gate.between("BENCH_START", "BENCH_END");
    }

    @Override
    public String primaryMetric() {
        return "throughput_mflops";
    }

    @Override
    public WorkloadResult read(Variant variant, List<String> log) {
        Map<String, Double> values = new LinkedHashMap<>();
        Optional<Boolean> valid = Optional.empty();
        for (String text : log) {
            // of figures that are told twice the first count: so does the first gate
            number(ITERATIONS, text).ifPresent(value -> values.putIfAbsent("iterations", value));
            number(ELAPSED, text).ifPresent(value -> values.putIfAbsent("elapsed_seconds", value));
            number(THROUGHPUT, text).ifPresent(value -> values.putIfAbsent("throughput_mflops", value));
            Matcher check = CHECK.matcher(text);
            if (check.find()) {
                boolean passed = check.group(1).toUpperCase(Locale.ROOT).equals("PASSED");
                valid = Optional.of(passed && valid.orElse(true));
            }
        }
        return new WorkloadResult(values, valid);
    }

    private static Optional<Double> number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            double value = Double.parseDouble(matcher.group(1));
            return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException damaged) {
            return Optional.empty(); // a damaged line says nothing; the trial then lacks the figure
        }
    }

    private static Pattern line(String regex) {
        return Pattern.compile("^\\s*" + regex, Pattern.CASE_INSENSITIVE);
    }
}
