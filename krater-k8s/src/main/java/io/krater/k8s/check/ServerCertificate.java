package io.krater.k8s.check;

import io.fabric8.kubernetes.client.Config;
import io.krater.launch.Check;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Says why a server's certificate is not trusted: looks at the certificate, and sends nothing. */
final class ServerCertificate {
    private static final int PATIENCE_MILLIS = 3_000;
    private static final int HTTPS = 443;
    private static final String SUBJECT = "API server";
    private static final String MEANING = "no trial can run";

    private ServerCertificate() {}

    /** The finding. */
    static Check finding(Config config, String said) {
        URI server = URI.create(config.getMasterUrl());
        String address = server.getHost() + ":" + (server.getPort() < 0 ? HTTPS : server.getPort());
        Optional<X509Certificate> shown = shown(server);
        if (shown.isEmpty()) {
            return Check.error(
                    SUBJECT,
                    "no TLS connection to " + address + ": " + said,
                    MEANING,
                    "does server in the kubeconfig name a port that speaks TLS? curl -kv https://" + address
                            + "/version");
        }
        X509Certificate certificate = shown.get();
        Instant now = Instant.now();
        if (certificate.getNotAfter().toInstant().isBefore(now)
                || certificate.getNotBefore().toInstant().isAfter(now)) {
            return Check.error(
                    SUBJECT,
                    "the certificate of " + address + " is valid from "
                            + certificate.getNotBefore().toInstant() + " to "
                            + certificate.getNotAfter().toInstant() + ", and here it is " + now,
                    MEANING,
                    "renew it (kubeadm certs renew), or put this machine's clock right");
        }
        if (said.contains("No subject alternative") || said.contains("No name matching")) {
            return Check.error(
                    SUBJECT,
                    "the certificate of " + address + " is for " + names(certificate) + ", and not for "
                            + server.getHost(),
                    MEANING,
                    "use one of these names in server of the kubeconfig, or have " + server.getHost()
                            + " put into the certificate");
        }
        return Check.error(
                SUBJECT,
                "the certificate of " + address + " was issued by " + certificate.getIssuerX500Principal()
                        + ", and the kubeconfig trusts " + trusted(config) + ": " + said,
                MEANING,
                "the kubeconfig is of another cluster or of one before this: get it anew from " + server.getHost());
    }

    /** The certificate that a server shows, whoever issued it. */
    private static Optional<X509Certificate> shown(URI server) {
        Witness witness = new Witness();
        String host = server.getHost().replaceAll("[\\[\\]]", "");
        try (Socket socket = new Socket()) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {witness}, null);
            int port = server.getPort() < 0 ? HTTPS : server.getPort();
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true)) {
                if (host.matches(".*[A-Za-z].*") && !host.contains(":")) {
                    SSLParameters parameters = tls.getSSLParameters();
                    parameters.setServerNames(List.of(new SNIHostName(host)));
                    tls.setSSLParameters(parameters);
                }
                tls.startHandshake();
            }
        } catch (IOException | GeneralSecurityException expected) {
            return Optional.ofNullable(witness.leaf); // the witness ends each handshake when it has seen enough
        }
        return Optional.ofNullable(witness.leaf);
    }

    private static String names(X509Certificate certificate) {
        try {
            if (certificate.getSubjectAlternativeNames() != null) {
                return certificate.getSubjectAlternativeNames().stream()
                        .map(name -> String.valueOf(name.get(1)))
                        .collect(Collectors.joining(", "));
            }
        } catch (CertificateParsingException e) {
            return certificate.getSubjectX500Principal() + " (other names cannot be read)";
        }
        return certificate.getSubjectX500Principal().toString();
    }

    /** The authority of the kubeconfig. */
    private static String trusted(Config config) {
        try {
            byte[] pem;
            if (config.getCaCertData() != null) {
                pem = Base64.getDecoder().decode(config.getCaCertData());
            } else if (config.getCaCertFile() != null) {
                pem = Files.readAllBytes(Path.of(config.getCaCertFile()));
            } else {
                return "the authorities of this Java alone, for it names none";
            }
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                    .map(ServerCertificate::subject)
                    .collect(Collectors.joining(", "));
        } catch (IOException | CertificateException | IllegalArgumentException e) {
            return "an authority whose certificate cannot be read";
        }
    }

    private static String subject(Certificate certificate) {
        return certificate instanceof X509Certificate known
                ? known.getSubjectX500Principal().toString()
                : certificate.getType();
    }

    /** Sees the certificate, and lets nothing be said to whom shows it. */
    private static final class Witness implements X509TrustManager {
        private @Nullable X509Certificate leaf;

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("not a server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            leaf = chain.length == 0 ? null : chain[0];
            throw new CertificateException("seen");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
