package io.krater.k8s.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What became of a pod that a suite asked for: a customiser, a LimitRange or a webhook may give the workload other limits, have it
 * restarted, or let it run longer, and its figures are then not those of what was asked.
 */
public final class PodChanges {
    private PodChanges() {}

    /** A line for each thing that differs and bears on the figures. */
    public static List<String> between(Pod asked, Pod made) {
        List<String> changes = new ArrayList<>();
        PodSpec wanted = asked.getSpec();
        PodSpec got = made.getSpec();
        if (wanted == null || got == null) {
            return changes;
        }
        tell(changes, "restartPolicy", wanted.getRestartPolicy(), got.getRestartPolicy());
        tell(changes, "activeDeadlineSeconds", wanted.getActiveDeadlineSeconds(), got.getActiveDeadlineSeconds());
        tell(changes, "runtimeClassName", wanted.getRuntimeClassName(), got.getRuntimeClassName());
        Optional<Container> before = workload(wanted);
        Optional<Container> after = workload(got);
        if (before.isPresent() && after.isPresent()) {
            tell(changes, "image", before.get().getImage(), after.get().getImage());
            tell(changes, "command", before.get().getCommand(), after.get().getCommand());
            tell(changes, "args", before.get().getArgs(), after.get().getArgs());
            amounts(changes, "limit", limits(before.get()), limits(after.get()));
            amounts(changes, "request", requests(before.get()), requests(after.get()));
        }
        return changes;
    }

    private static Optional<Container> workload(PodSpec spec) {
        return spec.getContainers().stream()
                .filter(container -> PodBlueprint.CONTAINER.equals(container.getName()))
                .findFirst();
    }

    private static Map<String, Quantity> limits(Container container) {
        ResourceRequirements all = container.getResources();
        return all == null || all.getLimits() == null ? Map.of() : all.getLimits();
    }

    private static Map<String, Quantity> requests(Container container) {
        ResourceRequirements all = container.getResources();
        return all == null || all.getRequests() == null ? Map.of() : all.getRequests();
    }

    private static void amounts(
            List<String> changes, String what, Map<String, Quantity> asked, Map<String, Quantity> made) {
        Set<String> resources = new TreeSet<>(asked.keySet());
        resources.addAll(made.keySet());
        for (String resource : resources) {
            tell(changes, resource + " " + what, asked.get(resource), made.get(resource));
        }
    }

    private static void tell(List<String> changes, String what, @Nullable Object asked, @Nullable Object made) {
        if (!Objects.equals(asked, made) && !(isNothing(asked) && isNothing(made))) {
            changes.add(what + " is " + words(made) + ", asked for was " + words(asked));
        }
    }

    private static boolean isNothing(@Nullable Object value) {
        return value == null || (value instanceof List<?> list && list.isEmpty());
    }

    private static String words(@Nullable Object value) {
        return isNothing(value) ? "none" : String.valueOf(value);
    }
}
