package io.krater.k8s;

import io.krater.k8s.pod.PodBlueprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Looks at a node's cgroups and log files itself, again and again every millisecond, without inotify and without the launcher's
 * code: when each container's directory was last not there and first there, and the first line of each log.
 */
final class BirthWitness implements AutoCloseable {
    private final Path root;
    private final Map<String, List<Birth>> births = new LinkedHashMap<>();
    private final Map<String, String> firstLines = new LinkedHashMap<>();
    private volatile boolean stop;

    /** Between two looks, in nanoseconds since the Unix epoch: on a busy node they are many milliseconds apart. */
    record Birth(long notYet, long there) {
        /** How far outside of the two a time is, in nanoseconds. */
        long outside(long at) {
            return Math.max(0, Math.max(notYet - at, at - there));
        }
    }

    BirthWitness(Path kubepods) {
        root = kubepods;
        start(this::look);
        start(this::readLogs);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "witness");
        thread.setDaemon(true);
        thread.start();
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private void look() {
        long before = now();
        while (!stop) {
            long begun = now();
            for (Path pod : list(root)) {
                int containers = subdirectories(pod);
                synchronized (this) {
                    List<Birth> known = births.computeIfAbsent(pod.getFileName().toString(), name -> new ArrayList<>());
                    while (known.size() < containers) {
                        known.add(new Birth(before, now()));
                    }
                }
            }
            before = begun;
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** A directory is linked to by its parent, by itself and by each directory in it. */
    private static int subdirectories(Path directory) {
        try {
            return (Integer) Files.getAttribute(directory, "unix:nlink") - 2;
        } catch (IOException noDirectoryOrGone) {
            return 0;
        }
    }

    private void readLogs() {
        while (!stop) {
            for (Path pod : list(Path.of("/var/log/pods"))) {
                readFirstLine(pod);
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    private synchronized void readFirstLine(Path pod) {
        String name = pod.getFileName().toString();
        if (firstLines.containsKey(name)) {
            return;
        }
        try (Stream<String> lines =
                Files.lines(pod.resolve(PodBlueprint.CONTAINER).resolve("0.log"))) {
            lines.findFirst().ifPresent(line -> firstLines.put(name, line));
        } catch (IOException notYet) {
            firstLines.remove(name);
        }
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** When the containers of a pod came: the sandbox's first. */
    synchronized List<Birth> births(String uid) {
        return births.entrySet().stream()
                .filter(entry -> entry.getKey().contains(uid.replace('-', '_'))
                        || entry.getKey().contains(uid))
                .findFirst()
                .map(entry -> List.copyOf(entry.getValue()))
                .orElse(List.of());
    }

    /** The first line of a pod's log as the container runtime wrote it. */
    synchronized String firstLine(String uid) {
        return firstLines.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(uid))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse("");
    }

    @Override
    public void close() {
        stop = true;
    }
}
