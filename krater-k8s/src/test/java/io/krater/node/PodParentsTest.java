package io.krater.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodParentsTest {
    @TempDir
    private Path root;

    private void make(String... directories) throws Exception {
        for (String directory : directories) {
            Files.createDirectories(root.resolve(directory));
        }
    }

    private List<String> found() {
        return PodParents.in(root).stream()
                .map(path -> root.relativize(path).toString())
                .sorted()
                .toList();
    }

    @Test
    void findsTheSystemdDriversSlices() throws Exception {
        make(
                "kubepods.slice/kubepods-burstable.slice",
                "kubepods.slice/kubepods-besteffort.slice",
                "kubepods.slice/kubepods-pod7f7fad46_7fc0_428a_84ac_ef3e0b9402ae.slice",
                "system.slice/containerd.service");
        assertThat(found())
                .containsExactly(
                        "kubepods.slice",
                        "kubepods.slice/kubepods-besteffort.slice",
                        "kubepods.slice/kubepods-burstable.slice");
    }

    @Test
    void findsTheCgroupfsDriversDirectories() throws Exception {
        make("kubepods/burstable", "kubepods/besteffort", "kubepods/pod7f7fad46-7fc0-428a-84ac-ef3e0b9402ae");
        assertThat(found()).containsExactly("kubepods", "kubepods/besteffort", "kubepods/burstable");
    }

    @Test
    void findsThemBelowAnotherParent() throws Exception {
        make("kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-burstable.slice");
        assertThat(found())
                .containsExactly(
                        "kubelet.slice/kubelet-kubepods.slice",
                        "kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-burstable.slice");
    }

    @Test
    void findsAContainerThatItsRuntimePlacedElsewhere() throws Exception {
        make(
                "kubepods.slice/kubepods-podx.slice",
                "system.slice/kubepods-podx.slice:cri-containerd:0123abcd",
                "kata_overhead/4567ef");
        assertThat(CgroupSearch.below(root, "0123abcd"))
                .contains(root.resolve("system.slice/kubepods-podx.slice:cri-containerd:0123abcd"));
        assertThat(CgroupSearch.below(root, "4567ef")).contains(root.resolve("kata_overhead/4567ef"));
        assertThat(CgroupSearch.below(root, "89ab")).isEmpty();
    }
}
