package dev.odograph.api;

import java.util.function.Consumer;

/** Tells that something became of runs. */
interface RunSignals {
    /**
     * Has a listener told of runs.
     *
     * @param changed is told the id of a run of which something became; must return at once
     * @param unsure is called where signals may have been missed
     */
    void listen(Consumer<String> changed, Runnable unsure);
}
