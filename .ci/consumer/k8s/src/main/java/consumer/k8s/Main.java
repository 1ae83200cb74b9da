package consumer.k8s;

import com.sun.net.httpserver.HttpServer;
import io.krater.k8s.KubernetesLauncher;
import io.krater.k8s.model.RunningTrial;
import io.krater.launch.LauncherProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Asks an API server, which is a few lines here, for the pods of trials. */
public final class Main {
    private static final String PODS =
            """
            {"kind": "PodList", "apiVersion": "v1", "metadata": {"resourceVersion": "1"}, "items": [
              {"metadata": {"name": "krater-1", "labels": {"app.kubernetes.io/managed-by": "krater"}},
               "spec": {"containers": [{"name": "workload", "image": "image"}]}, "status": {"phase": "Running"}}]}
            """;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = PODS.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Path kubeconfig = Path.of(arguments[0], "kubeconfig");
        Files.createDirectories(kubeconfig.getParent());
        Files.writeString(
                kubeconfig,
                """
                {"apiVersion": "v1", "kind": "Config", "current-context": "here",
                 "clusters": [{"name": "here", "cluster": {"server": "http://127.0.0.1:%d"}}],
                 "contexts": [{"name": "here", "context": {"cluster": "here", "user": "me"}}],
                 "users": [{"name": "me", "user": {"token": "none"}}]}
                """
                        .formatted(server.getAddress().getPort()));
        try (KubernetesLauncher launcher =
                KubernetesLauncher.builder().kubeconfig(kubeconfig).connect()) {
            List<RunningTrial> trials = launcher.status();
            System.out.println(trials);
            require(trials.size() == 1 && trials.get(0).pod().equals("krater-1"), "the pod");
        } finally {
            server.stop(0);
        }
        try {
            LauncherProvider.open("none").close();
            throw new AssertionError("a launcher of no name");
        } catch (IllegalArgumentException refused) {
            System.out.println(refused.getMessage());
            require(refused.getMessage().contains("cluster") && refused.getMessage().contains("process"), "both launchers");
        }
        boolean named = Main.class.getModule().isNamed();
        require(named == KubernetesLauncher.class.getModule().isNamed(), "the launcher in a module");
        System.out.println(KubernetesLauncher.class.getName() + " is in " + KubernetesLauncher.class.getModule());
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
