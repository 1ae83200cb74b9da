package io.krater.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.krater.launch.Check;
import io.krater.launch.Heard;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Sampling;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are none, and servers that repeat what they were told: nothing secret is shown, and every answer has a finding. */
class HostileServerTest {
    private static final String SECRET = "tok3n-7f3a9c-do-not-show";
    private static final String PASSWORD = "pa55-w0rd-do-not-show";

    @TempDir
    private Path folder;

    private final List<HttpServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    private int serve(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "hostile");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        servers.add(server);
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int code, String type, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String authorization(HttpExchange exchange) {
        return String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private Path kubeconfig(int port, String user) throws IOException {
        return Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: ada, user: %s}]
                contexts: [{name: x, context: {cluster: c, user: ada, namespace: ns}}]
                current-context: x
                """.formatted(port, user));
    }

    /** All that a person gets to see of a launcher on this server, by all ways. */
    private String shown(Path kubeconfig) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        StringWriter all = new StringWriter();
        for (String command : List.of("doctor", "status", "cleanup")) {
            ClusterCommand.run(List.of(command, "--kubeconfig", kubeconfig.toString()), stream);
        }
        Suite suite =
                TestCluster.matrix(2, Environment.pod("env").image("image")).build();
        try (KubernetesLauncher launcher =
                KubernetesLauncher.builder().kubeconfig(kubeconfig).connect()) {
            all.append(launcher.preflight(suite).toString());
            all.append(launcher.capture(suite).toString());
            all.append(launcher.cleanup().toString());
            LaunchRequest request = new LaunchRequest(
                    "run",
                    TestCluster.first(suite),
                    suite.resources(),
                    Sampling.none(),
                    false,
                    Set.of(),
                    Duration.ofMinutes(1));
            Heard heard = new Heard();
            Throwable failure = catchThrowable(() -> {
                launcher.prepare(request, heard).start();
                all.append(heard.awaitRefusal(Duration.ofMinutes(1)).toString());
            });
            if (failure != null) {
                failure.printStackTrace(new PrintWriter(all));
            }
        }
        return out.toString(StandardCharsets.UTF_8) + all;
    }

    private static final Map<String, String> USERS = users();

    private static Map<String, String> users() {
        Map<String, String> users = new LinkedHashMap<>();
        users.put("token", "{token: " + SECRET + "}");
        users.put("password", "{username: ada, password: " + PASSWORD + "}");
        return users;
    }

    private static String user(String name) {
        return java.util.Objects.requireNonNull(USERS.get(name), name);
    }

    private static void hidesAll(String shown) {
        String basic = Base64.getEncoder().encodeToString(("ada:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertThat(shown).doesNotContain(SECRET, PASSWORD, basic);
    }

    @Test
    void showsNoCredentialsThatAServerRepeats() throws Exception {
        List<HttpHandler> echoes = List.of(
                exchange -> answer(
                        exchange,
                        403,
                        "application/json",
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":403,\"message\":\"you sent "
                                + authorization(exchange).replace("\"", "") + "\"}"),
                exchange -> answer(
                        exchange, 500, "text/html", "<html><title>" + authorization(exchange) + "</title></html>"),
                exchange -> answer(exchange, 200, "text/plain", "Authorization: " + authorization(exchange)),
                exchange -> answer(
                        exchange, 200, "application/json", "{\"gitVersion\":\"v1 " + authorization(exchange) + "\"}"),
                exchange -> answer(
                        exchange,
                        401,
                        "text/plain",
                        "no: " + authorization(exchange).replaceAll("^\\w+ ", "")));
        for (HttpHandler echo : echoes) {
            for (String user : USERS.values()) {
                hidesAll(shown(kubeconfig(serve(echo), user)));
            }
        }
    }

    @Test
    void takesNoCredentialsToWhereItIsSent() throws Exception {
        for (int code : new int[] {301, 302, 303, 307, 308}) {
            List<String> told = Collections.synchronizedList(new ArrayList<>());
            int other = serve(exchange -> {
                told.add(authorization(exchange));
                answer(exchange, 200, "application/json", "{}");
            });
            int first = serve(exchange -> {
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + other + exchange.getRequestURI());
                answer(exchange, code, "text/plain", "");
            });
            for (String user : USERS.values()) {
                assertThat(shown(kubeconfig(first, user))).contains("sends us elsewhere (status " + code);
            }
            assertThat(told).isEmpty();
        }
    }

    private List<Check> doctor(int code, String type, String body) throws IOException {
        Path file = kubeconfig(serve(exchange -> answer(exchange, code, type, body)), user("token"));
        try (KubernetesLauncher launcher =
                KubernetesLauncher.builder().kubeconfig(file).connect()) {
            return launcher.doctor();
        }
    }

    @Test
    void findsThatAnAnswerIsNoneOfAKubernetesApi() throws Exception {
        Map<String, String> bodies = Map.of(
                "{}", "lacks what",
                "[]", "no JSON",
                "null", "lacks what",
                "", "lacks what",
                "<!DOCTYPE html><html><title>Corporate login</title></html>", "web page, \"Corporate login\"",
                "{\"gitVersion\": 7", "no JSON");
        for (Map.Entry<String, String> body : bodies.entrySet()) {
            assertThat(doctor(200, "application/json", body.getKey()))
                    .as(body.getKey())
                    .singleElement()
                    .satisfies(check -> {
                        assertThat(check.state()).isEqualTo(Check.State.ERROR);
                        assertThat(check.found())
                                .contains("127.0.0.1", body.getValue())
                                .doesNotContain("null", "Exception");
                        assertThat(check.remedy()).isNotBlank();
                    });
        }
    }

    @Test
    void survivesAServerThatKnowsItsVersionAndNothingElse() throws Exception {
        Path file = kubeconfig(
                serve(exchange -> answer(
                        exchange,
                        200,
                        "application/json",
                        exchange.getRequestURI().getPath().equals("/version") ? "{\"gitVersion\":\"v1.36.0\"}" : "{}")),
                user("token"));
        assertThat(shown(file)).contains("API server").doesNotContain("NullPointerException");
    }

    @Test
    void saysThatTheTokenIsNoneAnyMore() throws Exception {
        assertThat(doctor(401, "application/json", "{\"kind\":\"Status\",\"code\":401,\"message\":\"Unauthorized\"}"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.found()).contains("user \"ada\" (token)", "Unauthorized");
                    assertThat(check.remedy()).contains("expired", "kubectl create token");
                });
    }

    @Test
    void saysInWordsThatAServerIsNotThere() throws Exception {
        Path file = kubeconfig(1, user("token"));
        try (KubernetesLauncher launcher =
                KubernetesLauncher.builder().kubeconfig(file).connect()) {
            assertThat(launcher.doctor()).singleElement().satisfies(check -> {
                assertThat(check.found()).contains("127.0.0.1:1");
                assertThat(check.remedy()).contains("kubectl cluster-info");
            });
        }
    }

    @Test
    void triesOnceMoreWithTheTokenThatTookTheRefusedOnesPlace() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "first-" + SECRET);
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        int port = serve(exchange -> {
            told.add(authorization(exchange));
            boolean fresh = authorization(exchange).equals("Bearer second-" + SECRET);
            answer(
                    exchange,
                    fresh ? 200 : 401,
                    "application/json",
                    fresh
                            ? "{\"gitVersion\":\"v1.36.0\"}"
                            : "{\"kind\":\"Status\",\"code\":401,\"message\":\"Unauthorized\"}");
        });
        try (KubernetesLauncher launcher = KubernetesLauncher.builder()
                .kubeconfig(kubeconfig(port, "{tokenFile: " + file + "}"))
                .connect()) {
            assertThat(launcher.doctor().get(0).found()).contains("tokenFile", "Unauthorized");
            Files.writeString(file, "second-" + SECRET);
            assertThat(launcher.doctor().get(0).state()).isEqualTo(Check.State.OK);
            assertThat(told).startsWith("Bearer first-" + SECRET).contains("Bearer second-" + SECRET);
        }
    }

    @Test
    void asksAServerByItsAddressOfEitherKind() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getAllByName("::1")[0], 0), 0);
        server.createContext(
                "/", exchange -> answer(exchange, 200, "application/json", "{\"gitVersion\":\"v1.36.0\"}"));
        server.start();
        servers.add(server);
        Path file = kubeconfig(server.getAddress().getPort(), user("token"));
        Files.writeString(file, Files.readString(file).replace("127.0.0.1", "[::1]"));
        try (KubernetesLauncher launcher =
                KubernetesLauncher.builder().kubeconfig(file).connect()) {
            assertThat(launcher.doctor().get(0).state()).isEqualTo(Check.State.OK);
        }
    }

    @Test
    void sendsEveryRequestThroughTheProxyOfTheKubeconfig() throws Exception {
        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        int proxy = serve(exchange -> {
            asked.add(exchange.getRequestURI().toString());
            answer(exchange, 200, "application/json", "{\"gitVersion\":\"v1.36.0\"}");
        });
        Path file = kubeconfig(1, user("token"));
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("127.0.0.1:1\"", "api.example:6443\", proxy-url: \"http://127.0.0.1:" + proxy + "\""));
        for (String context : new String[] {"", "x"}) {
            KubernetesLauncher.Builder builder = KubernetesLauncher.builder().kubeconfig(file);
            try (KubernetesLauncher launcher = (context.isEmpty() ? builder : builder.context(context)).connect()) {
                assertThat(launcher.doctor().get(0).state()).isEqualTo(Check.State.OK);
            }
        }
        assertThat(asked).isNotEmpty().allMatch(uri -> uri.startsWith("http://api.example:6443/"));
    }
}
