package io.krater.result.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The machine's file system until a given step, where it stops: by an error as from the operating system, or by a kill
 * after which nothing is done any more. A write that is stopped has written half its bytes.
 */
final class BreakingDisk implements Disk {
    /** A kill: an error, so that no clean-up for I/O errors runs. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final int stopAt;
    private final boolean kill;
    private final List<String> log = new ArrayList<>();
    private int step;
    private boolean dead;

    private BreakingDisk(int stopAt, boolean kill) {
        this.stopAt = stopAt;
        this.kill = kill;
    }

    static BreakingDisk killedAt(int step) {
        return new BreakingDisk(step, true);
    }

    static BreakingDisk failingAt(int step) {
        return new BreakingDisk(step, false);
    }

    /** Does all that it is asked to. Tests are not about power: nothing here is synced, which is what takes time. */
    static BreakingDisk neverStopping() {
        return new BreakingDisk(Integer.MAX_VALUE, true);
    }

    /** What was done, in order, with the names of files. */
    List<String> log() {
        return log;
    }

    /** Steps taken so far. */
    int steps() {
        return step;
    }

    /** Whether the step at which to stop was reached. */
    boolean stopped() {
        return step > stopAt;
    }

    private boolean stopsHere(String operation) {
        if (dead) {
            throw new Killed();
        }
        log.add(operation);
        return step++ == stopAt;
    }

    private IOException stop() {
        if (kill) {
            dead = true;
            throw new Killed();
        }
        return new IOException("No space left on device");
    }

    private void before(String operation) throws IOException {
        if (stopsHere(operation)) {
            throw stop();
        }
    }

    @Override
    public Sink create(Path file) throws IOException {
        before("create " + file.getFileName());
        Sink real = Disk.system().create(file);
        return new Sink() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                if (stopsHere("write")) {
                    real.write(bytes, from, length / 2);
                    throw stop();
                }
                real.write(bytes, from, length);
            }

            @Override
            void sync() throws IOException {
                before("sync");
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    @Override
    public Sink open(Path file) throws IOException {
        before("open " + file.getFileName());
        return Disk.system().open(file);
    }

    @Override
    public void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        before("write lock");
        Disk.system().write(channel, bytes);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        before("move " + from.getFileName() + " " + to.getFileName());
        Disk.system().move(from, to);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        before("sync folder " + directory.getFileName());
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        before("folder " + directory.getFileName());
        Disk.system().createDirectory(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        before("delete " + file.getFileName());
        Disk.system().delete(file);
    }
}
