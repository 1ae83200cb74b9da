package io.krater.launch.spawn;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A pipe at which held programs wait, and another on which they say that they do: one write then lets all of them go, while
 * the first of them to go would otherwise take the processor from who lets go of the next. Should this process die, the
 * pipe ends and none begins. Used once.
 */
public final class Gate implements Closeable {
    private static final long LOOK_MILLIS = 100;

    private final Path name;
    private final Path arrivals;
    private final RandomAccessFile pipe;
    private final RandomAccessFile keeper;
    private final Set<Long> seen = new HashSet<>();

    private Gate(Path name, Path arrivals, RandomAccessFile pipe, RandomAccessFile keeper) {
        this.name = name;
        this.arrivals = arrivals;
        this.pipe = pipe;
        this.keeper = keeper;
    }

    /** A gate of two unused pipes, the second of which gets another name. */
    static Gate of(Path pipe, Path other) throws IOException {
        Path arrivals = Files.move(other, pipe.resolveSibling(pipe.getFileName() + HeldCommand.ARRIVALS));
        RandomAccessFile in = new RandomAccessFile(pipe.toFile(), "rw");
        try {
            RandomAccessFile keeper = new RandomAccessFile(arrivals.toFile(), "rw");
            Gate gate = new Gate(pipe, arrivals, in, keeper);
            FileInputStream said = new FileInputStream(arrivals.toFile());
            Thread thread = new Thread(() -> gate.hear(said), "krater-gate");
            thread.setDaemon(true);
            thread.start();
            return gate;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** What a held shell is told instead of going on: where to wait. */
    byte[] word() {
        return (name + "\n").getBytes(Spawner.NATIVE);
    }

    private void hear(FileInputStream said) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(said, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                synchronized (seen) {
                    seen.add(Long.parseLong(line));
                    seen.notifyAll();
                }
            }
        } catch (IOException | NumberFormatException e) {
            System.getLogger(Gate.class.getName())
                    .log(System.Logger.Level.WARNING, "programs at a gate are not heard any more", e);
        }
    }

    /** Whether a program was heard to wait. */
    public boolean hasSeen(HeldProcess process) {
        synchronized (seen) {
            return seen.contains(process.pid());
        }
    }

    /** Waits until each of these waits here or has gone, at most this long, whatever this thread is told meanwhile. */
    public void await(List<HeldProcess> all, Duration most) {
        long until = System.nanoTime() + most.toNanos();
        boolean interrupted = false;
        synchronized (seen) {
            while (seen.size() < all.size() && System.nanoTime() < until) {
                try {
                    int before = seen.size();
                    TimeUnit.MILLISECONDS.timedWait(seen, LOOK_MILLIS);
                    if (seen.size() == before && all.stream().allMatch(one -> hasSeen(one) || !one.isAlive())) {
                        break;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets so many go: each takes one byte of what is written at once. */
    public void open(int count) throws IOException {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) HeldCommand.RELEASE);
        pipe.write(bytes);
    }

    /** Removes the pipes. Who waits has them open, and takes its byte all the same. */
    @Override
    public void close() throws IOException {
        try (pipe;
                keeper) {
            keeper.write('\n'); // an empty line: no more arrivals
            Files.deleteIfExists(name);
            Files.deleteIfExists(arrivals);
        }
    }
}
