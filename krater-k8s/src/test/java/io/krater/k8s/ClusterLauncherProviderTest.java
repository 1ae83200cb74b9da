package io.krater.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.launch.LauncherProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ClusterLauncherProviderTest {
    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(LauncherProvider.class))
                .extracting(LauncherProvider::name)
                .contains("cluster");
    }
}
