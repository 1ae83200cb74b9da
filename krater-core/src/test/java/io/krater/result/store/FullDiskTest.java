package io.krater.result.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.krater.result.SuiteResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real file systems that are full or read-only, in a mount namespace of their own so that nothing of them outlasts the
 * test. Needs root; skipped, and said so, where it is not there.
 */
class FullDiskTest {
    @TempDir
    Path mount;

    @TempDir
    Path kept;

    @Test
    void aFullDiskCostsTheTrialThatDoesNotFitAndNoOther() throws Exception {
        List<String> said = run("mount -t tmpfs -o size=200k tmpfs " + mount, "cp -r " + mount + "/small " + kept);
        long stored = said.stream().filter("stored"::equals).count();
        assertThat(stored).isGreaterThan(0);
        assertThat(said.get(said.size() - 1))
                .contains(
                        "No space left on device",
                        stored + " completed trials stored before are unharmed",
                        "free some space there",
                        "goes on where it stopped");
        SuiteResult result = SuiteResult.read(kept.resolve("small"));
        assertThat(result.trials()).hasSize((int) stored);
        assertThat(result.warnings()).singleElement().asString().contains(stored + " of 400 trials");
    }

    @Test
    void aReadOnlyFolderIsRefusedAtOnce() throws Exception {
        List<String> said = run("mount -t tmpfs -o size=1m,ro tmpfs " + mount, "true");
        assertThat(said)
                .singleElement()
                .asString()
                .contains(mount.resolve("small").toString(), "Read-only file system", "choose another");
    }

    @Test
    void aFolderThatBecameReadOnlyIsRefusedAtOnce() throws Exception {
        List<String> said = run(
                "mount -t tmpfs -o size=1m tmpfs " + mount + " && mkdir " + mount + "/small && mount -o remount,ro "
                        + mount,
                "true");
        assertThat(said)
                .singleElement()
                .asString()
                .contains(mount.resolve("small").toString(), "Read-only file system", "choose another");
    }

    private List<String> run(String before, String after) throws IOException, InterruptedException {
        assumeTrue(canMount(), "needs root and mount namespaces (unshare -m); skipped");
        // the last command must not be exec'ed: what it leaves behind is copied out of the namespace
        String script = before + " && \"$@\"; " + after;
        Process process = HarnessProcess.start(List.of("unshare", "-m", "sh", "-c", script, "sh"), "store", mount);
        List<String> said = HarnessProcess.output(process);
        assertThat(process.waitFor()).as(String.join("\n", said)).isZero();
        return said;
    }

    private static boolean canMount() throws InterruptedException {
        try {
            return Files.exists(Path.of("/proc/self/ns/mnt"))
                    && new ProcessBuilder("unshare", "-m", "sh", "-c", "mount -t tmpfs tmpfs /mnt")
                                    .redirectErrorStream(true)
                                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                    .start()
                                    .waitFor()
                            == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
