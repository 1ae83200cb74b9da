package io.krater.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.krater.k8s.KubernetesLauncher;
import io.krater.launch.Check;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real TLS servers whose certificates are not to be trusted, each for another reason. */
class ServerCertificateTest {
    private static final String PASSWORD = "changeit";
    private static final String TOKEN = "tok-of-the-certificate-test";

    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();
    private final List<HttpsServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    private Path keyStore(String name, String... options) throws Exception {
        Path file = folder.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-dname",
                "CN=" + name + " of the test",
                "-keystore",
                file.toString()));
        command.addAll(Arrays.asList(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return file;
    }

    private int serve(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            told.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        servers.add(server);
        return server.getAddress().getPort();
    }

    private static String pem(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        return "-----BEGIN CERTIFICATE-----\n"
                + java.util.Base64.getMimeEncoder()
                        .encodeToString(store.getCertificate("it").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private Check doctor(String host, int port, Path authority) throws Exception {
        Files.writeString(folder.resolve("ca.pem"), pem(authority));
        Path kubeconfig = Files.writeString(folder.resolve("config"), """
                clusters: [{name: c, cluster: {server: "https://%s:%d", certificate-authority: ca.pem}}]
                users: [{name: u, user: {token: %s}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(host, port, TOKEN));
        try (KubernetesLauncher launcher =
                KubernetesLauncher.builder().kubeconfig(kubeconfig).connect()) {
            Check check = launcher.doctor().get(0);
            assertThat(check.state()).isEqualTo(Check.State.ERROR);
            assertThat(told).allMatch(header -> host.equals("localhost"));
            return check;
        }
    }

    @Test
    void namesTheAuthorityThatTheKubeconfigDoesNotTrust() throws Exception {
        Path ours = keyStore("ours", "-ext", "san=ip:127.0.0.1");
        Check check = doctor("127.0.0.1", serve(keyStore("theirs", "-ext", "san=ip:127.0.0.1")), ours);
        assertThat(check.found()).contains("127.0.0.1:", "CN=theirs of the test", "CN=ours of the test");
        assertThat(check.remedy()).contains("another cluster");
    }

    @Test
    void namesTheHostsThatACertificateIsFor() throws Exception {
        Path keys = keyStore("named", "-ext", "san=dns:api.example,ip:10.9.8.7");
        Check check = doctor("127.0.0.1", serve(keys), keys);
        assertThat(check.found()).contains("api.example", "10.9.8.7", "not for 127.0.0.1");
    }

    /** Java trusts a certificate of the kubeconfig's own even then; one that is signed by another it does not. */
    @Test
    void saysThatACertificateHasExpired() throws Exception {
        Path keys = keyStore("old", "-ext", "san=ip:127.0.0.1", "-startdate", "-2y", "-validity", "30");
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + serve(keys))
                .build();
        Check check = ServerCertificate.finding(config, "NotAfter");
        assertThat(check.found()).contains("is valid from");
        assertThat(check.remedy()).contains("renew");
        assertThat(told).isEmpty();
    }

    @Test
    void saysThatAPortDoesNotSpeakTls() throws Exception {
        Path keys = keyStore("any", "-ext", "san=ip:127.0.0.1");
        try (ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> refuseInPlainText(plain), "plain");
            thread.setDaemon(true);
            thread.start();
            Check check = doctor("127.0.0.1", plain.getLocalPort(), keys);
            assertThat(check.found()).contains("no TLS connection");
        }
    }

    /** As Go's servers do when they hear TLS at a port that speaks HTTP, or the other way round. */
    private static void refuseInPlainText(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            } catch (IOException closed) {
                assertThat(closed).isNotNull();
            }
        }
    }

    @Test
    void trustsWhatTheKubeconfigTrusts() throws Exception {
        Path keys = keyStore("good", "-ext", "san=dns:localhost");
        Check check = doctor("localhost", serve(keys), keys);
        assertThat(check.found()).contains("lacks what");
        assertThat(told).isNotEmpty().containsOnly("Bearer " + TOKEN);
    }
}
