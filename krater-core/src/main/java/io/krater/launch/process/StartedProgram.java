package io.krater.launch.process;

import io.krater.launch.spawn.HeldProcess;

/**
 * A program that was just started, held by its shell.
 *
 * @param program path of the program
 * @param process the shell, which becomes the program
 * @param prepared where it belongs
 */
record StartedProgram(String program, HeldProcess process, PreparedConfinement prepared) {
    Confinement confinement() {
        return prepared.confinement();
    }
}
