package io.krater.k8s.pod;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the cluster said of a pod, as lines for a person. */
final class PodEvents {
    private static final int MOST = 50;

    private PodEvents() {}

    /** Asks for a pod's events, oldest first; where that is refused, a line that says so. Waits. */
    static List<String> of(KubernetesClient client, String namespace, String uid) {
        try {
            List<Event> events = new ArrayList<>(client.v1()
                    .events()
                    .inNamespace(namespace)
                    .withField("involvedObject.uid", uid)
                    .list()
                    .getItems());
            events.sort(Comparator.comparing(PodEvents::time)
                    .thenComparing(event -> text(event.getMetadata().getResourceVersion())));
            return events.stream().limit(MOST).map(PodEvents::line).toList();
        } catch (RuntimeException refusal) {
            return List.of("(events could not be read: " + Refusals.said(refusal) + ")");
        }
    }

    private static String line(Event event) {
        String times = event.getCount() != null && event.getCount() > 1 ? " (x" + event.getCount() + ")" : "";
        return time(event) + " " + text(event.getType()) + " " + text(event.getReason()) + ": "
                + Refusals.words(text(event.getMessage())) + times;
    }

    private static String time(Event event) {
        if (event.getFirstTimestamp() != null) {
            return event.getFirstTimestamp();
        }
        return event.getEventTime() == null ? "" : text(event.getEventTime().getTime());
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
