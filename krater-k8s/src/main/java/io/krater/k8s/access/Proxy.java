package io.krater.k8s.access;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the proxy through which a server is reached, as client-go does: a kubeconfig's {@code proxy-url}, else {@code
 * HTTPS_PROXY} or {@code HTTP_PROXY} by the server's scheme (or the same in lower case) unless {@code NO_PROXY} names the server,
 * by the rules of Go's golang.org/x/net/http/httpproxy. This machine itself is never asked for through a proxy of the environment.
 */
final class Proxy {
    private static final int HTTP_PORT = 80;

    private Proxy() {}

    /**
     * The proxy as {@code http://host:port}; empty where the server is asked directly.
     *
     * @throws ConfigProblem if it is none that can be used
     */
    static Optional<String> of(URI server, @Nullable String proxyUrl, Map<String, String> environment) {
        if (Kubeconfig.isGiven(proxyUrl)) {
            return Optional.of(usable("proxy-url of the kubeconfig", String.valueOf(proxyUrl)));
        }
        String variable = "https".equalsIgnoreCase(server.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY";
        Optional<String> named = variable(environment, variable);
        if (named.isEmpty()
                || isDirect(server, variable(environment, "NO_PROXY").orElse(""))) {
            return Optional.empty();
        }
        return Optional.of(usable(variable, named.get()));
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(Kubeconfig::isGiven)
                .or(() -> Optional.ofNullable(environment.get(name.toLowerCase(Locale.ROOT)))
                        .filter(Kubeconfig::isGiven));
    }

    private static String usable(String where, String value) {
        String full = value.contains("://") ? value.strip() : "http://" + value.strip();
        URI uri;
        try {
            uri = URI.create(full);
        } catch (IllegalArgumentException e) {
            throw new ConfigProblem(where + " must be http://HOST:PORT, was \"" + value + "\"");
        }
        if (uri.getUserInfo() != null) {
            String info = uri.getUserInfo();
            Secrets.remember(info);
            Secrets.remember(info.substring(info.indexOf(':') + 1));
        }
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
            throw new ConfigProblem(
                    where + " must be http://HOST:PORT, as proxies of other kinds (https, socks5) are not"
                            + " supported; was \"" + value + "\"");
        }
        String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
        return "http://" + user + uri.getHost() + ":" + (uri.getPort() < 0 ? HTTP_PORT : uri.getPort());
    }

    private static boolean isDirect(URI server, String noProxy) {
        String host = bare(String.valueOf(server.getHost()));
        if (host.equals("localhost")
                || host.startsWith("127.")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1")) {
            return true;
        }
        int port = server.getPort() >= 0 ? server.getPort() : "https".equalsIgnoreCase(server.getScheme()) ? 443 : 80;
        for (String entry : noProxy.split(",", -1)) {
            if (names(entry.strip().toLowerCase(Locale.ROOT), host, port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean names(String entry, String host, int port) {
        if (entry.isEmpty()) {
            return false;
        }
        if (entry.equals("*")) {
            return true;
        }
        if (entry.contains("/")) {
            return isInBlock(host, entry);
        }
        String name = entry;
        int colon = entry.lastIndexOf(':');
        boolean hasPort = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
        if (hasPort) {
            if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
                return false;
            }
            name = entry.substring(0, colon);
        }
        name = bare(name.startsWith("*.") ? name.substring(1) : name);
        if (name.startsWith(".")) {
            return host.endsWith(name);
        }
        return host.equals(name) || (!isAddress(name) && host.endsWith("." + name));
    }

    /** An IPv6 address stands in brackets in a URL. */
    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("[") && lower.endsWith("]") ? lower.substring(1, lower.length() - 1) : lower;
    }

    private static boolean isAddress(String host) {
        return host.contains(":") || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }

    private static boolean isInBlock(String host, String block) {
        int slash = block.indexOf('/');
        String network = bare(block.substring(0, slash));
        if (!isAddress(host) || !isAddress(network)) {
            return false; // a name is not looked up: what it means here may not be what it means to the proxy
        }
        try {
            byte[] ours = InetAddress.getByName(host).getAddress();
            byte[] theirs = InetAddress.getByName(network).getAddress();
            int length = Integer.parseInt(block.substring(slash + 1));
            int rest = ours.length * 8 - length;
            return ours.length == theirs.length
                    && rest >= 0
                    && length >= 0
                    && new BigInteger(1, ours).shiftRight(rest).equals(new BigInteger(1, theirs).shiftRight(rest));
        } catch (UnknownHostException | NumberFormatException noBlock) {
            return false;
        }
    }
}
