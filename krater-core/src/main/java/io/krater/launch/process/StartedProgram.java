package io.krater.launch.process;

import io.krater.launch.spawn.HeldProcess;
import io.krater.suite.ProcessOptions;

/**
 * A program that was just started, held by its shell.
 *
 * @param program path of the program
 * @param process the shell, which becomes the program
 * @param prepared where it belongs
 * @param options how it is run
 */
record StartedProgram(String program, HeldProcess process, PreparedConfinement prepared, ProcessOptions options) {
    Confinement confinement() {
        return prepared.confinement();
    }
}
