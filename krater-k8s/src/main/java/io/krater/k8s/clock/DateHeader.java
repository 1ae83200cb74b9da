package io.krater.k8s.clock;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads the clock that writes the {@code Date} of HTTP answers: the API server's, or through it a kubelet's. */
public final class DateHeader {
    private static final int TIMEOUT_SECONDS = 5;

    private DateHeader() {}

    /**
     * A reading.
     *
     * @param sent when it was asked for, on this machine, in nanoseconds since the Unix epoch
     * @param received when the answer was here
     * @param second what the clock showed
     */
    public record Reading(long sent, long received, long second) {}

    /** Asks once; empty where there was no answer, a refusal, or no date in it. Waits. */
    public static Optional<Reading> read(KubernetesClient client, String path) {
        String base = client.getMasterUrl().toString().replaceAll("/$", "");
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(base + path)
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .build();
        long sent = now();
        try {
            HttpResponse<String> response =
                    client.getHttpClient().sendAsync(request, String.class).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            long received = now();
            List<String> dates = response.headers("Date");
            if (!response.isSuccessful() || dates.isEmpty()) {
                return Optional.empty();
            }
            long second = ZonedDateTime.parse(dates.get(0), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toEpochSecond();
            return Optional.of(new Reading(sent, received, second));
        } catch (ExecutionException | TimeoutException | DateTimeParseException none) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
