package io.krater.launch.process;

/**
 * A program that was just started, held by its shell.
 *
 * @param program path of the program
 * @param process the shell, which becomes the program
 * @param placed where it belongs
 */
record Spawned(String program, Process process, Placed placed) {
    Confinement confinement() {
        return placed.confinement();
    }
}
