/**
 * Where a researcher begins: {@link io.krater.Krater} runs a suite on a launcher into a folder of results.
 *
 * <p>Two commands compared, each trial a run of one of them:
 *
 * <pre>{@code
 * import io.krater.Krater;
 * import io.krater.launch.Launcher;
 * import io.krater.launch.process.ProcessLauncher;
 * import io.krater.result.SuiteResult;
 * import io.krater.suite.Environment;
 * import io.krater.suite.ProgramWorkload;
 * import io.krater.suite.Suite;
 * import java.nio.file.Path;
 *
 * Suite suite = Suite.named("first")
 *         .environment(Environment.process("gzip-1").command("gzip", "-1", "-c").discardOutput())
 *         .environment(Environment.process("gzip-9").command("gzip", "-9", "-c").discardOutput())
 *         .workload(ProgramWorkload.named("compress").variant("bash", "/bin/bash").build())
 *         .trials(10)
 *         .build();
 * try (Launcher launcher = ProcessLauncher.create()) {
 *     SuiteResult result = Krater.run(suite).on(launcher).into(Path.of("results"));
 *     result.print(System.out);
 * }
 * }</pre>
 *
 * <p>The other packages are the stations of that way: {@code suite}, {@code plan}, {@code launch}, {@code trial}, {@code
 * metric}, {@code stats}, {@code result}, {@code report}; each knows only those before it.
 */
@NullMarked
package io.krater;

import org.jspecify.annotations.NullMarked;
