package io.krater.cgroup.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Absence and refusal are told apart; a folder and a link in a circle are refusals that root meets, too. */
class KernelFileTest {
    @TempDir
    private Path temp;

    @Test
    void readsWhatIsThereAndTellsWhatIsNot() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), " text\n");
        assertThat(KernelFile.ifThere(file)).contains("text");
        assertThat(KernelFile.ifThere(temp.resolve("absent"))).isEmpty();
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> KernelFile.read(temp.resolve("absent")));
    }

    @Test
    void aFolderInItsPlaceIsNotAbsence() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("folder"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> KernelFile.ifThere(folder))
                .isNotInstanceOf(NoSuchFileException.class)
                .withMessageContaining("Is a directory");
        assertThat(KernelFile.text(folder)).isEmpty();
    }

    @Test
    void aLinkInACircleIsNeitherAbsentNorShut() throws IOException {
        Path circle = temp.resolve("circle");
        Files.createSymbolicLink(circle, circle);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> KernelFile.ifThere(circle))
                .isNotInstanceOf(NoSuchFileException.class)
                .isNotInstanceOf(AccessDeniedException.class);
    }
}
