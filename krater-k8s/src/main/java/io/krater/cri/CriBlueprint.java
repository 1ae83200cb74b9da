package io.krater.cri;

import com.google.protobuf.ByteString;
import io.krater.cri.v1.ContainerConfig;
import io.krater.cri.v1.ContainerMetadata;
import io.krater.cri.v1.ImageSpec;
import io.krater.cri.v1.KeyValue;
import io.krater.cri.v1.LinuxContainerConfig;
import io.krater.cri.v1.LinuxContainerResources;
import io.krater.cri.v1.LinuxContainerSecurityContext;
import io.krater.cri.v1.LinuxPodSandboxConfig;
import io.krater.cri.v1.LinuxSandboxSecurityContext;
import io.krater.cri.v1.NamespaceMode;
import io.krater.cri.v1.NamespaceOption;
import io.krater.cri.v1.PodSandboxConfig;
import io.krater.cri.v1.PodSandboxMetadata;
import io.krater.k8s.pod.Labels;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.plan.TrialId;
import io.krater.suite.Environment;
import io.krater.suite.Resources;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is asked of the runtime for one trial: the same as the kubelet asks for a pod of KRATER's, so that trials through CRI
 * and through Kubernetes can be compared.
 *
 * @param uid the sandbox's UID
 * @param handler the runtime handler; empty for the runtime's default
 * @param sandbox the sandbox
 * @param container the container in it
 */
record CriBlueprint(String uid, String handler, PodSandboxConfig sandbox, ContainerConfig container) {
    /** Name of the one container. */
    static final String CONTAINER = "workload";

    static final String NAMESPACE = "krater";

    private static final int NAME_STEM = 50;
    private static final long CPU_PERIOD_USEC = 100_000;
    private static final int SHARES_OF_A_CPU = 1_024;
    private static final int LEAST_SHARES = 2;
    private static final int MILLIS_OF_A_CPU = 1_000;
    /** What Kubernetes keeps from containers of /proc and /sys (pkg/securitycontext). */
    private static final List<String> MASKED = List.of(
            "/proc/asound",
            "/proc/acpi",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/sys/firmware",
            "/sys/devices/virtual/powercap");

    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    /** Makes blueprints for one launcher. */
    record Maker(CriSettings settings, CgroupParents parents, LogHome logs, String launcher, String owner) {
        /**
         * The blueprint for a request.
         *
         * @param serial tells sandboxes of the launcher apart
         * @param image what the runtime calls the image
         */
        CriBlueprint make(LaunchRequest request, String uid, long serial, Environment.Image target, String image) {
            TrialId id = request.trial().id();
            String name = Labels.dnsLabel(id.environment() + "-" + id.variant() + "-" + id.number(), NAME_STEM) + "-"
                    + launcher + "-" + Long.toString(serial, Character.MAX_RADIX);
            return new CriBlueprint(
                    uid,
                    target.runtimeClass().orElse(""),
                    sandbox(request, name, uid),
                    container(request, target, uid, image));
        }

        private NamespaceOption namespaces() {
            return NamespaceOption.newBuilder()
                    .setNetwork(settings.hostNetwork() ? NamespaceMode.NODE : NamespaceMode.POD)
                    .setPid(NamespaceMode.CONTAINER)
                    .setIpc(NamespaceMode.POD)
                    .build();
        }

        private PodSandboxConfig sandbox(LaunchRequest request, String name, String uid) {
            Path logDirectory = logs.of(NAMESPACE, name, uid);
            return PodSandboxConfig.newBuilder()
                    .setMetadata(PodSandboxMetadata.newBuilder()
                            .setName(name)
                            .setNamespace(NAMESPACE)
                            .setUid(uid))
                    .setHostname(settings.hostNetwork() ? "" : name)
                    .setLogDirectory(logDirectory.toString())
                    .putAllLabels(CriLabels.of(request, launcher, uid))
                    .putAllAnnotations(settings.annotations())
                    .putAnnotations(Labels.OWNER, owner)
                    .putAnnotations(Labels.TRIAL, request.trial().id().toString())
                    .setLinux(LinuxPodSandboxConfig.newBuilder()
                            .setCgroupParent(parents.of(uid))
                            .setSecurityContext(
                                    LinuxSandboxSecurityContext.newBuilder().setNamespaceOptions(namespaces())))
                    .build();
        }

        private ContainerConfig container(LaunchRequest request, Environment.Image target, String uid, String image) {
            ContainerConfig.Builder container = ContainerConfig.newBuilder()
                    .setMetadata(ContainerMetadata.newBuilder().setName(CONTAINER))
                    .setImage(ImageSpec.newBuilder().setImage(image).setUserSpecifiedImage(target.reference()))
                    .addAllCommand(target.command())
                    .addAllArgs(request.trial().variant().arguments())
                    .setLogPath(CONTAINER + "/0.log")
                    .putAllLabels(CriLabels.of(request, launcher, uid))
                    .putAnnotations(Labels.OWNER, owner)
                    .setLinux(LinuxContainerConfig.newBuilder()
                            .setResources(resources(request))
                            .setSecurityContext(LinuxContainerSecurityContext.newBuilder()
                                    .setNamespaceOptions(namespaces())
                                    .addAllMaskedPaths(MASKED)
                                    .addAllReadonlyPaths(READ_ONLY)));
            request.trial()
                    .environment()
                    .variables()
                    .forEach((key, value) -> container.addEnvs(
                            KeyValue.newBuilder().setKey(key).setValue(ByteString.copyFromUtf8(value))));
            return container.build();
        }
    }

    /** Limits as the kubelet hands them on; no swap beyond the memory. */
    static LinuxContainerResources resources(LaunchRequest request) {
        Resources limits = request.resources();
        LinuxContainerResources.Builder resources = LinuxContainerResources.newBuilder();
        limits.cpuMillis()
                .ifPresent(millis -> resources
                        .setCpuPeriod(CPU_PERIOD_USEC)
                        .setCpuQuota(millis * CPU_PERIOD_USEC / MILLIS_OF_A_CPU)
                        .setCpuShares(Math.max(LEAST_SHARES, (long) millis * SHARES_OF_A_CPU / MILLIS_OF_A_CPU)));
        limits.memoryBytes()
                .ifPresent(bytes -> resources.setMemoryLimitInBytes(bytes).setMemorySwapLimitInBytes(bytes));
        if (!request.cores().isEmpty()) {
            resources.setCpusetCpus(
                    request.cores().stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        return resources.build();
    }

    /**
     * What a request runs.
     *
     * @throws LaunchException if it is no image
     */
    static Environment.Image image(LaunchRequest request) throws LaunchException {
        Environment environment = request.trial().environment();
        if (environment.target() instanceof Environment.Image image) {
            return image;
        }
        throw new LaunchException(
                FailureReason.of(
                        Kind.CANNOT_EXECUTE,
                        "environment " + environment.name()
                                + " is a command of this machine; a container needs an image: Environment.pod(...).image(...)"));
    }
}
