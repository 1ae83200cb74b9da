package io.krater.monitor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** An agent on the loopback device with two charts, whose answers a test can spoil. */
final class FakeNetdata implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, TreeMap<Long, Double>> charts = new ConcurrentHashMap<>();
    volatile String memory = "\"ram_total\": \"4294967296\"";
    volatile Spoiler spoiler = exchange -> false;

    /** Answers in the agent's place, or says that it does not. */
    interface Spoiler {
        boolean handle(HttpExchange exchange) throws IOException;
    }

    FakeNetdata() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void put(String chart, long seconds, double value) {
        charts.computeIfAbsent(chart, none -> new TreeMap<>()).put(seconds, value);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (spoiler.handle(exchange)) {
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/api/v1/info" -> send(exchange, 200, "{" + memory + "}");
                case "/api/v1/charts" ->
                    send(
                            exchange,
                            200,
                            charts.keySet().stream()
                                    .map(chart -> '"' + chart + "\": {}")
                                    .collect(Collectors.joining(",", "{\"charts\": {", "}}")));
                case "/api/v1/data" -> data(exchange);
                default -> send(exchange, 404, "File does not exist");
            }
        }
    }

    private void data(HttpExchange exchange) throws IOException {
        Map<String, String> query = Arrays.stream(
                        exchange.getRequestURI().getQuery().split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        long after = Long.parseLong(query.getOrDefault("after", "0"));
        long before = Long.parseLong(query.getOrDefault("before", "0"));
        TreeMap<Long, Double> values = charts.getOrDefault(query.get("chart"), new TreeMap<>());
        if (values.subMap(after, true, before, true).isEmpty()) {
            send(exchange, 404, "No metrics where matched to query.");
            return;
        }
        StringBuilder rows = new StringBuilder();
        for (long at = before; at >= after; at--) {
            rows.append(rows.length() == 0 ? "" : ",")
                    .append("[")
                    .append(at)
                    .append(",")
                    .append(values.get(at))
                    .append("]");
        }
        send(exchange, 200, "{\"labels\": [\"time\", \"x\"], \"data\": [" + rows + "]}");
    }

    static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
