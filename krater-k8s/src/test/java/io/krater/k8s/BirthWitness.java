package io.krater.k8s;

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
 * code: when each container's directory was first there, and the first line of each log.
 */
final class BirthWitness implements AutoCloseable {
    private final Path root;
    private final Map<String, List<Long>> births = new LinkedHashMap<>();
    private final Map<String, String> firstLines = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::look, "witness");
    private volatile boolean stop;

    BirthWitness(Path kubepods) {
        root = kubepods;
        thread.setDaemon(true);
        thread.start();
    }

    private void look() {
        while (!stop) {
            Instant now = Instant.now();
            long at = now.getEpochSecond() * 1_000_000_000L + now.getNano();
            for (Path pod : list(root)) {
                int containers =
                        (int) list(pod).stream().filter(Files::isDirectory).count();
                synchronized (this) {
                    List<Long> known = births.computeIfAbsent(pod.getFileName().toString(), name -> new ArrayList<>());
                    while (known.size() < containers) {
                        known.add(at);
                    }
                }
            }
            for (Path pod : list(Path.of("/var/log/pods"))) {
                readFirstLine(pod);
            }
            LockSupport.parkNanos(1_000_000);
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

    /** When the containers of a pod were first there, in nanoseconds since the Unix epoch: the sandbox's first. */
    synchronized List<Long> births(String uid) {
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
