package io.krater.launch.process;

import io.krater.launch.spawn.HeldProcess;

/**
 * A program that was just started, held by its shell.
 *
 * @param program path of the program
 * @param process the shell, which becomes the program
 * @param placed where it belongs
 */
record Spawned(String program, HeldProcess process, Placed placed) {
    Confinement confinement() {
        return placed.confinement();
    }
}
