package io.krater.k8s.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.plan.TrialId;
import io.krater.suite.Environment;
import io.krater.suite.Resources;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes a trial's pod as KRATER made them: one container, never restarted, requests = limits, a RuntimeClass unless it
 * is the default; and a deadline of its own, so that it ends even if nobody is left to remove it.
 */
public final class PodBlueprint {
    /** Name of the one container. */
    public static final String CONTAINER = "workload";

    private static final int NAME_STEM = 50;
    /** A program that is told to end has no work to save. */
    private static final long GRACE_SECONDS = 1;

    private final PodSettings settings;
    private final String launcher;
    private final String owner;

    PodBlueprint(PodSettings settings, String launcher, Owner owner) {
        this.settings = settings;
        this.launcher = launcher;
        this.owner = owner.toString();
    }

    /**
     * The pod for a request.
     *
     * @param serial tells pods of the launcher apart
     * @throws LaunchException if the request asks for what no pod can do
     */
    public Pod pod(LaunchRequest request, long serial) throws LaunchException {
        Pod asked = asked(request, serial);
        return keepOurs(customised(asked), asked);
    }

    /**
     * The pod as the suite asks for it, before the customiser.
     *
     * @throws LaunchException if the request asks for what no pod can do
     */
    public Pod asked(LaunchRequest request, long serial) throws LaunchException {
        if (!(request.trial().environment().target() instanceof Environment.Image image)) {
            throw new LaunchException(FailureReason.of(
                    Kind.CANNOT_EXECUTE,
                    "environment " + request.trial().environment().name()
                            + " is a command of this machine; a pod needs an image: Environment.pod(...).image(...)"));
        }
        if (!request.cores().isEmpty()) {
            throw new LaunchException(FailureReason.of(
                    Kind.PLATFORM_ERROR,
                    "a pod cannot be pinned to cores " + request.cores()
                            + "; ask for whole CPUs under the kubelet's static CPU manager instead"));
        }
        return base(request, image, serial);
    }

    /** The user's code may fail; then so does this trial, and no other. */
    private Pod customised(Pod pod) throws LaunchException {
        Pod customised;
        try {
            customised = settings.customiser().apply(new PodBuilder(pod).build());
        } catch (RuntimeException fault) {
            throw new LaunchException(
                    FailureReason.of(Kind.CANNOT_EXECUTE, "the pod customiser failed: " + fault), fault);
        }
        if (customised == null || customised.getSpec() == null || customised.getMetadata() == null) {
            throw new LaunchException(FailureReason.of(
                    Kind.CANNOT_EXECUTE,
                    "the pod customiser must return a pod with metadata and spec, returned "
                            + (customised == null ? "null" : "one without")));
        }
        return customised;
    }

    private Pod base(LaunchRequest request, Environment.Image image, long serial) {
        TrialId id = request.trial().id();
        PodBuilder builder = new PodBuilder()
                .withNewMetadata()
                .withName(Labels.dnsLabel(
                                id.environment() + "-" + id.variant() + "-" + id.number()
                                        + (request.instance().isEmpty() ? "" : "-" + request.instance()),
                                NAME_STEM)
                        + "-"
                        + launcher + "-" + Long.toString(serial, Character.MAX_RADIX))
                .withNamespace(settings.namespace())
                .withLabels(labels(request))
                .addToAnnotations(Labels.TRIAL, request.name())
                .addToAnnotations(Labels.OWNER, owner)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                // nothing that is measured asks the API server for anything: it gets no credentials
                .withAutomountServiceAccountToken(false)
                .withActiveDeadlineSeconds(wholeSeconds(request.deadline()))
                .withContainers(container(request, image))
                .endSpec();
        builder.editSpec()
                .withRuntimeClassName(image.runtimeClass().orElse(null))
                .withServiceAccountName(settings.serviceAccount().orElse(null))
                .addToNodeSelector(settings.nodeSelector())
                .addAllToTolerations(settings.tolerations())
                .endSpec();
        return builder.build();
    }

    private Map<String, String> labels(LaunchRequest request) {
        TrialId id = request.trial().id();
        Map<String, String> labels = new LinkedHashMap<>(Labels.anyOfOurs());
        labels.put(Labels.RUN, Labels.value(request.run()));
        labels.put(Labels.TRIAL, Labels.value(id.toString()));
        labels.put(Labels.ENVIRONMENT, Labels.value(id.environment()));
        labels.put(Labels.VARIANT, Labels.value(id.variant()));
        labels.put(Labels.LAUNCHER, launcher);
        return labels;
    }

    private Container container(LaunchRequest request, Environment.Image image) {
        ContainerBuilder builder = new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(image.reference())
                .withImagePullPolicy(settings.pullPolicy().inPod())
                .withCommand(image.command())
                .withArgs(request.trial().variant().arguments());
        request.trial()
                .environment()
                .variables()
                .forEach((name, value) ->
                        builder.addNewEnv().withName(name).withValue(value).endEnv());
        Map<String, Quantity> limits = limits(request.resources());
        if (!limits.isEmpty()) {
            builder.withNewResources().withRequests(limits).withLimits(limits).endResources();
        }
        return builder.build();
    }

    /** The limits as Kubernetes writes them; none for what is unlimited. */
    public static Map<String, Quantity> limits(Resources resources) {
        Map<String, Quantity> limits = new LinkedHashMap<>();
        resources.cpuMillis().ifPresent(millis -> limits.put("cpu", new Quantity(millis + "m")));
        resources.memoryBytes().ifPresent(bytes -> limits.put("memory", new Quantity(Long.toString(bytes))));
        return limits;
    }

    private static long wholeSeconds(Duration deadline) {
        return Math.max(1, deadline.plusNanos(999_999_999).toSeconds());
    }

    /** A customiser may change anything but what the launcher knows its pods by. */
    private static Pod keepOurs(Pod customised, Pod ours) throws LaunchException {
        boolean named = customised.getSpec().getContainers().stream()
                .anyMatch(container -> CONTAINER.equals(container.getName()));
        if (!named) {
            throw new LaunchException(FailureReason.of(
                    Kind.CANNOT_EXECUTE,
                    "the pod customiser must keep the container \"" + CONTAINER + "\", left "
                            + customised.getSpec().getContainers().stream()
                                    .map(Container::getName)
                                    .toList()));
        }
        return new PodBuilder(customised)
                .editMetadata()
                .withName(ours.getMetadata().getName())
                .withNamespace(ours.getMetadata().getNamespace())
                .addToLabels(ours.getMetadata().getLabels())
                .addToAnnotations(ours.getMetadata().getAnnotations())
                .endMetadata()
                .build();
    }
}
