package io.krater.cri;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.krater.cri.CriException.Problem;
import io.krater.cri.v1.CgroupDriver;
import io.krater.cri.v1.RuntimeCondition;
import io.krater.cri.v1.RuntimeConfigRequest;
import io.krater.cri.v1.StatusRequest;
import io.krater.cri.v1.StatusResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a runtime says of its own state and settings.
 *
 * @param conditions what it says of its readiness
 * @param handlers names of its runtime handlers; empty where it does not tell
 * @param systemd whether systemd makes its cgroups
 */
record CriRuntime(List<RuntimeCondition> conditions, Set<String> handlers, boolean systemd) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Asks it.
     *
     * @param root mount of the cgroup v2 tree: where the runtime does not tell its driver, the kubelet's cgroups there do
     */
    static CriRuntime ask(CriConnection connection, Path root) throws CriException {
        StatusResponse status = connection.call(
                CriOperation.STATUS, StatusRequest.newBuilder().setVerbose(true).build());
        JsonNode config = config(status);
        Set<String> handlers = new TreeSet<>();
        status.getRuntimeHandlersList().forEach(handler -> handlers.add(handler.getName()));
        Map<String, Boolean> drivers = drivers(config);
        handlers.addAll(drivers.keySet());
        boolean systemd = driver(connection)
                .or(() -> drivers.values().stream().reduce(Boolean::logicalOr))
                .orElseGet(() -> Files.isDirectory(root.resolve("kubepods.slice")));
        return new CriRuntime(status.getStatus().getConditionsList(), handlers, systemd);
    }

    /** containerd shows its settings with its status, as JSON. */
    private static JsonNode config(StatusResponse status) {
        try {
            return JSON.readTree(status.getInfoOrDefault("config", "{}"));
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode(); // another runtime's: it does not tell then
        }
    }

    private static Map<String, Boolean> drivers(JsonNode config) {
        Map<String, Boolean> drivers = new TreeMap<>();
        config.path("containerd")
                .path("runtimes")
                .properties()
                .forEach(runtime -> drivers.put(
                        runtime.getKey(),
                        runtime.getValue().path("options").path("SystemdCgroup").asBoolean(false)));
        return drivers;
    }

    private static Optional<Boolean> driver(CriConnection connection) throws CriException {
        try {
            var config = connection.call(CriOperation.RUNTIME_CONFIG, RuntimeConfigRequest.getDefaultInstance());
            return config.hasLinux()
                    ? Optional.of(config.getLinux().getCgroupDriver() == CgroupDriver.SYSTEMD)
                    : Optional.empty();
        } catch (CriException refusal) {
            if (refusal.problem() == Problem.OTHER_SERVICE) {
                return Optional.empty(); // containerd before 2.0 does not know the call
            }
            throw refusal;
        }
    }

    /** What the runtime says against its own readiness in one respect; empty where it says it is ready, or nothing. */
    Optional<String> unready(String condition) {
        return conditions.stream()
                .filter(it -> it.getType().equals(condition) && !it.getStatus())
                .map(it -> it.getReason() + ": " + it.getMessage())
                .findFirst();
    }
}
