package io.krater.k8s.check;

import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks for an image among those that nodes report; a kubelet reports at most 50, so what is not there may be yet. */
final class NodeImages {
    private static final int REPORTED_AT_MOST = 50;

    private NodeImages() {}

    /**
     * An image on a node.
     *
     * @param digest {@code sha256:...} of its manifest; empty for images that were imported and not pulled
     * @param bytes its size
     */
    record Found(Optional<String> digest, long bytes) {}

    static Optional<Found> find(List<Node> nodes, String reference) {
        return nodes.stream().flatMap(node -> on(node, reference).stream()).findFirst();
    }

    static Optional<Found> on(Node node, String reference) {
        String wanted = normalised(reference);
        return images(node).stream()
                .filter(image -> image.getNames() != null
                        && image.getNames().stream()
                                .anyMatch(name -> normalised(name).equals(wanted)))
                .findFirst()
                .map(image -> new Found(digest(image), image.getSizeBytes() == null ? 0 : image.getSizeBytes()));
    }

    /** Whether the node's list may be cut short. */
    static boolean mayBeIncomplete(Node node) {
        return images(node).size() >= REPORTED_AT_MOST;
    }

    private static List<ContainerImage> images(Node node) {
        List<ContainerImage> images =
                node.getStatus() == null ? null : node.getStatus().getImages();
        return images == null ? List.of() : images;
    }

    private static Optional<String> digest(ContainerImage image) {
        return image.getNames().stream()
                .filter(name -> name.contains("@sha256:"))
                .map(name -> name.substring(name.indexOf('@') + 1))
                .findFirst();
    }

    /** The full name that a container runtime gives a short one: {@code docker.io/library/x:latest}. */
    static String normalised(String reference) {
        String name = reference.toLowerCase(Locale.ROOT);
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasHost = first.contains(".") || first.contains(":") || first.equals("localhost");
        if (!hasHost) {
            name = slash < 0 ? "docker.io/library/" + name : "docker.io/" + name;
        }
        boolean hasTag = name.lastIndexOf(':') > name.lastIndexOf('/') || name.contains("@");
        return hasTag ? name : name + ":latest";
    }
}
