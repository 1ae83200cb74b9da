package io.krater.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.krater.monitor.HostSourceException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks Netdata's HTTP API, and tells what can go wrong apart. Thread-safe. */
final class NetdataClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TEXT_SHOWN = 120;

    private final String host;
    private final URI base;
    private final Duration timeout;
    private final HttpClient http;

    NetdataClient(String host, URI base, Duration timeout) {
        this.host = host;
        this.base = base;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /** The answer to a request for a path below the base, such as {@code api/v1/info}. */
    JsonNode get(String path) throws HostSourceException {
        URI uri = URI.create(base + path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).GET().build();
        HttpResponse<byte[]> response = send(uri, request);
        if (response.statusCode() != 200) {
            String text = new String(response.body(), StandardCharsets.UTF_8).strip();
            throw problem(
                    response.statusCode() == 404 ? Kind.NOT_FOUND : Kind.STATUS,
                    "Netdata answers " + response.statusCode() + " to " + uri + ": "
                            + text.substring(0, Math.min(TEXT_SHOWN, text.length())),
                    null);
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException broken) {
            throw problem(Kind.MALFORMED, "what answers at " + uri + " is no JSON: is it Netdata?", broken);
        } catch (IOException impossible) {
            throw problem(Kind.MALFORMED, "the answer of " + uri + " cannot be read", impossible);
        }
    }

    private HttpResponse<byte[]> send(URI uri, HttpRequest request) throws HostSourceException {
        // a request's own timeout ends with the first byte; this one holds for the whole answer
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw slow(uri, late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw problem(Kind.SLOW, "interrupted while waiting for " + uri, stopped);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            if (cause instanceof HttpConnectTimeoutException || cause instanceof HttpTimeoutException) {
                throw slow(uri, cause);
            }
            if (cause instanceof ConnectException && cause.getCause() instanceof UnresolvedAddressException) {
                throw problem(Kind.REFUSED, "no address is known for " + uri.getHost(), cause);
            }
            if (cause instanceof ConnectException) {
                throw problem(Kind.REFUSED, "nothing listens at " + uri + ": does Netdata run there?", cause);
            }
            throw problem(Kind.MALFORMED, "the connection to " + uri + " broke: " + cause.getMessage(), cause);
        } finally {
            answer.cancel(true);
        }
    }

    private HostSourceException slow(URI uri, Throwable cause) {
        return problem(Kind.SLOW, "no answer from " + uri + " within " + timeout.toMillis() + " ms", cause);
    }

    HostSourceException problem(Kind kind, String text, @org.jspecify.annotations.Nullable Throwable cause) {
        return cause == null
                ? new HostSourceException(host, kind, text)
                : new HostSourceException(host, kind, text, cause);
    }
}
