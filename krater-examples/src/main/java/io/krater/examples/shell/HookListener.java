package io.krater.examples.shell;

import io.krater.plan.PlannedTrial;
import io.krater.trial.Trial;
import io.krater.trial.TrialListener;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a command before and after each trial, outside what is measured. One that fails ends the run.
 *
 * @param before runs before each trial
 * @param after runs after each trial
 * @param values the parameters' values by variant
 */
record HookListener(
        Optional<CommandTemplate> before, Optional<CommandTemplate> after, Map<String, Map<String, String>> values)
        implements TrialListener {
    @Override
    public void trialStarted(PlannedTrial trial) {
        before.ifPresent(command -> run("--prepare", command, trial.id().variant()));
    }

    @Override
    public void trialFinished(Trial trial) {
        after.ifPresent(command -> run("--cleanup", command, trial.id().variant()));
    }

    private void run(String option, CommandTemplate command, String variant) {
        String text = command.with(values.getOrDefault(variant, Map.of()));
        try {
            Process process = new ProcessBuilder(List.of("/bin/sh", "-c", text))
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(option + " command \"" + text + "\" ended with exit code " + code
                        + "; completed trials are kept");
            }
        } catch (IOException failed) {
            throw new IllegalStateException(
                    option + " command \"" + text + "\" could not be started: " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted while " + option + " command \"" + text + "\" ran", interrupted);
        }
    }
}
