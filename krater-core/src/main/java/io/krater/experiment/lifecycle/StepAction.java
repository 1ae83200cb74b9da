package io.krater.experiment.lifecycle;

/** What a step of a life does to the platform. Implementations are immutable; they are performed by one thread at a time. */
public interface StepAction {
    /** What it does, in a few words: a command line, {@code deployment applied}. */
    String describe();

    /**
     * Does it, and returns when it is done.
     *
     * @throws StepFailedException if it cannot be done, or is not done in its time
     * @throws InterruptedException if the run is stopped; what was begun is left to the life's teardown
     */
    void perform() throws StepFailedException, InterruptedException;

    /** This, and when it is done another. */
    default StepAction then(StepAction next) {
        StepAction first = this;
        return new StepAction() {
            @Override
            public String describe() {
                return first.describe() + ", then " + next.describe();
            }

            @Override
            public void perform() throws StepFailedException, InterruptedException {
                first.perform();
                next.perform();
            }
        };
    }
}
