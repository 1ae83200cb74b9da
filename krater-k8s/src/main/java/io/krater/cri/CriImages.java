package io.krater.cri;

import io.krater.cri.CriException.Problem;
import io.krater.cri.v1.Image;
import io.krater.cri.v1.ImageSpec;
import io.krater.cri.v1.ImageStatusRequest;
import io.krater.cri.v1.PullImageRequest;
import io.krater.k8s.model.PullPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The images that a runtime has, and how it gets those that it lacks. Thread-safe. */
final class CriImages {
    private final CriConnection connection;
    private final PullPolicy policy;
    private final Map<String, Image> known = new ConcurrentHashMap<>();

    CriImages(CriConnection connection, PullPolicy policy) {
        this.connection = connection;
        this.policy = policy;
    }

    /** The image that the runtime has now; empty where it has none of that name. */
    Optional<Image> find(String reference) throws CriException {
        var status = connection.call(
                CriOperation.IMAGE_STATUS,
                ImageStatusRequest.newBuilder().setImage(spec(reference)).build());
        return status.hasImage() ? Optional.of(status.getImage()) : Optional.empty();
    }

    /**
     * The image by the launcher's pull policy; asked for once a launcher, unless it is pulled always.
     *
     * @throws CriException if it cannot be had
     */
    Image have(String reference) throws CriException {
        Image before = known.get(reference);
        if (before != null && policy != PullPolicy.ALWAYS) {
            return before;
        }
        Optional<Image> there = find(reference);
        if (policy == PullPolicy.ALWAYS || (policy == PullPolicy.IF_NOT_PRESENT && there.isEmpty())) {
            connection.call(
                    CriOperation.PULL_IMAGE,
                    PullImageRequest.newBuilder().setImage(spec(reference)).build());
            there = find(reference);
        }
        Image image = there.orElseThrow(() -> new CriException(
                Problem.NOT_FOUND, "the runtime does not have image " + reference + "; " + remedy(reference)));
        known.put(reference, image);
        return image;
    }

    static String remedy(String reference) {
        return "ctr -n k8s.io images import IMAGE.tar, crictl pull " + reference
                + ", or CriLauncher.builder().pullPolicy(PullPolicy.IF_NOT_PRESENT)";
    }

    private static ImageSpec spec(String reference) {
        return ImageSpec.newBuilder().setImage(reference).build();
    }
}
