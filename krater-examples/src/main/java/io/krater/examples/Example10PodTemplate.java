package io.krater.examples;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A pod template of one's own: what does a hardened security context cost? The same image twice; the pods of one environment,
 * known by its label, get a security context and a scratch volume before they are sent.
 */
@Command(
        name = "10-pod-template",
        aliases = {"pod-template", "10"},
        description =
                "a pod template of your own: the same image with and without a hardened security context; on a node as root for samples of the cgroups, from elsewhere without")
final class Example10PodTemplate implements Callable<Integer> {
    @Option(names = "--image", paramLabel = "IMAGE", defaultValue = "krater-static:latest", description = "what is run")
    private String image = "";

    @Option(names = "--trials", paramLabel = "N", defaultValue = "10", description = "trials of each")
    private int trials;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "5", description = "length of each trial's gate")
    private int seconds;

    @Option(names = "--cpu", paramLabel = "LIMIT", defaultValue = "500m", description = "CPU limit")
    private String cpu = "";

    @Option(names = "--memory", paramLabel = "LIMIT", defaultValue = "128Mi", description = "memory limit")
    private String memory = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private static final String ENVIRONMENT = "krater.io/environment";
    private static final String HARDENED = "hardened";
    private static final long NOBODY = 65534;

    @Override
    public Integer call() throws Exception {
        Suite suite = Suite.named("pod-template")
                .environment(Environment.pod("plain").image(image))
                .environment(Environment.pod(HARDENED).image(image))
                .workload(MatrixMultiplication.sizes(128).warmup(Duration.ZERO).duration(Duration.ofSeconds(seconds)))
                .limits(Resources.cpu(cpu).memory(memory))
                .trials(trials)
                .build();
        return cluster.run(suite, cluster.launcher().customisePod(Example10PodTemplate::template));
    }

    private static Pod template(Pod pod) {
        if (!HARDENED.equals(pod.getMetadata().getLabels().get(ENVIRONMENT))) {
            return pod;
        }
        return new PodBuilder(pod)
                .editMetadata()
                .addToAnnotations("example.org/why", "what does it cost?")
                .endMetadata()
                .editSpec()
                .addNewVolume()
                .withName("scratch")
                .withNewEmptyDir()
                .withMedium("Memory")
                .endEmptyDir()
                .endVolume()
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(NOBODY)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("scratch")
                .withMountPath("/scratch")
                .endVolumeMount()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .addToDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();
    }
}
