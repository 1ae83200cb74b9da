package io.krater.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeepTreeTest {
    private static final String LONG = "d".repeat(200);

    @TempDir
    Path temp = Path.of("");

    /** A chain of directories, made in pieces that are moved into one another: its last name is longer than PATH_MAX. */
    private Path deep() throws IOException {
        Path top = Files.createDirectory(temp.resolve("top"));
        Path inner = null;
        for (int piece = 0; piece < 4; piece++) {
            Path begin = Files.createDirectory(temp.resolve("piece" + piece));
            Path end = begin;
            for (int i = 0; i < 8; i++) {
                end = Files.createDirectory(end.resolve(LONG));
                Files.createDirectory(end.resolve("beside"));
            }
            if (inner != null) {
                Files.move(inner, end.resolve("inner"));
            }
            inner = begin;
        }
        Files.move(inner, top.resolve("inner"));
        return top;
    }

    @Test
    void removesWhatNoNameIsLongEnoughFor() throws IOException {
        Path top = deep();
        new CgroupTree(top, nanos -> {}).remove();
        assertThat(top).doesNotExist();
        new CgroupTree(top, nanos -> {}).remove();
    }

    @Test
    void listsWhatCanBeNamed() throws IOException {
        Path top = deep();
        assertThat(new CgroupTree(top, nanos -> {}).depthFirst())
                .hasSizeGreaterThan(15)
                .last()
                .isEqualTo(top);
        DeepTree.removeBelow(top);
        assertThat(top).isEmptyDirectory();
    }

    @Test
    void followsNoLinkAndNamesWhatIsInTheWay() throws IOException {
        Path top = Files.createDirectory(temp.resolve("top"));
        Path other = Files.createDirectories(temp.resolve("other/below"));
        Files.createSymbolicLink(top.resolve("link"), other.getParent());
        DeepTree.removeBelow(top);
        assertThat(other).exists();
        assertThat(Files.exists(top.resolve("link"), LinkOption.NOFOLLOW_LINKS)).isTrue();
        Path full = Files.createDirectories(top.resolve("full"));
        Files.writeString(full.resolve("file"), "x");
        assertThatThrownBy(() -> DeepTree.removeBelow(top)).isInstanceOf(IOException.class);
        assertThat(full.resolve("file")).exists();
    }
}
