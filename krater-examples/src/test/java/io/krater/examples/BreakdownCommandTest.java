package io.krater.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a person uses it; what urunc's scripts print is compared in io.krater.timeline. */
class BreakdownCommandTest {
    private final PrintStream console = System.out;
    private final PrintStream errors = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(console);
        System.setErr(errors);
    }

    private static String line(String container, String id, long time) {
        return "{\"containerID\":\"" + container + "\",\"timestampID\":\"" + id + "\",\"time\":" + time + "}\n";
    }

    private String log(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int run(String... words) {
        out.reset();
        err.reset();
        String[] all = new String[words.length + 1];
        all[0] = "breakdown";
        System.arraycopy(words, 0, all, 1, words.length);
        return Examples.run(java.util.List.of(all));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static final String TWO = line("aa01", "TS00", 100)
            + line("aa01", "TS02", 1350)
            + line("aa01", "TS01", 1100)
            + line("bb02", "TS00", 0)
            + line("bb02", "TS02", 900)
            + line("bb02", "TS01", 1300);

    @Test
    void printsATableAndSaysThatOrdersDisagree() throws IOException {
        assertThat(run(log("a.zlog", TWO))).isZero();
        assertThat(out()).contains("TS00 -> TS01").contains("the order differs: TS01 before TS02 in 1, after it in 1");
        assertThat(err()).contains("earlier than the container's line above: line 3");
    }

    @Test
    void printsOneContainerByTheBeginningOfItsId() throws IOException {
        String log = log("a.zlog", TWO);
        assertThat(run(log, "--container", "aa")).isZero();
        assertThat(out()).isEqualTo("TS00 -> TS01:\t1000 ns\nTS01 -> TS02:\t250 ns\n");
        assertThat(run(log, "--container", "bb02", "--json")).isZero();
        assertThat(out())
                .startsWith(
                        "{\"TS00 -> TS02\": {\"maximum\": \"900 ns\", \"minimum\": \"900 ns\", \"average\": \"900 ns\"}, ");
        assertThat(run(log, "--steps", "TS00,TS01", "--as", "csv")).isZero();
        assertThat(out()).contains("TS00,TS01,2,1000,1150.0,1150,1150.0");
    }

    @Test
    void namesTheContainersThatThereAreWhereOneIsNot() throws IOException {
        String log = log("a.zlog", TWO + line("aa02", "TS00", 1));
        assertThat(run(log, "--container", "cc")).isEqualTo(3);
        assertThat(err()).contains("no container \"cc\"; there are 3:").contains("  bb02");
        assertThat(run(log, "--container", "aa")).isEqualTo(3);
        assertThat(err()).contains("2 containers whose ids begin with \"aa\"").doesNotContain("bb02");
        assertThat(out()).isEmpty();
    }

    @Test
    void namesTheMarksThatThereAreWhereAStepHasAnother() throws IOException {
        assertThat(run(log("a.zlog", TWO), "--steps", "TS00,XX")).isEqualTo(3);
        assertThat(err()).contains("no timeline has the mark XX of --steps; there are TS00, TS01, TS02");
        assertThat(out()).isEmpty();
    }

    @Test
    void saysThatThereIsNoSuchFileInWords() {
        assertThat(run("no-such.zlog")).isEqualTo(1);
        assertThat(err())
                .contains("krater breakdown: there is no file no-such.zlog")
                .doesNotContain("Exception");
    }

    @Test
    void readsKubernetesEvents() throws IOException {
        String event = "{\"involvedObject\": {\"name\": \"p\"}, \"reason\": \"%s\", \"firstTimestamp\": \"%s\"}";
        String list = "{\"items\": [" + String.format(event, "Started", "2026-11-26T02:00:02Z") + ",\n"
                + String.format(event, "Pulled", "2026-11-26T02:00:01Z") + "]}";
        assertThat(run(log("events.json", list), "--events")).isZero();
        assertThat(out()).contains("Pulled -> Started");
        assertThat(run(log("events.json", list), "--events", "--mark", "reason"))
                .isEqualTo(2);
    }

    @Test
    void writesAPageAndFiguresOfSeveralLogs() throws IOException {
        Path page = folder.resolve("page.html");
        Path svg = folder.resolve("w.svg");
        Path packed = folder.resolve("b.zlog.gz");
        try (GZIPOutputStream gz = new GZIPOutputStream(Files.newOutputStream(packed))) {
            gz.write(TWO.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(run(log("a.zlog", TWO), packed.toString(), "--html", page.toString(), "--svg", svg.toString()))
                .isZero();
        assertThat(page).content().contains("<h2>a.zlog</h2>", "<h2>b.zlog.gz</h2>", "<img");
        assertThat(svg).content().contains("<svg");
    }

    @Test
    void readsOtherLogsByFieldsOrByAPattern() throws IOException {
        String json =
                log("a.json", "{\"pod\":\"p\",\"what\":\"x\",\"t\":1.5}\n{\"pod\":\"p\",\"what\":\"y\",\"t\":2}\n");
        assertThat(run(json, "--mark", "what", "--time", "t", "--id", "pod", "--time-form", "s", "--container", "p"))
                .isZero();
        assertThat(out()).isEqualTo("x -> y:\t500000000 ns\n");
        String text = log("a.txt", "2026-01-31T12:00:00.5Z MARK a\n2026-01-31T12:00:00.75Z MARK b\n");
        assertThat(run(
                        text,
                        "--pattern",
                        "^(?<time>\\S+) MARK (?<mark>\\w+)",
                        "--time-form",
                        "rfc3339",
                        "--as",
                        "marks"))
                .isZero();
        assertThat(out()).contains("log,a,,1769860800500000000");
        assertThat(run(text, "--pattern", "(?<mark>x)")).isEqualTo(2);
        assertThat(err()).contains("(?<time>...)");
    }

    @Test
    void joinsLogsOfTheSameContainers() throws IOException {
        String containerd = log("containerd.log", """
                time="1970-01-01T00:00:00.000000050Z" level=info msg="StartContainer for \\"aa01\\""
                time="1970-01-01T00:00:00.000002Z" level=info msg="StartContainer for \\"aa01\\" returns successfully"
                """);
        assertThat(run(containerd, log("a.zlog", TWO), "--join", "--as", "csv")).isZero();
        assertThat(out().lines().map(line -> line.replaceAll("^([^,]*,[^,]*,[^,]*,[^,]*),.*", "$1")))
                .containsExactly(
                        "from,to,n,min_ns",
                        "containerd.start_requested,TS00,1,50",
                        "TS00,TS01,1,1000",
                        "TS01,TS02,1,250",
                        "TS02,containerd.start_returned,1,650");
        assertThat(run(containerd, log("b.zlog", line("zz", "TS00", 1)), "--join"))
                .isEqualTo(3);
    }

    @Test
    void saysWhatIsWrongWithALogThatHoldsNothing() throws IOException {
        assertThat(run(log("empty", ""))).isEqualTo(1);
        assertThat(err()).contains("no timestamps in its 0 lines");
        assertThat(run(folder.resolve("none").toString())).isEqualTo(1);
        assertThat(run()).isEqualTo(2);
        assertThat(err()).contains("LOG");
    }

    @Test
    void namesTellUruncsVersionsApart() throws IOException {
        StringBuilder old = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            old.append(line("c", String.format("TS%02d", i), i));
        }
        assertThat(run(log("old", old.toString()), "--names", "--container", "c"))
                .isZero();
        assertThat(out()).contains("CR.received_booted -> CR.hooks_executed:\t1 ns");
        assertThat(run(log("cut", line("c", "TS00", 1) + line("c", "TS07", 5)))).isZero();
        assertThat(err()).contains("--ids says which");
        assertThat(run(folder.resolve("cut").toString(), "--ids", "urunc19", "--names", "--container", "c"))
                .isZero();
        assertThat(out()).isEqualTo("CR.invoked -> CR.hooks_executed:\t4 ns\n");
    }
}
