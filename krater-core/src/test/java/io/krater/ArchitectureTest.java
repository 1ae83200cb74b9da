package io.krater;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pipeline is the list of packages; nothing may look to its right. */
class ArchitectureTest {
    /** From left to right; the root package, which puts all together, is last. */
    private static final List<String> STATIONS =
            List.of("suite", "plan", "launch", "monitor", "trial", "metric", "stats", "experiment", "result", "report");

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.krater");

    @Test
    void packagesLookToTheirLeftOnly() {
        for (int i = 0; i < STATIONS.size(); i++) {
            List<String> right = new ArrayList<>();
            STATIONS.subList(i + 1, STATIONS.size()).forEach(name -> right.add("io.krater." + name + ".."));
            right.add("io.krater");
            right.add("io.krater.junit..");
            noClasses()
                    .that()
                    .resideInAPackage("io.krater." + STATIONS.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(right.toArray(String[]::new))
                    .check(CORE);
        }
    }

    @Test
    void statisticsKnowNothingButNumbers() {
        noClasses()
                .that()
                .resideInAPackage("io.krater.stats..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(STATIONS.stream()
                        .filter(name -> !name.equals("stats"))
                        .map(name -> "io.krater." + name + "..")
                        .toArray(String[]::new))
                .check(CORE);
    }

    @Test
    void purePackagesHaveNoClockAndNoFiles() {
        noClasses()
                .that()
                .resideInAnyPackage("io.krater.suite..", "io.krater.plan..", "io.krater.metric..", "io.krater.stats..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net..", "java.util.concurrent.locks..")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CORE);
    }

    @Test
    void coreKnowsNoKubernetes() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8..", "io.krater.k8s..", "io.krater.examples..")
                .check(CORE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.krater.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void thereAreNoDrawers() {
        classes().should().resideOutsideOfPackages("..util..", "..impl..").check(CORE);
    }
}
