package io.krater.k8s.check;

import io.fabric8.kubernetes.client.Config;
import io.krater.k8s.access.Secrets;
import io.krater.k8s.pod.Refusals;
import io.krater.launch.Check;
import java.net.URI;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Says why there is no use of an API server, and what would help. */
final class Unreachable {
    private static final String SUBJECT = "API server";
    private static final String MEANING = "no trial can run";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private Unreachable() {}

    /**
     * The finding.
     *
     * @param who whose credentials were shown
     */
    static Check of(Config config, String who, RuntimeException failure) {
        String server = Secrets.hide(config.getMasterUrl().replaceAll("/$", ""));
        String said = Refusals.said(failure);
        int code = Refusals.code(failure);
        if (Refusals.deepest(failure) instanceof SSLException || causedByTls(failure)) {
            return ServerCertificate.finding(config, said);
        }
        if (code == UNAUTHORIZED) {
            return error(server + " does not know " + who + ": " + said, forUnauthorized(who));
        }
        if (code == FORBIDDEN) {
            return error(
                    server + " lets " + who + " do nothing: " + said,
                    "kubectl auth whoami, with the same KUBECONFIG, tells as whom the server sees you; an administrator gives"
                            + " permissions: docs/rbac.yaml");
        }
        if (code >= 300 && code < 400) {
            return error(
                    server + " sends us elsewhere (status " + code + "), where credentials do not follow",
                    "name the API server's own address as server in the kubeconfig");
        }
        if (code > 0) {
            return error(
                    server + " answers with status " + code + ": " + said,
                    code >= 500
                            ? "the server or what stands before it is in trouble: kubectl get --raw '/readyz?verbose'"
                            : "is it a Kubernetes API server? kubectl get --raw /version, with the same KUBECONFIG");
        }
        if (said.contains(" of user \"")) { // a plugin's failure, in its own words
            return error(said, "run the plugin by hand, or log in again as it wants");
        }
        return error(server + ": " + said, remedy(config, said));
    }

    private static String remedy(Config config, String said) {
        String through = config.getHttpsProxy() == null && config.getHttpProxy() == null
                ? ""
                : "; it is asked for through the proxy "
                        + Secrets.hide(String.valueOf(
                                config.getHttpsProxy() == null ? config.getHttpProxy() : config.getHttpsProxy()));
        String host = String.valueOf(URI.create(config.getMasterUrl()).getHost());
        if (said.contains("no address")) {
            return "getent hosts " + host + "; is the name in server right?" + through;
        }
        if (said.contains("no JSON") || said.contains("web page") || said.contains("lacks what")) {
            return "server in the kubeconfig must be a Kubernetes API's address: kubectl get --raw /version" + through;
        }
        return "is the cluster up, and server in the kubeconfig its address? kubectl cluster-info, with the same KUBECONFIG"
                + through;
    }

    private static String forUnauthorized(String who) {
        String lower = who.toLowerCase(Locale.ROOT);
        if (lower.contains("exec plugin")) {
            return "what the plugin gave has expired or is of another cluster: run the plugin by hand, or log in again";
        }
        if (lower.contains("client certificate")) {
            return "the client certificate has expired or is of another cluster: get the kubeconfig anew (openssl x509"
                    + " -enddate -noout tells when one expires)";
        }
        if (lower.startsWith("nobody")) {
            return "the context needs a user: kubectl config set-context --current --user=NAME";
        }
        if (lower.contains("token")) {
            return "the token has expired, was revoked or is of another cluster: get a new one (kubectl create token"
                    + " ACCOUNT, or log in again)";
        }
        return "user and password are not those of this cluster, or it takes none: get the kubeconfig anew";
    }

    private static boolean causedByTls(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    private static Check error(String found, String remedy) {
        return Check.error(SUBJECT, found, MEANING, remedy);
    }
}
