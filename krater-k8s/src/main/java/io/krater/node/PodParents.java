package io.krater.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the cgroups in which a kubelet puts its pods: {@code kubepods.slice} or {@code kubepods} at the root, or below another
 * parent where the kubelet was given one ({@code kubelet.slice/kubelet-kubepods.slice} in kind), each with a child for the QoS
 * classes Burstable and BestEffort. Guaranteed pods have no level of their own.
 */
public final class PodParents {
    private static final int DEPTH = 4;

    private PodParents() {}

    public static List<Path> in(Path root) {
        List<Path> found = new ArrayList<>();
        search(root, DEPTH, found);
        return found;
    }

    private static void search(Path directory, int depth, List<Path> found) {
        for (Path child : Subdirectories.of(directory)) {
            String name = child.getFileName().toString();
            if (name.equals("kubepods") || name.equals("kubepods.slice") || name.endsWith("-kubepods.slice")) {
                found.add(child);
                for (Path quality : Subdirectories.of(child)) {
                    if (isQualityOfService(quality.getFileName().toString())) {
                        found.add(quality);
                    }
                }
            } else if (depth > 1) {
                search(child, depth - 1, found);
            }
        }
    }

    private static boolean isQualityOfService(String name) {
        return name.equals("burstable")
                || name.equals("besteffort")
                || name.endsWith("-burstable.slice")
                || name.endsWith("-besteffort.slice");
    }
}
