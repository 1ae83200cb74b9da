import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;

/**
 * Multiplies two N x N matrices of doubles over and over for a given time and says how fast that went.
 *
 * <p>{@code java Matrix.java w|nw SIZE SECONDS [warmup=SECONDS] [slow=PERCENT] [corrupt=ELEMENT]}
 *
 * <p>The same program as {@code matrix.c}: same arguments, same elements, same steps, same check, same output, same exit
 * codes (0 done, 1 failed or wrong result, 2 wrong arguments). The log contract is in {@code workloads/README.md}; the
 * reasons for the way it works are in {@code matrix.c}.
 */
public final class Matrix {

    private static final String USAGE =
            "Matrix w|nw SIZE SECONDS [warmup=SECONDS] [slow=PERCENT] [corrupt=ELEMENT]";
    private static final int SMALLEST = 2;
    private static final int LARGEST = 16384;
    private static final long SHORTEST_SLICE_NANOS = 250_000;
    private static final long LONGEST_SLICE_NANOS = 1_000_000;
    private static final int LARGEST_ELEMENT = 9;
    private static final int FACTORS = 7;
    private static final int LARGEST_WEIGHT = 1000;

    /** What the command line asks for; {@code corrupted} is -1 where no element is to be damaged. */
    private record Arguments(boolean warm, int size, double seconds, double warmup, double slow, long corrupted) {}

    /** Wrong arguments: the message names the value and the bound. */
    private static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    private final int n;
    private final double[] a;
    private final double[] b;
    private final double[] c;
    private final double[] weights;

    // What has been done: whole multiplications, rows of the one under way, steps of the row under way.
    private long multiplications;
    private int row;
    private int k;

    private Matrix(int n) {
        this.n = n;
        a = new double[n * n];
        b = new double[n * n];
        c = new double[n * n];
        weights = new double[n];
    }

    /** Runs the workload and exits with its code. */
    public static void main(String[] args) {
        try {
            System.exit(run(parse(args)) ? 0 : 1);
        } catch (UsageException wrong) {
            System.err.println(wrong.getMessage());
            System.err.println("usage: " + USAGE);
            System.exit(2);
        }
    }

    private static boolean run(Arguments arguments) {
        Matrix matrix = allocate(arguments.size());
        matrix.fill();
        if (arguments.slow() > 0) {
            say("planted slowdown: " + BigDecimal.valueOf(arguments.slow()).stripTrailingZeros().toPlainString() + " %");
        }
        if (arguments.warm() && arguments.warmup() > 0) {
            matrix.work(arguments.warmup());
            matrix.restart();
        }
        say("BENCH_START");
        double elapsed = matrix.work(arguments.seconds());
        say("BENCH_END");

        long square = (long) matrix.n * matrix.n;
        long steps = matrix.multiplications * square + (long) matrix.row * matrix.n + matrix.k;
        long counted = (long) (steps * (100 - arguments.slow()) / 100);
        if (arguments.corrupted() >= 0) {
            matrix.flipLastBit((int) arguments.corrupted());
        }
        boolean correct = matrix.isCorrect();
        say("iterations: " + counted / square);
        say(String.format(Locale.ROOT, "elapsed time: %.6f s", elapsed));
        say(String.format(Locale.ROOT, "throughput: %.3f MFLOPS", 2.0 * matrix.n * counted / elapsed / 1e6));
        say("calculation check: " + (correct ? "PASSED" : "FAILED"));
        return correct;
    }

    private static Matrix allocate(int size) {
        try {
            return new Matrix(size);
        } catch (OutOfMemoryError tooLarge) {
            long bytes = (3L * size + 2) * size * Double.BYTES;
            System.err.println("SIZE " + size + " needs " + bytes + " bytes, more than the heap has (see -Xmx)");
            System.exit(1);
            throw tooLarge;
        }
    }

    /** Prints one line in one write and ends the program if that fails: lost output must not look like success. */
    private static void say(String line) {
        System.out.print(line + "\n");
        System.out.flush();
        if (System.out.checkError()) {
            System.err.println("cannot write the output");
            System.exit(1);
        }
    }

    private static double factor(long multiplication) {
        return 1.0 + multiplication % FACTORS;
    }

    private void fill() {
        long state = 20260101;
        for (int i = 0; i < n * n; i++) {
            state = next(state);
            a[i] = smallInteger(state, LARGEST_ELEMENT);
            state = next(state);
            b[i] = smallInteger(state, LARGEST_ELEMENT);
        }
        Arrays.fill(c, Double.NaN);
        for (int i = 0; i < n; i++) {
            state = next(state);
            weights[i] = smallInteger(state, LARGEST_WEIGHT);
        }
    }

    private static long next(long state) {
        return state * 6364136223846793005L + 1442695040888963407L;
    }

    private static double smallInteger(long state, int largest) {
        int bits = (int) (state >>> 33);
        double size = 1.0 + bits / 2 % largest;
        return bits % 2 == 0 ? size : -size;
    }

    private void restart() {
        multiplications = 0;
        row = 0;
        k = 0;
    }

    /** Works for the given time, at least one step; returns the seconds it took. */
    private double work(double seconds) {
        long nanos = (long) (seconds * 1e9);
        long slice = 1;
        long start = System.nanoTime();
        long last = start;
        while (true) {
            advance(slice);
            long time = System.nanoTime();
            if (time - start >= nanos) {
                return (time - start) / 1e9;
            }
            if (time - last < SHORTEST_SLICE_NANOS) {
                slice *= 2;
            } else if (time - last > LONGEST_SLICE_NANOS && slice > 1) {
                slice /= 2;
            }
            last = time;
        }
    }

    private void advance(long steps) {
        long left = steps;
        while (left > 0) {
            int run = (int) Math.min(left, n - k);
            addSteps(k, k + run, factor(multiplications));
            left -= run;
            k += run;
            if (k == n) {
                k = 0;
                row++;
            }
            if (row == n) {
                row = 0;
                multiplications++;
            }
        }
    }

    private void addSteps(int from, int to, double factor) {
        int base = row * n;
        if (from == 0) {
            Arrays.fill(c, base, base + n, 0);
        }
        for (int step = from; step < to; step++) {
            double x = factor * a[base + step];
            int other = step * n;
            for (int j = 0; j < n; j++) {
                c[base + j] += x * b[other + j];
            }
        }
    }

    private void flipLastBit(int element) {
        c[element] = Double.longBitsToDouble(Double.doubleToRawLongBits(c[element]) ^ 1);
    }

    /** Freivalds' check of every row that was computed, exact because all values are integers. */
    private boolean isCorrect() {
        double[] weighted = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                weighted[i] += b[i * n + j] * weights[j];
            }
        }
        for (int i = 0; i < n; i++) {
            long multiplication = multiplications;
            int steps = i < row ? n : i == row ? k : 0;
            if (steps == 0) {
                if (multiplication == 0) {
                    break;
                }
                multiplication--;
                steps = n;
            }
            if (!isRowCorrect(i, steps, weighted, factor(multiplication))) {
                return false;
            }
        }
        return true;
    }

    private boolean isRowCorrect(int index, int steps, double[] weighted, double factor) {
        int base = index * n;
        double largest = (double) n * FACTORS * LARGEST_ELEMENT * LARGEST_ELEMENT;
        double found = 0;
        for (int j = 0; j < n; j++) {
            double element = c[base + j];
            if (!(Math.abs(element) <= largest) || element != Math.rint(element)) {
                return false;
            }
            found += element * weights[j];
        }
        double expected = 0;
        for (int step = 0; step < steps; step++) {
            expected += a[base + step] * weighted[step];
        }
        return factor * expected == found;
    }

    private static Arguments parse(String[] args) throws UsageException {
        if (args.length < 3) {
            throw new UsageException("w|nw, SIZE and SECONDS are needed, got " + args.length + " argument"
                    + (args.length == 1 ? "" : "s"));
        }
        if (!args[0].equals("w") && !args[0].equals("nw")) {
            throw new UsageException("the first argument must be w (warm-up) or nw (none), was " + args[0]);
        }
        int size = (int) integer("SIZE", args[1], SMALLEST, LARGEST);
        double seconds = decimal("SECONDS", "0.001", "86400", "", args[2]);
        double warmup = 5;
        double slow = 0;
        long corrupted = -1;
        for (String option : Arrays.asList(args).subList(3, args.length)) {
            String value = option.substring(option.indexOf('=') + 1);
            if (option.startsWith("warmup=")) {
                warmup = decimal("warmup", "0", "3600", " seconds", value);
            } else if (option.startsWith("slow=")) {
                slow = decimal("slow", "0", "90", " percent", value);
            } else if (option.startsWith("corrupt=")) {
                corrupted = integer("corrupt", value, 0, (long) size * size - 1);
            } else {
                throw new UsageException("unknown option " + option);
            }
        }
        return new Arguments(args[0].equals("w"), size, seconds, warmup, slow, corrupted);
    }

    private static long integer(String name, String text, long min, long max) throws UsageException {
        BigDecimal value = text.matches("[0-9]+") ? new BigDecimal(text) : BigDecimal.valueOf(-1);
        if (value.compareTo(BigDecimal.valueOf(min)) < 0 || value.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw new UsageException(name + " must be " + min + ".." + max + ", was " + text);
        }
        return value.longValueExact();
    }

    private static double decimal(String name, String min, String max, String unit, String text) throws UsageException {
        boolean number = text.length() <= 20 && text.matches("[0-9]+(\\.[0-9]*)?");
        BigDecimal value = number ? new BigDecimal(text) : BigDecimal.valueOf(-1);
        if (value.compareTo(new BigDecimal(min)) < 0 || value.compareTo(new BigDecimal(max)) > 0) {
            throw new UsageException(name + " must be " + min + ".." + max + unit + ", was " + text);
        }
        return value.doubleValue();
    }
}
