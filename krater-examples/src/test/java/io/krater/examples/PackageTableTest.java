package io.krater.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of packages in docs/concepts.md is drawn from the sources: descriptors, package-info files and imports. */
class PackageTableTest {
    private static final Path PAGE = Path.of("..", "docs", "concepts.md");
    private static final List<String> MODULES =
            List.of("krater-cgroup", "krater-core", "krater-k8s", "krater-examples");
    private static final Pattern TABLE =
            Pattern.compile("(?<=<!-- packages -->\n\n).*?(?=\n<!-- end -->)", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern EXPORTS = Pattern.compile("(?m)^ {4}exports ([\\w.]+);");
    private static final Pattern USES = Pattern.compile("\\bio(?:\\.[a-z]\\w*)+(?=\\.[A-Z])");
    private static final String HIDDEN = "Not exported.";

    /** Where it is out of date it is written anew, and the test fails once. */
    @Test
    void isUpToDate() throws IOException {
        StringBuilder table = new StringBuilder("| module | package | what lives there |\n| --- | --- | --- |\n");
        for (String module : MODULES) {
            rows(module, table);
        }
        String page = Files.readString(PAGE);
        Matcher shown = TABLE.matcher(page);
        assertThat(shown.find()).as("%s has a place for the table", PAGE).isTrue();
        if (!shown.group().contentEquals(table)) {
            Files.writeString(PAGE, shown.replaceFirst(Matcher.quoteReplacement(table.toString())));
        }
        assertThat(shown.group())
                .as("the table in docs/concepts.md was out of date and is written anew: look at it and commit it")
                .isEqualTo(table.toString());
    }

    private static void rows(String module, StringBuilder table) throws IOException {
        Path sources = Path.of("..", module, "src", "main", "java");
        Path descriptor = sources.resolve("module-info.java");
        Set<String> exported = Files.exists(descriptor)
                ? EXPORTS.matcher(Files.readString(descriptor))
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet())
                : Set.of();
        String first = module;
        for (String room : inOrder(uses(sources))) {
            String about = about(sources.resolve(room.replace('.', '/')).resolve("package-info.java"));
            boolean hidden = about.contains(HIDDEN);
            if (Files.exists(descriptor)) {
                assertThat(hidden)
                        .as("%s says \"%s\" exactly where its module does not export it", room, HIDDEN)
                        .isNotEqualTo(exported.contains(room));
            }
            table.append("| ").append(first).append(" | ");
            table.append(hidden ? "*" + room + "*" : "`" + room + "`");
            table.append(" | ").append(firstSentence(about)).append(" |\n");
            first = "";
        }
    }

    /** The packages of a module, each with those that its files name. */
    private static Map<String, Set<String>> uses(Path sources) throws IOException {
        Map<String, Set<String>> uses = new TreeMap<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Path folder = sources.relativize(file).getParent();
                if (folder == null) {
                    continue; // the descriptor
                }
                Set<String> used = uses.computeIfAbsent(folder.toString().replace('/', '.'), name -> new TreeSet<>());
                Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("import "))
                        .forEach(line -> USES.matcher(line).results().forEach(found -> used.add(found.group())));
            }
        }
        return uses;
    }

    /** A package after all that it knows; by the alphabet where that leaves a choice. */
    private static List<String> inOrder(Map<String, Set<String>> uses) {
        List<String> order = new ArrayList<>();
        Map<String, Set<String>> left = new TreeMap<>(uses);
        while (!left.isEmpty()) {
            String next = left.entrySet().stream()
                    .filter(entry -> entry.getValue().stream()
                            .noneMatch(used -> !used.equals(entry.getKey()) && left.containsKey(used)))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("a cycle among " + left.keySet()));
            order.add(next);
            left.remove(next);
        }
        return order;
    }

    private static String about(Path packageInfo) throws IOException {
        Matcher comment = COMMENT.matcher(Files.readString(packageInfo));
        assertThat(comment.find())
                .as("%s says what the package is", packageInfo)
                .isTrue();
        return comment.group(1)
                .replaceAll("\\s*\n\\s*\\*? ?", " ")
                .replaceAll("\\{@\\w+ ([^}]*)}", "`$1`")
                .replace("<p>", "")
                .strip();
    }

    private static String firstSentence(String text) {
        String sentence = text.split("(?<=\\.)\\s", 2)[0].replaceFirst("[.:]$", "");
        return sentence.replace("|", "\\|");
    }
}
