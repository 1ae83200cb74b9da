package io.krater.k8s.access;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the wait for the rest of an answer whose beginning has come: the client's own timeout ends with the headers. Streams, of
 * which no end is expected, have watchdogs of their own.
 */
final class Deadline implements Interceptor {
    static final String NAME = "krater-deadline";

    private final long millis;

    Deadline(long millis) {
        this.millis = millis;
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        boolean stream = request instanceof StandardHttpRequest known && known.isForStreaming();
        if (!stream && response.body() instanceof AsyncBody body) {
            Future<?> unused = body.done()
                    .orTimeout(millis, TimeUnit.MILLISECONDS)
                    .whenComplete((nothing, late) -> {
                        if (late != null) {
                            body.cancel();
                        }
                    });
        }
    }
}
