package io.krater.examples;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.krater.Krater;
import io.krater.experiment.lifecycle.CommandAction;
import io.krater.experiment.lifecycle.LifePlatform;
import io.krater.experiment.lifecycle.LifecycleExperiment;
import io.krater.experiment.lifecycle.Lives;
import io.krater.experiment.lifecycle.StepAction;
import io.krater.experiment.lifecycle.StepFailedException;
import io.krater.experiment.lifecycle.Steps;
import io.krater.experiment.lifecycle.StudySteps;
import io.krater.k8s.action.ClusterActions;
import io.krater.monitor.ThisHost;
import io.krater.result.SuiteResult;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The study's life on the testbed, a cluster on this machine, for settings that differ. */
final class TestbedLives {
    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: krater-lifecycle, namespace: default}
            spec:
              replicas: 2
              selector: {matchLabels: {app: krater-lifecycle}}
              template:
                metadata: {labels: {app: krater-lifecycle}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - {name: pause, image: "registry.k8s.io/pause:3.10", imagePullPolicy: Never}
            """;

    /** The results' folder within the one that is told. */
    private static final String NAME = "lives";

    private final String testbed;
    private final Duration idle;

    /** What a life is lived with. */
    enum Setting {
        /** One worker, whose kubelet uses the systemd driver of cgroups. */
        SYSTEMD(1, Map.of()),
        /** One worker, whose kubelet uses the cgroupfs driver. */
        CGROUPFS(1, Map.of("TESTBED_CGROUP_DRIVER", "cgroupfs")),
        /** Two workers. */
        TWO_WORKERS(2, Map.of());

        private final int workers;

        @SuppressWarnings("ImmutableEnumChecker") // Map.of is
        private final Map<String, String> environment;

        Setting(int workers, Map<String, String> environment) {
            this.workers = workers;
            this.environment = environment;
        }

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    TestbedLives(Path testbed, Duration idle) {
        this.testbed = testbed.toAbsolutePath().toString();
        this.idle = idle;
    }

    Lives run(List<Setting> settings, int lives, Path folder) {
        LifecycleExperiment.Builder experiment =
                LifecycleExperiment.named(NAME).lives(lives).steps(System.out::println);
        settings.forEach(setting -> experiment.platform(platform(setting)));
        SuiteResult result = Krater.run(experiment.build())
                .on(Steps.launcher())
                .hosts(ThisHost.here().role("machine"))
                .into(folder);
        return Lives.of(result.trials(), result.hosts().values());
    }

    private LifePlatform platform(Setting setting) {
        StepAction join = null;
        StepAction leave = null;
        for (int number = 1; number <= setting.workers; number++) {
            String node = "node" + number;
            StepAction joined = command(setting, "join", Integer.toString(number))
                    .then(onCluster("node ready", actions -> actions.ready(List.of(node), DEADLINE)));
            StepAction left = onCluster("node drained", actions -> actions.drained(node, DEADLINE))
                    .then(command(setting, "leave", Integer.toString(number)));
            join = join == null ? joined : join.then(joined);
            leave = leave == null ? left : leave.then(left);
        }
        StudySteps steps = new StudySteps(
                command(setting, "up", "0"),
                java.util.Objects.requireNonNull(join),
                onCluster("deployment applied", actions -> actions.applied(DEPLOYMENT, DEADLINE)),
                onCluster("deployment deleted", actions -> actions.deleted(DEPLOYMENT, DEADLINE)),
                java.util.Objects.requireNonNull(leave),
                command(setting, "down"));
        return steps.addTo(LifePlatform.named(setting.label()), idle)
                .teardown(command(setting, "down"))
                .build();
    }

    private CommandAction command(Setting setting, String... words) {
        List<String> command = new ArrayList<>(List.of(testbed));
        command.addAll(List.of(words));
        CommandAction action = CommandAction.of(command.toArray(String[]::new)).deadline(Duration.ofMinutes(10));
        for (Map.Entry<String, String> each : setting.environment.entrySet()) {
            action = action.environment(each.getKey(), each.getValue());
        }
        return action;
    }

    /** A step on the cluster, which is not there yet when the step is described. */
    private StepAction onCluster(String what, Function<ClusterActions, StepAction> step) {
        return new StepAction() {
            @Override
            public String describe() {
                return what;
            }

            @Override
            public void perform() throws StepFailedException, InterruptedException {
                try (KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(new File(kubeconfig())))
                        .build()) {
                    step.apply(ClusterActions.on(client)).perform();
                }
            }
        };
    }

    private String kubeconfig() throws StepFailedException, InterruptedException {
        try {
            Process process = new ProcessBuilder(testbed, "kubeconfig")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() == 0 && !path.isEmpty()) {
                return path;
            }
            throw new StepFailedException(
                    StepFailedException.Kind.COMMAND_FAILED, testbed + " kubeconfig names no file");
        } catch (IOException absent) {
            throw new StepFailedException(
                    StepFailedException.Kind.NOT_STARTED,
                    "cannot start " + testbed + ": " + absent.getMessage(),
                    absent);
        }
    }
}
