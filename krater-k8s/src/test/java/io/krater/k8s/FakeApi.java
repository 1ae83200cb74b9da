package io.krater.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An API server with one node, whose kubelet runs every pod to its end at once. A test says what else is to happen to a request.
 * It is of sockets, so that answers can be cut off, late, or none.
 */
final class FakeApi implements AutoCloseable {
    static final String NAMESPACE = "ns";
    static final String PODS = "/api/v1/namespaces/" + NAMESPACE + "/pods";
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // otherwise each answer waits 40 ms for the acknowledgement of its first half
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** What a test does with a request before the server does. */
    interface Fault {
        /** Whether the request has had its answer, or will have none. */
        boolean answers(Request request) throws IOException;
    }

    /** A request and its answer. */
    record Request(String method, String path, String query, String body, HttpExchange exchange) {
        boolean creates() {
            return method.equals("POST") && path.equals(PODS) && !query.contains("dryRun");
        }

        boolean tries() {
            return method.equals("POST") && path.equals(PODS) && query.contains("dryRun");
        }

        boolean deletes() {
            return method.equals("DELETE") && path.startsWith(PODS);
        }

        boolean lists() {
            return method.equals("GET") && path.equals(PODS) && !watches();
        }

        boolean watches() {
            return query.contains("watch=true");
        }

        boolean asksForLog() {
            return path.endsWith("/log");
        }

        boolean answer(int code, String type, byte[] body) throws IOException {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            return true;
        }

        boolean answer(int code, String json) throws IOException {
            return answer(code, "application/json", json.getBytes(StandardCharsets.UTF_8));
        }

        /** As API servers refuse. */
        boolean refuse(int code, String message) throws IOException {
            ObjectNode status = JSON.createObjectNode();
            status.put("kind", "Status").put("apiVersion", "v1").put("status", "Failure");
            return answer(code, status.put("code", code).put("message", message).toString());
        }

        /** Ends the connection in the midst of an answer. */
        boolean cut() throws IOException {
            beginToAnswer();
            exchange.close();
            return true;
        }

        boolean beginToAnswer() throws IOException {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write("{\"kind\":".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            return true;
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "fake-api");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, ObjectNode> pods = new LinkedHashMap<>();
    private final List<String> changes = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private byte[] log = "BENCH_START\nBENCH_END\n".getBytes(StandardCharsets.UTF_8);
    /** All lines have times of one second, and the same each time that they are asked for. */
    private final Instant begun = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);

    private boolean open = true;
    private int watchers;
    private volatile Fault fault = request -> false;

    FakeApi() throws IOException {
        this(InetAddress.getLoopbackAddress());
    }

    FakeApi(InetAddress address) throws IOException {
        server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    void on(Fault happens) {
        fault = happens;
    }

    /** What each pod writes, as the kubelet serves it without stamps. */
    synchronized void log(byte[] bytes) {
        log = bytes.clone();
    }

    synchronized List<String> podNames() {
        return List.copyOf(pods.keySet());
    }

    /** Methods and paths of all requests, in order. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** A kubeconfig that leads here. */
    Path kubeconfig(Path folder) throws IOException {
        String host = server.getAddress().getAddress().getHostAddress().replaceAll("%.*", "");
        return Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "http://%s:%d"}}]
                users: [{name: ada, user: {token: "a-token-of-ada"}}]
                contexts: [{name: x, context: {cluster: c, user: ada, namespace: %s}}]
                current-context: x
                """.formatted(
                        host.contains(":") ? "[" + host + "]" : host,
                        server.getAddress().getPort(),
                        NAMESPACE));
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String query = exchange.getRequestURI().getRawQuery();
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query == null ? "" : URLDecoder.decode(query, StandardCharsets.UTF_8),
                body,
                exchange);
        synchronized (this) {
            requests.add(request.method() + " " + request.path() + (request.tries() ? "?dryRun" : ""));
        }
        if (exchange.getRequestHeaders().containsKey("Upgrade")) {
            request.answer(503, "{}"); // the client then asks for the watch without
        } else if (!fault.answers(request)) {
            serve(request);
        }
    }

    /** Answers as a server without faults. */
    boolean serve(Request request) throws IOException {
        String path = request.path();
        if (request.watches()) {
            return watch(request, path.equals(PODS) ? podChanges() : List.of());
        } else if (request.asksForLog()) {
            return request.answer(200, "text/plain", stamped());
        } else if (path.equals("/version")) {
            return request.answer(200, "{\"gitVersion\":\"v1.36.0\"}");
        } else if (path.endsWith("/selfsubjectaccessreviews")) {
            return request.answer(
                    201,
                    "{\"kind\":\"SelfSubjectAccessReview\",\"apiVersion\":\"authorization.k8s.io/v1\","
                            + "\"status\":{\"allowed\":true}}");
        } else if (path.equals("/api/v1/nodes")) {
            return request.answer(200, nodes());
        } else if (path.equals("/api/v1/namespaces/" + NAMESPACE)) {
            return request.answer(
                    200,
                    "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + NAMESPACE + "\"}}");
        } else if (path.endsWith("/events") || path.equals("/api/v1/pods")) {
            return request.answer(200, list("Event", List.of()));
        } else if (request.tries()) {
            return request.answer(201, request.body());
        } else if (request.creates()) {
            return create(request);
        } else if (request.deletes()) {
            return delete(request);
        } else if (path.equals(PODS)) {
            return request.answer(200, pods(request.query()));
        }
        return request.refuse(404, "no such thing as " + path);
    }

    String nodes() {
        return list("Node", List.of(node()));
    }

    private static String node() {
        return """
                {"kind":"Node","apiVersion":"v1","metadata":{"name":"node9","labels":{"kubernetes.io/hostname":"node9"}},
                 "spec":{},"status":{"conditions":[{"type":"Ready","status":"True"}],
                 "allocatable":{"cpu":"4","memory":"8Gi","pods":"110"},"images":[{"names":["image"],"sizeBytes":1}],
                 "nodeInfo":{"bootID":"another","containerRuntimeVersion":"containerd://2","kernelVersion":"6"}}}""";
    }

    private synchronized String list(String kind, List<String> items) {
        return "{\"kind\":\"" + kind + "List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\""
                + changes.size() + "\"},\"items\":[" + String.join(",", items) + "]}";
    }

    private synchronized String pods(String query) {
        return list(
                "Pod",
                pods.values().stream()
                        .filter(pod -> selects(query, pod))
                        .map(ObjectNode::toString)
                        .toList());
    }

    /** As far as launchers ask: by one label. */
    private static boolean selects(String query, JsonNode pod) {
        String wanted = query.replaceAll(".*labelSelector=([^&]*).*", "$1");
        String[] pair = wanted.split("=", 2);
        return pair.length < 2
                || pair[1].equals(
                        pod.path("metadata").path("labels").path(pair[0]).asText());
    }

    /** Makes a pod, and has it run and end. */
    synchronized ObjectNode make(String json) throws IOException {
        ObjectNode made = makeWaiting(json);
        ObjectNode pod = java.util.Objects.requireNonNull(
                pods.get(made.path("metadata").path("name").asText()));
        ((ObjectNode) pod.get("spec")).put("nodeName", "node9");
        status(pod, "Running", "{\"running\":{\"startedAt\":\"" + Instant.now() + "\"}}");
        change("MODIFIED", pod);
        status(pod, "Succeeded", "{\"terminated\":{\"exitCode\":0,\"finishedAt\":\"" + Instant.now() + "\"}}");
        change("MODIFIED", pod);
        return made;
    }

    /** Makes a pod of which nothing more is heard. */
    synchronized ObjectNode makeWaiting(String json) throws IOException {
        ObjectNode pod = (ObjectNode) JSON.readTree(json);
        ((ObjectNode) pod.get("metadata")).put("uid", UUID.randomUUID().toString());
        status(pod, "Pending", null);
        pods.put(pod.path("metadata").path("name").asText(), pod);
        change("ADDED", pod);
        return pod.deepCopy();
    }

    /** Makes a pod whose container cannot be started, and says why. */
    synchronized ObjectNode makeFailing(String json, String why) throws IOException {
        ObjectNode made = makeWaiting(json);
        ObjectNode pod = java.util.Objects.requireNonNull(
                pods.get(made.path("metadata").path("name").asText()));
        status(pod, "Pending", "{\"waiting\":{\"reason\":\"CreateContainerError\",\"message\":\"" + why + "\"}}");
        change("MODIFIED", pod);
        return made;
    }

    /** Ends all watches that are open. */
    synchronized void closeWatches() {
        watchers++;
        notifyAll();
    }

    private boolean create(Request request) throws IOException {
        return request.answer(201, make(request.body()).toString());
    }

    private static void status(ObjectNode pod, String phase, @Nullable String state) throws IOException {
        ObjectNode status = pod.putObject("status").put("phase", phase);
        if (state != null) {
            status.putArray("containerStatuses")
                    .addObject()
                    .put("name", "workload")
                    .set("state", JSON.readTree(state));
        }
    }

    private synchronized void change(String type, ObjectNode pod) {
        ((ObjectNode) pod.get("metadata")).put("resourceVersion", Integer.toString(changes.size() + 1));
        changes.add("{\"type\":\"" + type + "\",\"object\":" + pod + "}\n");
        notifyAll();
    }

    private synchronized boolean delete(Request request) throws IOException {
        List<String> gone = new ArrayList<>();
        for (Map.Entry<String, ObjectNode> pod : pods.entrySet()) {
            boolean all = request.path().equals(PODS) && selects(request.query(), pod.getValue());
            if (all || request.path().equals(PODS + "/" + pod.getKey())) {
                gone.add(pod.getKey());
            }
        }
        for (String name : gone) {
            change("DELETED", java.util.Objects.requireNonNull(pods.remove(name)));
        }
        return (gone.isEmpty() && !request.path().equals(PODS))
                ? request.refuse(404, "pods \"" + request.path() + "\" not found")
                : request.answer(200, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\"}");
    }

    private List<String> podChanges() {
        return changes;
    }

    private boolean watch(Request request, List<String> of) throws IOException {
        int from = Integer.parseInt(request.query().replaceAll(".*resourceVersion=(\\d+).*", "$1"));
        int mine;
        synchronized (this) {
            mine = watchers;
        }
        request.exchange().getResponseHeaders().set("Content-Type", "application/json");
        request.exchange().sendResponseHeaders(200, 0);
        try (OutputStream out = request.exchange().getResponseBody()) {
            // the headers go with the first byte
            out.write(("{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{"
                            + "\"resourceVersion\":\"" + from + "\"}}}\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            for (int next = from; ; next++) {
                String change;
                synchronized (this) {
                    while (open && mine == watchers && next >= of.size()) {
                        wait();
                    }
                    if (!open || mine != watchers) {
                        return true;
                    }
                    change = of.get(next);
                }
                out.write(change.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The log with a stamp before each line, as the kubelet gives it. */
    private synchronized byte[] stamped() {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        long millis = begun.toEpochMilli();
        boolean begins = true;
        for (byte one : log) {
            if (begins) {
                out.writeBytes((Instant.ofEpochMilli(millis++) + " ").getBytes(StandardCharsets.UTF_8));
            }
            out.write(one);
            begins = one == '\n';
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        synchronized (this) {
            open = false;
            notifyAll();
        }
        server.stop(0);
        threads.shutdownNow();
    }
}
