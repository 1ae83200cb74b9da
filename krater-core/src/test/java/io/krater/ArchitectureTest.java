package io.krater;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.krater.rooms.RoomsContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pipeline is the list of packages; nothing may look to its right. */
class ArchitectureTest extends RoomsContract {
    @Override
    protected List<String> rooms() {
        return List.of(
                "io.krater.text",
                "io.krater.stats",
                "io.krater.stats.test",
                "io.krater.stats.bootstrap",
                "io.krater.stats.series",
                "io.krater.stats.compare",
                "io.krater.timeline",
                "io.krater.timeline.log",
                "io.krater.suite",
                "io.krater.plan",
                "io.krater.launch",
                "io.krater.launch.file",
                "io.krater.launch.spawn",
                "io.krater.launch.process",
                "io.krater.monitor",
                "io.krater.trial",
                "io.krater.metric",
                "io.krater.experiment",
                "io.krater.experiment.density",
                "io.krater.experiment.lifecycle",
                "io.krater.experiment.lifecycle.study",
                "io.krater.result.model",
                "io.krater.result.json",
                "io.krater.result.store",
                "io.krater.result.krater",
                "io.krater.result.compare",
                "io.krater.result.table",
                "io.krater.result.warning",
                "io.krater.result",
                "io.krater.report.draw",
                "io.krater.result.rund",
                "io.krater.report",
                "io.krater",
                "io.krater.junit");
    }

    @Override
    protected List<String> pure() {
        return List.of(
                "io.krater.text..",
                "io.krater.stats..",
                "io.krater.timeline..",
                "io.krater.suite..",
                "io.krater.plan..",
                "io.krater.metric..");
    }

    @Test
    void suitesKnowNoStatistics() {
        noClasses()
                .that()
                .resideInAnyPackage("io.krater.suite..", "io.krater.plan..", "io.krater.launch..", "io.krater.trial..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.krater.stats..")
                .check(module());
    }

    @Test
    void coreKnowsNoKubernetes() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8..", "io.krater.k8s..", "io.krater.node..", "io.krater.examples..")
                .check(module());
    }
}
