package io.krater.k8s.access;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.CompletableFuture;

/** Puts the bearer token on each request, and tries once more with a fresh one where it was refused. */
final class Authorisation implements Interceptor {
    private static final String HEADER = "Authorization";
    private static final String BEARER = "Bearer ";
    private static final int UNAUTHORIZED = 401;

    private final TokenSource tokens;

    Authorisation(TokenSource tokens) {
        this.tokens = tokens;
    }

    @Override
    public void before(BasicBuilder headers, HttpRequest request, RequestTags tags) {
        headers.setHeader(HEADER, BEARER + token());
    }

    @Override
    public CompletableFuture<Boolean> afterFailure(BasicBuilder headers, HttpResponse<?> response, RequestTags tags) {
        if (response.code() != UNAUTHORIZED) {
            return CompletableFuture.completedFuture(false);
        }
        String sent = response.request().header(HEADER);
        String refused = sent == null ? "" : sent.replaceFirst("^" + BEARER, "");
        try {
            boolean fresh = tokens.renew(refused);
            if (fresh) {
                headers.setHeader(HEADER, BEARER + token());
            }
            return CompletableFuture.completedFuture(fresh);
        } catch (ConfigProblem problem) {
            return CompletableFuture.failedFuture(new KubernetesClientException(problem.getMessage()));
        }
    }

    /** A plugin that fails is to the callers like a server that cannot be reached. */
    private String token() {
        try {
            return tokens.token();
        } catch (ConfigProblem problem) {
            throw new KubernetesClientException(problem.getMessage());
        }
    }
}
