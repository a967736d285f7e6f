package dev.odograph.step;

import java.util.List;

/** Told from time to time how far a stage is; also how it learns that it should stop. Thread-safe. */
public interface Progress {
    /** Progress that no one watches. */
    Progress NONE = new Progress() {
        @Override
        public void at(String step, String segmentId, long rows) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    /**
     * A step is at a segment.
     *
     * @param step name of the step
     * @param segmentId the segment in hand; empty where a step works on all at once
     * @param rows rows put out so far
     */
    void at(String step, String segmentId, long rows);

    /**
     * Rows break rules of a check; told also where the step fails by them. Called from the thread that runs the stage.
     *
     * @param violations what breaks them; never empty
     */
    default void violated(List<Violation> violations) {}

    /** Whether the work should stop soon; the stage then throws RUN_CANCELLED. */
    boolean cancelled();
}
