package io.krater;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The last line of a terminal, which a bar draws over and over, and the lines of text that go above it. Draws with plain
 * control sequences (ECMA-48) and asks nothing of a terminal library: JLine, which the bar's own output brings, takes
 * Ctrl-C away from the JVM. Thread-safe.
 */
final class TerminalLine implements ProgressBarConsumer {
    private static final int USUAL_WIDTH = 80;
    private static final int NARROWEST = 20;

    /** A line that is longer than a window that was made narrower is cut and not wrapped. */
    @SuppressWarnings("InlineFormatString") // beside the sequence that undoes it
    private static final String DRAW = "\r\033[?7l%s\033[K\033[?7h";

    private static final String ERASE = "\r\033[K";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");

    private final PrintStream out;
    private volatile int width = USUAL_WIDTH;
    private String drawn = "";

    TerminalLine(PrintStream out) {
        this.out = out;
    }

    /** Whether a descriptor of this process is a terminal that can redraw a line; where that cannot be told, it is none. */
    static boolean canRedraw(int descriptor, Map<String, String> environment) {
        String kind = environment.getOrDefault("TERM", "");
        return !kind.isEmpty() && !kind.equals("dumb") && device(descriptor).isPresent();
    }

    private static Optional<Path> device(int descriptor) {
        try {
            Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            String name = target.toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console")
                    ? Optional.of(target)
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.empty();
        }
    }

    /** Asks how wide the terminal is now. Starts a process, so never while a trial runs. */
    void measure() {
        device(2).ifPresent(device -> width = widthOf(device).orElse(width));
    }

    private static Optional<Integer> widthOf(Path device) {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File(device.toString()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream said = stty.getInputStream()) {
                String size = new String(said.readNBytes(64), StandardCharsets.US_ASCII);
                stty.waitFor(1, TimeUnit.SECONDS);
                Matcher matcher = SIZE.matcher(size);
                // a terminal that does not know its size says 0
                return matcher.matches() && Integer.parseInt(matcher.group(2)) >= NARROWEST
                        ? Optional.of(Integer.parseInt(matcher.group(2)))
                        : Optional.empty();
            } finally {
                stty.destroyForcibly();
            }
        } catch (IOException noStty) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public int getMaxRenderedLength() {
        return width - 1;
    }

    @Override
    public synchronized void accept(String line) {
        drawn = String.format(DRAW, line.stripTrailing());
        out.print(drawn);
        out.flush();
    }

    /** Writes lines above the bar. */
    synchronized void println(String text) {
        out.print(ERASE + text + System.lineSeparator() + drawn);
        out.flush();
    }

    @Override
    public synchronized void clear() {
        drawn = "";
        out.print(ERASE);
        out.flush();
    }

    /** The bar stays as it is, and what comes next begins on a line of its own. */
    @Override
    public synchronized void close() {
        if (!drawn.isEmpty()) {
            drawn = "";
            out.println();
            out.flush();
        }
    }
}
