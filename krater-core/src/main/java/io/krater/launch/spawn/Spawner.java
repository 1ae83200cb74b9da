package io.krater.launch.spawn;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Starts held programs through a small process that forks for this one. What {@link ProcessBuilder} starts inherits all
 * open files of this process and closes them one by one, three pipes of each program that is held among them: with 2,000
 * held a start takes 100 ms and more. The process that forks here is {@code xargs}, which executes each word that it reads
 * as a script of {@code /bin/sh}; the script starts the program with named pipes, waits, and tells its end. See
 * docs/decisions/0006-starting-many.md.
 *
 * <p>Where there is no {@code xargs}, the scripts are started directly, which is slower with many and the same otherwise.
 * Thread-safe.
 */
public final class Spawner implements AutoCloseable {
    /** xargs takes words of up to 128 KiB; what is longer goes through a file. */
    private static final int LONGEST_WORD = 64 * 1024;

    private static final int SECONDS_TO_END = 2;
    private static final File NULL = new File("/dev/null");
    private static final Logger LOG = System.getLogger(Spawner.class.getName());

    /** What the JDK writes words for other programs in. */
    public static final Charset NATIVE = Charset.forName(
            System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

    private final HeldCommand held;
    private final String name;
    private final Map<Long, HeldProcess> alive = new ConcurrentHashMap<>();
    private @Nullable Fifos fifos;
    private @Nullable Path ends;
    private @Nullable RandomAccessFile endsKeeper;
    private @Nullable Process forker;
    private long count;
    private boolean closed;

    /**
     * A spawner; nothing is started before the first program.
     *
     * @param name what the folder of its pipes begins with
     */
    public Spawner(HeldCommand held, String name) {
        this.held = held;
        this.name = name;
    }

    /**
     * Starts a program held.
     *
     * @param command words of a {@link HeldCommand}
     * @param variables how its environment gets to it; those of this process are inherited
     * @param directory where it runs; empty for where this process does
     * @param apart whether its errors are a stream of their own
     * @throws IOException if it cannot be started
     */
    public HeldProcess start(List<String> command, Variables variables, Optional<Path> directory, boolean apart)
            throws IOException {
        HeldProcess process;
        String script;
        long number;
        synchronized (this) {
            Fifos pipes = open();
            Path in = pipes.take();
            Path out = pipes.take();
            Optional<Path> errors = apart ? Optional.of(pipes.take()) : Optional.empty();
            number = ++count;
            script = script(number, command, variables, directory, in, out, errors);
            if (script.indexOf('\0') >= 0) {
                throw new IOException("a word for a program holds a NUL character, which no program can be given");
            }
            process = HeldProcess.open(in, out, errors);
        }
        alive.put(number, process);
        try {
            send(script);
        } catch (IOException e) {
            alive.remove(number);
            process.exit().complete(HeldCommand.NOT_EXECUTABLE);
            process.close();
            throw e;
        }
        return process;
    }

    /** The script that starts a program, waits, and tells how it ended, even if it cannot be started. */
    private static String script(
            long number,
            List<String> command,
            Variables variables,
            Optional<Path> directory,
            Path in,
            Path out,
            Optional<Path> errors) {
        String go = directory
                .map(path -> "cd " + Script.quote(path.toString()) + " && ")
                .orElse("");
        // in a subshell, for the shell itself says "Killed" of a program that was, on its own errors
        return "trap 'echo " + number + " $?' EXIT; ( " + go + Script.assignments(variables.assigned())
                + Script.words(command) + " ) <" + Script.quote(in.toString()) + " >" + Script.quote(out.toString())
                + " 2>" + errors.map(path -> Script.quote(path.toString())).orElse("&1");
    }

    /** A new gate for programs that were started here. */
    public synchronized Gate gate() throws IOException {
        Fifos pipes = open();
        return Gate.of(pipes.take(), pipes.take());
    }

    /** The folder of the pipes, once there is one. */
    public synchronized Path folder() throws IOException {
        return open().folder();
    }

    /** Folders of spawners whose names begin with this and satisfy a condition; a link is none. */
    public static List<Path> folders(String prefix, Predicate<String> condition) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path base :
                Fifos.bases().stream().filter(Files::isDirectory).distinct().toList()) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(base, prefix + ".*")) {
                for (Path entry : entries) {
                    if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                            && Files.isWritable(entry) // another user's run is another user's to tidy up
                            && condition.test(entry.getFileName().toString())) {
                        found.add(entry);
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        return found;
    }

    /** Removes such a folder. */
    public static void removeFolder(Path folder) throws IOException {
        Fifos.remove(folder);
    }

    private Fifos open() throws IOException {
        if (closed) {
            throw new IOException("it was closed");
        }
        Fifos pipes = fifos;
        if (pipes == null) {
            pipes = Fifos.create(name);
            fifos = pipes;
            Path told = pipes.take();
            ends = told;
            endsKeeper = new RandomAccessFile(told.toFile(), "rw");
            FileInputStream in = new FileInputStream(told.toFile());
            Thread thread = new Thread(() -> hear(in), "krater-process-ends");
            thread.setDaemon(true);
            thread.start();
        }
        return pipes;
    }

    private synchronized void send(String script) throws IOException {
        String word = script;
        if (script.length() > LONGEST_WORD) {
            Path file = open().folder().resolve("script" + count);
            Files.write(file, script.getBytes(NATIVE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            word = ". " + Script.quote(file.toString());
        }
        Optional<String> xargs = Tools.find("xargs");
        if (xargs.isEmpty()) {
            builder(List.of("/bin/sh", "-c", word))
                    .redirectInput(Redirect.from(NULL))
                    .start();
            return;
        }
        for (int attempt = 0; ; attempt++) {
            Process to = forker;
            if (to == null || !to.isAlive()) {
                to = fork(xargs.get());
            }
            try {
                OutputStream words = to.getOutputStream();
                words.write(word.getBytes(NATIVE));
                words.write(0);
                words.flush();
                return;
            } catch (IOException e) {
                forker = null; // somebody has killed it; another does as well
                if (attempt > 0) {
                    throw new IOException("xargs, which starts programs, ends at once: " + e.getMessage(), e);
                }
            }
        }
    }

    private Process fork(String xargs) throws IOException {
        List<String> line = new ArrayList<>();
        held.setsid().ifPresent(line::add); // or Ctrl-C in a terminal would end it
        line.addAll(List.of(xargs, "-0", "-n", "1", "-P", "0", "/bin/sh", "-c"));
        Process started = builder(line).start();
        forker = started;
        return started;
    }

    private ProcessBuilder builder(List<String> line) {
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(variable -> !Variables.shellKeeps(variable));
        Path told = ends;
        if (told == null) {
            throw new IllegalStateException("asked for before open()");
        }
        builder.redirectOutput(Redirect.to(told.toFile())).redirectError(Redirect.DISCARD);
        return builder;
    }

    private void hear(FileInputStream in) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                ended(line);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "ends of programs are not heard any more", e);
        }
    }

    private void ended(String line) {
        String[] words = line.split(" ", -1);
        try {
            HeldProcess process = alive.remove(Long.parseLong(words[0]));
            if (process != null) {
                process.exit().complete(Integer.parseInt(words[1]));
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "not the end of a program: " + line, e);
        }
    }

    /** Lets the process that forks end, and removes the pipes. Programs that live are left to their owners. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        Process to = forker;
        forker = null;
        if (to != null) {
            end(to);
        }
        RandomAccessFile keeper = endsKeeper;
        endsKeeper = null;
        if (keeper != null) {
            keeper.write('\n'); // an empty line: no more ends
            keeper.close();
        }
        Fifos pipes = fifos;
        fifos = null;
        if (pipes != null) {
            pipes.close();
        }
    }

    private static void end(Process forker) throws IOException {
        try {
            forker.getOutputStream().close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "xargs had ended already", e);
        }
        try {
            if (!forker.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                forker.destroyForcibly();
            }
        } catch (InterruptedException e) {
            forker.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
