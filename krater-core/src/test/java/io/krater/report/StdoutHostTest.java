package io.krater.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports written to what a process has open already, with a real process. */
@Tag("host")
class StdoutHostTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "/dev/stdout, false",
        "/dev/stdout, true",
        "/dev/fd/1, false",
        "/proc/self/fd/1, false",
        "/dev/stderr, false"
    })
    void keepsWhatStandsBeforeAndAfterIt(String device, boolean appending) throws Exception {
        Path out = Files.writeString(folder.resolve("out"), "earlier\n");
        run(out, appending, device);
        assertThat(out).content().isEqualTo((appending ? "earlier\n" : "") + "before\ndocument\nafter\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/null", "fifo", "link"})
    void writesToDevicesPipesAndLinks(String name) throws Exception {
        Path file = folder.resolve(name);
        Path behind = Files.writeString(folder.resolve("behind"), "something longer than the document\n");
        Process reader = null;
        if (name.equals("fifo")) {
            assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                    .isZero();
            reader = new ProcessBuilder("cat", file.toString())
                    .redirectOutput(folder.resolve("read").toFile())
                    .start();
        } else if (name.equals("link")) {
            Files.createSymbolicLink(file, behind);
        }
        Report document = () -> "document\n";
        document.write(name.startsWith("/") ? Path.of(name) : file);
        if (reader != null) {
            assertThat(reader.waitFor()).isZero();
            assertThat(folder.resolve("read")).content().isEqualTo("document\n");
        }
        if (name.equals("link")) {
            assertThat(file).isSymbolicLink();
            assertThat(behind).content().isEqualTo("document\n");
        }
    }

    private static void run(Path out, boolean appending, String device) throws IOException, InterruptedException {
        ProcessBuilder.Redirect to =
                appending ? ProcessBuilder.Redirect.appendTo(out.toFile()) : ProcessBuilder.Redirect.to(out.toFile());
        int code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PrintedReport.class.getName(),
                        device)
                .redirectErrorStream(true)
                .redirectOutput(to)
                .start()
                .waitFor();
        assertThat(code).isZero();
    }
}
