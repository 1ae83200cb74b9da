package io.krater.cri;

import io.krater.launch.Execution;
import io.krater.launch.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that starts many at once and is then killed, or counts what its own part costs: {@code hold COUNT} starts sandboxes
 * and waits to be killed; {@code one} starts one container and tells all of it.
 */
final class CriHarnessMain {
    private CriHarnessMain() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("hold")) {
            hold(Integer.parseInt(arguments[1]));
        } else {
            one();
        }
    }

    private static void hold(int count) throws Exception {
        CriLauncher launcher = CriLauncher.builder().sandboxOnly().hostNetwork().connect();
        List<Execution> prepared = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            prepared.add(launcher.prepare(
                    TestRuntime.request(TestRuntime.shell("held", "exit 0"), i), new TestRuntime.Told()));
        }
        for (Execution execution : prepared) {
            execution.start();
        }
        System.out.println("asked");
        Thread.sleep(Duration.ofMinutes(10).toMillis());
    }

    private static void one() throws Exception {
        TestRuntime.Told told = new TestRuntime.Told();
        try (CriLauncher launcher = CriLauncher.connect();
                Execution execution = launcher.prepare(
                        TestRuntime.request(TestRuntime.shell("one", "echo hello; exit 0"), 1), told)) {
            execution.start();
            System.out.println(told.awaitExit(Duration.ofSeconds(30)));
            System.out.println(execution.facts());
            System.out.println(told.heard(Phase.FIRST_OUTPUT));
        }
    }
}
