package io.krater.cri;

import io.krater.cri.v1.ListPodSandboxRequest;
import io.krater.cri.v1.PodSandbox;
import io.krater.cri.v1.PodSandboxFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Removes what processes that died have left: sandboxes, cgroups, logs. Never anything whose owner lives or is unknown. */
final class CriSweep {
    private final CriSite site;
    private final Path logs;

    CriSweep(CriSite site, Path logs) {
        this.site = site;
        this.logs = logs;
    }

    /** Says what was removed, and what could not be. */
    List<String> sweep() {
        List<String> said = new ArrayList<>();
        Set<String> uids = new LinkedHashSet<>();
        try {
            uids.addAll(sandboxes(said));
        } catch (CriException refusal) {
            said.add("could not look for sandboxes that were left behind: " + refusal.getMessage());
            return said;
        }
        try {
            for (LogHome home : LogHome.dead(logs, site.owner())) {
                uids.addAll(home.uids());
                home.remove();
                said.add("logs " + home.directory());
            }
        } catch (IOException e) {
            said.add("could not remove logs that were left behind in " + logs + ": " + e.getMessage());
        }
        Map<String, CompletableFuture<Void>> cgroups = new LinkedHashMap<>();
        uids.forEach(uid -> cgroups.put(uid, site.parents().remove(uid, site.loop())));
        cgroups.forEach((uid, removal) -> {
            try {
                removal.join();
            } catch (CompletionException problem) {
                said.add("cgroup " + site.parents().of(uid) + " stays: "
                        + Optional.ofNullable(problem.getCause())
                                .map(Throwable::getMessage)
                                .orElse(problem.getMessage()));
            }
        });
        site.parents().forget(uids);
        return said;
    }

    /** Removes all at once, and gives their UIDs. */
    private Set<String> sandboxes(List<String> said) throws CriException {
        Map<PodSandbox, CompletableFuture<Void>> removals = new LinkedHashMap<>();
        for (PodSandbox sandbox : ours(site.connection())) {
            if (CriLabels.isDead(sandbox.getAnnotationsMap(), site.owner())) {
                SandboxRemoval calls = new SandboxRemoval(
                        site.connection(),
                        (delay, unit, work) -> site.loop().after(delay, unit, work),
                        (operation, sent, answered) -> {});
                removals.put(sandbox, calls.remove(sandbox.getId(), Optional.empty(), false));
            }
        }
        Set<String> uids = new LinkedHashSet<>();
        removals.forEach((sandbox, removal) -> {
            String name = "sandbox " + sandbox.getMetadata().getName();
            try {
                removal.join();
                uids.add(sandbox.getMetadata().getUid());
                said.add(name);
            } catch (CompletionException problem) {
                said.add(name + " stays: " + problem.getMessage());
            }
        });
        return uids;
    }

    /** All sandboxes that any KRATER made through CRI. */
    static List<PodSandbox> ours(CriConnection connection) throws CriException {
        return connection
                .call(
                        CriOperation.LIST_POD_SANDBOX,
                        ListPodSandboxRequest.newBuilder()
                                .setFilter(PodSandboxFilter.newBuilder().putAllLabelSelector(CriLabels.anyOfOurs()))
                                .build())
                .getItemsList();
    }
}
