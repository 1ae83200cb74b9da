package io.krater.rooms;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What holds for the packages of every module: they are known and in an order, look to their left only, have few files
 * and no knots inside. A module's own test names its packages from left to right.
 */
public abstract class RoomsContract {
    /** The most files that a package may have, {@code package-info.java} included. */
    private static final int MOST_FILES = 30;
    /** The most top-level types that may refer to each other in a circle. */
    private static final int MOST_IN_A_LOOP = 3;
    /** What a generator draws is none of these rules' business. */
    private static final Pattern GENERATED = Pattern.compile("/io/krater/cri/v1/");

    private static final Map<Path, JavaClasses> READ = new ConcurrentHashMap<>();

    /** The module's packages, each of which knows only those before it. */
    protected abstract List<String> rooms();

    /** Those of them that have no clock and touch no files. */
    protected List<String> pure() {
        return List.of();
    }

    /** What was compiled from this module's sources, without its tests. */
    protected JavaClasses module() {
        ClassFileImporter drawnByHand = new ClassFileImporter()
                .withImportOption(
                        location -> !GENERATED.matcher(location.toString()).find());
        return READ.computeIfAbsent(folder(), drawnByHand::importPath);
    }

    /** Where the module's classes are loaded from, which is not the same for every build tool. */
    private Path folder() {
        String room = rooms().get(rooms().size() - 1).replace('.', '/');
        URL found = getClass().getClassLoader().getResource(room + "/package-info.class");
        assertThat(found).as("package-info of %s", room).isNotNull();
        Path folder = Path.of(URI.create(found.toString())).getParent();
        for (int i = 0; i < room.split("/").length; i++) {
            folder = folder.getParent();
        }
        return folder;
    }

    @Test
    void everyPackageHasItsPlace() {
        Set<String> found =
                module().stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).containsExactlyInAnyOrderElementsOf(rooms());
    }

    @Test
    void packagesLookToTheirLeftOnly() {
        List<String> order = rooms();
        Set<String> upward = new TreeSet<>();
        for (JavaClass type : module()) {
            int here = order.indexOf(type.getPackageName());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                if (order.indexOf(dependency.getTargetClass().getPackageName()) > here) {
                    upward.add(top(type) + " -> " + top(dependency.getTargetClass()));
                }
            }
        }
        assertThat(upward).isEmpty();
    }

    /** A service must be found on the class path, by its file, and on the module path, by the descriptor. */
    @Test
    void servicesAreTheSameOnBothPaths() throws IOException {
        Path descriptor = folder().resolve("module-info.class");
        Map<String, List<String>> provided = new TreeMap<>();
        if (Files.exists(descriptor)) {
            try (InputStream in = Files.newInputStream(descriptor)) {
                ModuleDescriptor.read(in)
                        .provides()
                        .forEach(service -> provided.put(service.service(), service.providers()));
            }
        }
        Map<String, List<String>> listed = new TreeMap<>();
        Path services = folder().resolve("META-INF/services");
        if (Files.isDirectory(services)) {
            try (Stream<Path> files = Files.list(services)) {
                for (Path file : files.toList()) {
                    listed.put(file.getFileName().toString(), Files.readAllLines(file));
                }
            }
        }
        assertThat(provided).isEqualTo(listed);
    }

    @Test
    void noPackageIsCrowded() {
        Map<String, Long> files = module().stream()
                .filter(type -> type.getEnclosingClass().isEmpty())
                .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
        assertThat(files).allSatisfy((room, count) -> assertThat(count).as(room).isLessThanOrEqualTo(MOST_FILES));
    }

    @Test
    void typesOfAPackageAreNotKnotted() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : module()) {
            Set<String> used = uses.computeIfAbsent(top(type), name -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                if (dependency.getTargetClass().getPackageName().equals(type.getPackageName())) {
                    used.add(top(dependency.getTargetClass()));
                }
            }
        }
        List<Collection<String>> knots = new ArrayList<>();
        for (Collection<String> loop : Loops.in(uses)) {
            if (loop.size() > MOST_IN_A_LOOP) {
                knots.add(loop);
            }
        }
        assertThat(knots).isEmpty();
    }

    @Test
    void thereAreNoDrawers() {
        classes().should().resideOutsideOfPackages("..util..", "..impl..").check(module());
    }

    @Test
    void purePackagesHaveNoClockAndNoFiles() {
        if (pure().isEmpty()) {
            return;
        }
        noClasses()
                .that()
                .resideInAnyPackage(pure().toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net..", "java.util.concurrent.locks..")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(module());
    }

    private static String top(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer.getBaseComponentType().getName();
    }
}
