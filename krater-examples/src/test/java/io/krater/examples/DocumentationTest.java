package io.krater.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the documentation shows compiles: each Java block stands in {@link Snippets} or in the first suite, up to white space. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..");
    /** What .ci/run builds and runs as a user would. */
    private static final Path FIRST = ROOT.resolve(".ci/user-project/first");

    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TestFactory
    List<DynamicTest> everyJavaBlockIsCompiled() throws IOException {
        String compiled = words(Files.readString(Path.of("src/test/java/io/krater/examples/Snippets.java"))
                + Files.readString(FIRST.resolve("src/main/java/org/example/FirstSuite.java")));
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            Matcher blocks = BLOCK.matcher(Files.readString(page));
            while (blocks.find()) {
                String code = blocks.group(1);
                String name = page.getFileName() + ": "
                        + code.lines().findFirst().orElse("").strip();
                tests.add(
                        DynamicTest.dynamicTest(name, () -> assertThat(compiled).contains(parts(code))));
            }
        }
        assertThat(tests).hasSizeGreaterThan(4);
        return tests;
    }

    @Test
    void theFirstProjectsPomIsTheOneThatIsBuilt() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/quick-start.md"));
        assertThat(page).contains("```xml\n" + Files.readString(FIRST.resolve("pom.xml")) + "```");
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> pages =
                    new ArrayList<>(docs.filter(path -> path.toString().endsWith(".md"))
                            .sorted()
                            .toList());
            pages.add(ROOT.resolve("README.md"));
            return pages;
        }
    }

    /** The imports, which stand at the head of what is compiled, and the code. */
    private static List<String> parts(String code) {
        List<String> parts = new ArrayList<>();
        if (!code.startsWith("package ")) {
            code.lines()
                    .filter(line -> line.startsWith("import "))
                    .map(DocumentationTest::words)
                    .forEach(parts::add);
            parts.add(words(
                    code.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"))));
        } else {
            parts.add(words(code));
        }
        return parts;
    }

    private static String words(String code) {
        return code.replaceAll("\\s+", "");
    }
}
