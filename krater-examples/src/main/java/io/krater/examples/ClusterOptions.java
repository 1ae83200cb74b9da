package io.krater.examples;

import io.krater.Krater;
import io.krater.k8s.KubernetesLauncher;
import io.krater.k8s.model.PullPolicy;
import io.krater.result.SuiteResult;
import io.krater.suite.Suite;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that name a cluster and how its pods are made, the same for all examples on clusters. */
final class ClusterOptions {
    @Mixin
    private ClusterAddress address = new ClusterAddress();

    @Option(
            names = "--pull",
            paramLabel = "WHEN",
            defaultValue = "never",
            converter = PullPolicies.class,
            description = "when images are pulled: never, if-not-present or always")
    private PullPolicy pull = PullPolicy.NEVER;

    @Mixin
    private ResultsFolder results = new ResultsFolder();

    KubernetesLauncher.Builder launcher() {
        return address.launcher().pullPolicy(pull);
    }

    /** Where results go. */
    Path into() {
        return results.path();
    }

    /** Runs a suite on pods, shows what it says and writes its report. */
    int run(Suite suite, KubernetesLauncher.Builder cluster) {
        try (KubernetesLauncher launcher = cluster.connect()) {
            SuiteResult result = Krater.run(suite).on(launcher).into(into());
            Sentence.conclude(result, into().resolve(suite.name()));
            return exitCode(result);
        }
    }

    /** 0 where there is something to conclude from, else 1. */
    static int exitCode(SuiteResult result) {
        return result.trials().stream().anyMatch(trial -> trial.outcome().isCompleted()) ? 0 : 1;
    }

    private static final class PullPolicies implements ITypeConverter<PullPolicy> {
        @Override
        public PullPolicy convert(String when) {
            try {
                return PullPolicy.valueOf(when.toUpperCase(Locale.ROOT).replace('-', '_'));
            } catch (IllegalArgumentException unknown) {
                throw new TypeConversionException("it must be never, if-not-present or always, was \"" + when + "\"");
            }
        }
    }
}
