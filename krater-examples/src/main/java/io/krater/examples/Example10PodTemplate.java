package io.krater.examples;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import java.time.Duration;
import java.util.List;

/**
 * A pod template of one's own: what does a hardened security context cost? The same image twice; the pods of one environment,
 * known by its label, get a security context and a scratch volume before they are sent.
 */
final class Example10PodTemplate implements Example {
    private static final String ENVIRONMENT = "krater.io/environment";
    private static final String HARDENED = "hardened";
    private static final long NOBODY = 65534;

    @Override
    public String summary() {
        return "a pod template of your own: the same image with and without a hardened security context";
    }

    @Override
    public List<String> help() {
        return ClusterOptions.help(
                "10-pod-template [OPTION...]   on a node as root for samples of the cgroups, from elsewhere without",
                "--image         what is run (krater-static:latest)",
                "--trials        trials of each (10)",
                "--seconds       length of each trial's gate (5)",
                "--cpu           CPU limit (500m)",
                "--memory        memory limit (128Mi)");
    }

    @Override
    public int run(List<String> arguments) throws Exception {
        Options options = new Options(arguments, ClusterOptions.and("image", "trials", "seconds", "cpu", "memory"));
        String image = options.text("image", "krater-static:latest");
        Suite suite = Suite.named("pod-template")
                .environment(Environment.pod("plain").image(image))
                .environment(Environment.pod(HARDENED).image(image))
                .workload(MatrixMultiplication.sizes(128)
                        .warmup(Duration.ZERO)
                        .duration(Duration.ofSeconds(options.number("seconds", 5))))
                .limits(Resources.cpu(options.text("cpu", "500m")).memory(options.text("memory", "128Mi")))
                .trials(options.number("trials", 10))
                .build();
        return ClusterOptions.run(
                suite, ClusterOptions.launcher(options).customisePod(Example10PodTemplate::template), options);
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
