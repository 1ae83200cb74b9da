package io.krater.experiment;

import io.krater.launch.Capture;
import io.krater.launch.Check;
import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Launcher;
import io.krater.suite.Suite;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** A launcher that knows which executions of another one were not closed yet; for {@link ExperimentContract}. */
final class CountingLauncher implements Launcher {
    private final Launcher launcher;
    private final Map<Execution, Execution> originals = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<Execution, String> open = new ConcurrentHashMap<>();

    CountingLauncher(Launcher launcher) {
        this.launcher = launcher;
    }

    /** Names of the executions that were prepared and not closed. */
    List<String> open() {
        return List.copyOf(open.values());
    }

    @Override
    public Execution prepare(LaunchRequest request, ExecutionListener listener) throws LaunchException {
        Execution original = launcher.prepare(request, listener);
        open.put(original, request.trial().id() + " " + request.instance());
        Execution counted = (Execution) Proxy.newProxyInstance(
                Execution.class.getClassLoader(), new Class<?>[] {Execution.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("hashCode")) {
                        return System.identityHashCode(proxy);
                    }
                    if (method.getName().equals("equals")) {
                        return proxy == arguments[0];
                    }
                    if (method.getName().equals("close")) {
                        open.remove(original);
                    }
                    try {
                        return method.invoke(original, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
        originals.put(counted, original);
        return counted;
    }

    private Execution original(Execution counted) {
        return Objects.requireNonNull(originals.get(counted));
    }

    private Map<Execution, RuntimeException> counted(
            List<Execution> executions, Map<Execution, RuntimeException> faults) {
        IdentityHashMap<Execution, RuntimeException> counted = new IdentityHashMap<>();
        for (Execution execution : executions) {
            RuntimeException fault = faults.get(original(execution));
            if (fault != null) {
                counted.put(execution, fault);
            }
        }
        return counted;
    }

    @Override
    public Map<Execution, RuntimeException> startAll(List<Execution> executions) {
        return counted(
                executions,
                launcher.startAll(executions.stream().map(this::original).toList()));
    }

    @Override
    public Map<Execution, RuntimeException> closeAll(List<Execution> executions) {
        List<Execution> there = executions.stream().map(this::original).toList();
        Map<Execution, RuntimeException> faults = launcher.closeAll(there);
        there.forEach(open::remove);
        return counted(executions, faults);
    }

    @Override
    public String name() {
        return launcher.name();
    }

    @Override
    public List<Check> preflight(Suite suite) {
        return launcher.preflight(suite);
    }

    @Override
    public Capture capture(Suite suite) {
        return launcher.capture(suite);
    }

    @Override
    public List<String> cleanup() {
        return launcher.cleanup();
    }

    @Override
    public void close() {
        launcher.close();
    }
}
