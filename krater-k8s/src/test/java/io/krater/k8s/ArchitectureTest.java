package io.krater.k8s;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.krater.rooms.RoomsContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends RoomsContract {
    @Override
    protected List<String> rooms() {
        return List.of(
                "io.krater.node",
                "io.krater.k8s.model",
                "io.krater.k8s.access",
                "io.krater.k8s.log",
                "io.krater.k8s.clock",
                "io.krater.k8s.pod",
                "io.krater.k8s.action",
                "io.krater.k8s.check",
                "io.krater.k8s",
                "io.krater.cri");
    }

    /** Whoever starts containers can see them from their node. */
    @Test
    void theNodeKnowsNoApiServer() {
        noClasses()
                .that()
                .resideInAPackage("io.krater.node..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8..")
                .check(module());
    }
}
