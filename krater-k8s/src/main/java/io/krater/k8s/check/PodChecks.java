package io.krater.k8s.check;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.krater.k8s.pod.PodBlueprint;
import io.krater.k8s.pod.PodChanges;
import io.krater.k8s.pod.PodSettings;
import io.krater.k8s.pod.Refusals;
import io.krater.launch.Check;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Sampling;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Has the API server try each environment's pod without making it (a server-side dry run): quotas, LimitRanges, Pod Security,
 * service accounts and webhooks then refuse it here, once, and not as the failure of every trial.
 */
final class PodChecks {
    private static final String EACH_FAILS = "each of its trials would fail";
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final int FORBIDDEN = 403;

    private final KubernetesClient client;
    private final PodSettings settings;
    private final PodBlueprint blueprint;

    PodChecks(KubernetesClient client, PodSettings settings, PodBlueprint blueprint) {
        this.client = client;
        this.settings = settings;
        this.blueprint = blueprint;
    }

    /** The pod of an environment's first trial. */
    Optional<Check> check(Suite suite, Environment environment) {
        return TrialPlan.of(suite, 1).trials().stream()
                .filter(trial -> trial.environment().equals(environment))
                .findFirst()
                .flatMap(trial -> check("pod of " + environment.name(), request(suite, trial)));
    }

    private static LaunchRequest request(Suite suite, PlannedTrial trial) {
        return new LaunchRequest(
                "preflight",
                trial,
                suite.resources(),
                Sampling.none(),
                suite.workload().gate().held(),
                suite.cores(),
                DEADLINE);
    }

    private Optional<Check> check(String subject, LaunchRequest request) {
        Pod asked;
        Pod sent;
        try {
            asked = blueprint.asked(request, 0);
            sent = blueprint.pod(request, 0);
        } catch (LaunchException refused) {
            return Optional.of(Check.error(
                    subject, refused.reason().message(), EACH_FAILS, "see the pod customiser and the environment"));
        }
        Pod made;
        try {
            made = client.resource(sent).dryRun().create();
        } catch (RuntimeException refusal) {
            return refused(subject, refusal);
        }
        List<String> changes = made == null ? List.of() : PodChanges.between(asked, made);
        return Optional.of(
                changes.isEmpty()
                        ? Check.ok(subject, "accepted by the API server, as a dry run")
                        : Check.warning(
                                subject,
                                String.join("; ", changes),
                                "what is measured is not what the suite asks for",
                                "see the pod customiser, kubectl describe limitrange --namespace "
                                        + settings.namespace() + ", and the cluster's webhooks"));
    }

    /** What a refusal means for the trials; empty where another check says so. */
    private Optional<Check> refused(String subject, RuntimeException refusal) {
        String said = Refusals.said(refusal);
        String lower = said.toLowerCase(Locale.ROOT);
        int code = Refusals.code(refusal);
        if (code == FORBIDDEN && lower.contains("cannot create resource")) {
            return Optional.empty();
        }
        if (code == 0 || lower.contains("does not support dry run") || lower.contains("dryrun")) {
            return Optional.of(Check.warning(
                    subject,
                    "could not be tried as a dry run: " + said,
                    "whether pods are accepted shows with the first trial",
                    "kubectl run try --image=IMAGE --dry-run=server --namespace " + settings.namespace()));
        }
        return Optional.of(Check.error(subject, "refused: " + said, EACH_FAILS, remedy(lower)));
    }

    private String remedy(String said) {
        String in = " --namespace " + settings.namespace();
        if (said.contains("exceeded quota")) {
            return "kubectl describe resourcequota" + in
                    + "; lower the suite's limits, remove other pods, or have it raised";
        }
        if (said.contains("failed quota") || said.contains("must specify")) {
            return "give the suite limits for what the quota counts: .limits(Resources.cpu(...).memory(...)); kubectl describe"
                    + " resourcequota" + in;
        }
        if (said.contains("podsecurity")) {
            return "set what it names by customisePod(...), or use a namespace whose label pod-security.kubernetes.io/enforce"
                    + " allows it: kubectl get namespace " + settings.namespace() + " --show-labels";
        }
        if (said.contains("service account") || said.contains("serviceaccount")) {
            return "kubectl create serviceaccount " + settings.serviceAccount().orElse("default") + in;
        }
        if (said.contains("usage per container")
                || said.contains("usage per pod")
                || said.contains("limit to request")) {
            return "kubectl describe limitrange" + in + "; choose limits within it";
        }
        if (said.contains("admission webhook") || said.contains("validatingadmissionpolicy")) {
            return "kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations,validatingadmissionpolicies; ask"
                    + " whoever runs the cluster, or use another namespace";
        }
        if (said.contains("runtimeclass")) {
            return "kubectl get runtimeclass";
        }
        return "kubectl describe namespace " + settings.namespace();
    }

    /** A pod of no suite in particular, for what the namespace does to any. */
    Check ofAnyone(Suite any) {
        Check found = check(any, any.environments().get(0)).orElseGet(() -> Check.ok("pods", "may not be made"));
        String subject = "pods";
        return switch (found.state()) {
            case OK -> Check.ok(subject, "one without limits is accepted, as a dry run");
            case WARNING ->
                Check.warning(
                        subject,
                        "one without limits is changed, or was not tried: " + found.found(),
                        "trials of suites that set no limits of their own get these",
                        found.remedy());
            case ERROR ->
                Check.warning(
                        subject, "one without limits is " + found.found(), "trials like it would fail", found.remedy());
        };
    }
}
