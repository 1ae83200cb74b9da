package io.krater.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeImagesTest {
    @ParameterizedTest
    @CsvSource({
        "krater-static, docker.io/library/krater-static:latest",
        "krater-static:1, docker.io/library/krater-static:1",
        "me/x, docker.io/me/x:latest",
        "ghcr.io/me/x:2, ghcr.io/me/x:2",
        "localhost:5000/x, localhost:5000/x:latest",
        "x@sha256:ab, docker.io/library/x@sha256:ab"
    })
    void givesShortNamesTheirFullForm(String reference, String full) {
        assertThat(NodeImages.normalised(reference)).isEqualTo(full);
    }

    @Test
    void findsAnImageByItsShortName() {
        Node node = new NodeBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewStatus()
                .addNewImage()
                .withNames("docker.io/library/a@sha256:1234", "docker.io/library/a:latest")
                .withSizeBytes(7L)
                .endImage()
                .endStatus()
                .build();
        assertThat(NodeImages.find(List.of(node), "a")).hasValueSatisfying(found -> {
            assertThat(found.digest()).contains("sha256:1234");
            assertThat(found.bytes()).isEqualTo(7);
        });
        assertThat(NodeImages.find(List.of(node), "b")).isEmpty();
    }
}
