package io.krater.stats.compare;

/**
 * The test that was used, and what decided it.
 *
 * @param test the test
 * @param why a clause that follows the word "because"
 */
public record TestChoice(TestUsed test, String why) {}
