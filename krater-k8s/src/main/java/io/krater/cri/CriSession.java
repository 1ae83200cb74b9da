package io.krater.cri;

import io.krater.cgroup.CgroupMount;
import io.krater.cri.v1.Image;
import io.krater.k8s.pod.Owner;
import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.node.EventLoop;
import io.krater.node.LocalNode;
import io.krater.suite.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A launcher's connection while it is open, and all that runs through it. */
final class CriSession implements AutoCloseable {
    private static final int NAME_CHARACTERS = 6;

    private final CriSite site;
    private final CriSettings settings;
    private final CriBlueprint.Maker blueprints;
    private final CriImages images;
    private final CriWatch watch;
    private final AtomicLong serial = new AtomicLong();
    private final Map<String, CriExecution> executions = new ConcurrentHashMap<>();

    private CriSession(CriSite site, CriSettings settings) {
        this.site = site;
        this.settings = settings;
        this.blueprints = new CriBlueprint.Maker(
                settings,
                site.parents(),
                site.logs(),
                site.launcher(),
                site.owner().toString());
        this.images = new CriImages(site.connection(), settings.pullPolicy());
        this.watch = new CriWatch(
                site,
                () -> !executions.isEmpty(),
                id -> executions.values().stream()
                        .filter(it -> it.runningContainer().filter(id::equals).isPresent())
                        .forEach(CriExecution::ended),
                uid -> Optional.ofNullable(executions.get(uid)).ifPresent(CriExecution::sandboxEnded));
    }

    /**
     * Connects, and makes the directories that are watched.
     *
     * @throws CriException if the runtime cannot be reached
     * @throws IOException if this machine's cgroups or log directories cannot be used
     */
    static CriSession begin(CriSocket socket, CriSettings settings, Owner owner) throws IOException {
        CriConnection connection = CriConnection.open(socket, settings.deadlines());
        String launcher = UUID.randomUUID().toString().substring(0, NAME_CHARACTERS);
        EventLoop loop = new EventLoop("krater-cri-loop");
        try {
            Path root = CriLauncher.cgroups();
            CgroupParents parents =
                    new CgroupParents(root, CriRuntime.ask(connection, root).systemd());
            parents.prepare();
            LogHome logs = LogHome.make(settings.logs(), launcher, owner);
            LocalNode node =
                    new LocalNode(launcher, loop, CgroupMount.detect(), List.of(parents.top()), logs.directory());
            return new CriSession(new CriSite(connection, loop, node, parents, logs, launcher, owner), settings);
        } catch (IOException | RuntimeException refusal) {
            loop.close();
            connection.close();
            throw refusal;
        }
    }

    Execution prepare(LaunchRequest request, Environment.Image target, ExecutionListener listener)
            throws LaunchException {
        String environment = "environment " + request.trial().environment().name() + ": ";
        try {
            String image = settings.sandboxOnly() ? "" : image(target);
            String uid = UUID.randomUUID().toString();
            CriBlueprint blueprint = blueprints.make(request, uid, serial.incrementAndGet(), target, image);
            CriExecution execution =
                    new CriExecution(site, request, blueprint, settings.sandboxOnly(), listener, () -> {
                        CriExecution unused = executions.remove(uid);
                    });
            executions.put(uid, execution);
            return execution;
        } catch (CriException refusal) {
            Kind kind = refusal.problem() == CriException.Problem.NOT_FOUND
                            || refusal.problem() == CriException.Problem.REFUSED
                    ? Kind.IMAGE_UNAVAILABLE
                    : Kind.PLATFORM_ERROR;
            throw new LaunchException(FailureReason.of(kind, environment + refusal.getMessage()), refusal);
        } catch (IOException refusal) {
            throw new LaunchException(
                    FailureReason.of(Kind.PLATFORM_ERROR, environment + "cannot make the log's directory: " + refusal),
                    refusal);
        }
    }

    private String image(Environment.Image target) throws CriException {
        Image image = images.have(target.reference());
        return image.getId().isEmpty() ? target.reference() : image.getId();
    }

    List<String> sweep() {
        return new CriSweep(site, settings.logs()).sweep();
    }

    /** Has systemd forget the slices of what was removed: it makes their directories again when a neighbour of theirs changes. */
    void forget() {
        List<String> uids = List.copyOf(site.forgotten());
        site.parents().forget(uids);
        uids.forEach(site.forgotten()::remove);
    }

    /** Removes all that is there, side by side. */
    @Override
    public void close() {
        watch.close();
        List<CompletableFuture<Void>> removals = new ArrayList<>();
        executions.values().forEach(execution -> removals.add(execution.remove()));
        for (CompletableFuture<Void> removal : removals) {
            try {
                removal.join();
            } catch (CompletionException told) {
                System.getLogger(CriSession.class.getName())
                        .log(System.Logger.Level.DEBUG, "the removal has said so already", told);
            }
        }
        site.loop().drain();
        forget();
        site.node().close();
        site.loop().close();
        site.connection().close();
        try {
            if (site.logs().uids().isEmpty()) {
                site.logs().remove();
            }
        } catch (IOException e) {
            System.getLogger(CriSession.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "cannot remove " + site.logs().directory(),
                            e);
        }
    }
}
