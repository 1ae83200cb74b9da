package io.krater.examples;

import io.krater.k8s.ClusterCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What {@link ClusterCommand} does, at hand in this jar, too. */
abstract class ClusterState implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClusterAddress address = new ClusterAddress();

    @Override
    public Integer call() {
        List<String> words = new ArrayList<>(List.of(spec.name()));
        words.addAll(address.words());
        return ClusterCommand.run(words, System.out);
    }

    @Command(name = "doctor", description = "checks whether suites can run on a cluster, and what to do where not")
    static final class Doctor extends ClusterState {}

    @Command(name = "status", description = "lists the trials whose pods are on a cluster")
    static final class Status extends ClusterState {}

    @Command(name = "cleanup", description = "removes the pods that dead processes left behind on a cluster")
    static final class Cleanup extends ClusterState {}
}
