package io.krater.node;

import io.krater.launch.LineSplitter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows the file that the container runtime writes on this node: exact, and with no way through kubelet and API server.
 * The kubelet may rename the file when it grows and have a new one begun; the old one is then read to its end first. The runtime
 * goes on writing to the old one for a moment after the new one is there (containerd drains its pipe), and tells nobody when it is
 * done: the old one counts as ended when it has not grown for a second, and is looked at once more at the end.
 */
public final class FileLog implements PodLog {
    private static final int PIECE = 64 * 1024;
    private static final String FILE = "0.log";
    private static final long SETTLED_NANOS = 1_000_000_000L;
    private static final long SETTLE_LOOK_MILLIS = 200;

    private final EventLoop loop;
    private final DirectoryWatcher watcher;
    private final Path podDirectory;
    private final Path directory;
    private final Runnable forget;
    private final CriLogFormat format;
    private final LineSplitter splitter;
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE);
    private DirectoryWatcher.@Nullable Subscription onPod;
    private DirectoryWatcher.@Nullable Subscription onFile;
    private @Nullable FileChannel channel;
    private @Nullable Object identity;
    private @Nullable Done done;
    private boolean closed;
    private boolean reading;
    private int rotations;
    /** When the file that was renamed was first found read to its end; 0 while none was. */
    private long quietSince;

    private boolean lookPending;
    private @Nullable FileChannel renamed;
    private String problem = "";

    /**
     * A log that is looked for in a pod's log directory, which may not be there yet: {@link #appeared} tells that it is.
     */
    FileLog(EventLoop loop, DirectoryWatcher watcher, Path podDirectory, String container, Sink sink, Runnable forget) {
        this.loop = loop;
        this.watcher = watcher;
        this.podDirectory = podDirectory;
        this.forget = forget;
        this.directory = podDirectory.resolve(container);
        this.format = new CriLogFormat(sink::line);
        this.splitter = LineSplitter.ofRecords(format);
    }

    Path podDirectory() {
        return podDirectory;
    }

    /** The pod's log directory is there. */
    void appeared() {
        if (closed || onPod != null) {
            return;
        }
        try {
            onPod = watcher.watch(podDirectory, false, new DirectoryWatcher.Listener() {
                @Override
                public void created(Path entry, long nanoTime) {
                    loop.execute(FileLog.this::containerAppeared);
                }
            });
        } catch (IOException e) {
            problem = "cannot watch " + podDirectory + ": " + e.getMessage();
        }
        containerAppeared();
    }

    private void containerAppeared() {
        if (closed || onFile != null || !Files.isDirectory(directory)) {
            return;
        }
        try {
            onFile = watcher.watch(directory, true, new DirectoryWatcher.Listener() {
                @Override
                public void created(Path entry, long nanoTime) {
                    loop.execute(FileLog.this::read);
                }

                @Override
                public void changed(long nanoTime) {
                    loop.execute(FileLog.this::read);
                }
            });
        } catch (IOException e) {
            problem = "cannot watch " + directory + ": " + e.getMessage();
        }
        read();
    }

    @Override
    public void started() {
        // the file tells by itself
    }

    /** Reads what is there, a piece at a time, so that one long log does not keep all else waiting. */
    private void read() {
        if (closed || reading) {
            return;
        }
        try {
            if (channel == null && !open()) {
                finishIfAsked();
                return;
            }
            if (readPiece()) {
                reading = true;
                loop.execute(() -> {
                    reading = false;
                    read();
                });
                return;
            }
        } catch (IOException e) {
            problem = "cannot read " + directory.resolve(FILE) + ": " + e.getMessage();
        }
        finishIfAsked();
    }

    /** Reads a piece; false at the end of all that is there. */
    private boolean readPiece() throws IOException {
        FileChannel file = channel;
        if (file == null) {
            return false;
        }
        boolean renewed = rotated();
        buffer.clear();
        int count = file.read(buffer);
        if (count > 0) {
            quietSince = 0;
            buffer.flip();
            splitter.feed(buffer);
            return true;
        }
        if (!renewed || !settled()) {
            return false;
        }
        closeRenamed();
        renamed = file;
        channel = null;
        rotations++;
        return open();
    }

    /** Whether the renamed file has been quiet for long enough; where not yet, it is looked at again. */
    private boolean settled() {
        long now = System.nanoTime();
        if (quietSince == 0) {
            quietSince = now;
        }
        if (now - quietSince >= SETTLED_NANOS) {
            quietSince = 0;
            return true;
        }
        if (!lookPending) {
            lookPending = true;
            loop.after(SETTLE_LOOK_MILLIS, TimeUnit.MILLISECONDS, () -> {
                lookPending = false;
                read();
            });
        }
        return false;
    }

    private void closeRenamed() throws IOException {
        FileChannel old = renamed;
        renamed = null;
        if (old != null) {
            if (old.position() < old.size()) {
                problem = "the container runtime wrote to a log file long after it had begun the next one";
            }
            old.close();
        }
    }

    private boolean open() throws IOException {
        Path file = directory.resolve(FILE);
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            identity = Files.getAttribute(file, "unix:ino");
            return true;
        } catch (NoSuchFileException notYet) {
            return false;
        }
    }

    private boolean rotated() throws IOException {
        try {
            return !Files.getAttribute(directory.resolve(FILE), "unix:ino").equals(identity);
        } catch (NoSuchFileException renamedAndNotYetNew) {
            return false;
        }
    }

    @Override
    public void finish(Done whenDone) {
        done = whenDone;
        containerAppeared();
        read();
    }

    private void finishIfAsked() {
        Done waiting = done;
        if (waiting == null || quietSince != 0) {
            return;
        }
        done = null;
        try {
            closeRenamed();
        } catch (IOException e) {
            problem = "cannot read " + directory + ": " + e.getMessage();
        }
        splitter.end();
        format.end();
        boolean found = identity != null;
        waiting.done(found && problem.isEmpty(), found ? problem : "there was no " + directory.resolve(FILE));
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        facts.put("log", "file");
        if (rotations > 0) {
            facts.put("log_rotations", Integer.toString(rotations));
        }
        if (format.damaged() > 0) {
            facts.put("log_damaged_records", Long.toString(format.damaged()));
        }
        return facts;
    }

    @Override
    public void close() {
        closed = true;
        forget.run();
        Optional.ofNullable(onPod).ifPresent(DirectoryWatcher.Subscription::close);
        Optional.ofNullable(onFile).ifPresent(DirectoryWatcher.Subscription::close);
        FileChannel file = channel;
        channel = null;
        try {
            closeRenamed();
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            problem = "cannot close " + directory.resolve(FILE) + ": " + e.getMessage();
        }
    }
}
