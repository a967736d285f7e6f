package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.WorkflowExecutionHistory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workflow's code replays histories that were recorded before: a run that is under way survives an upgrade. */
class ReplayTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"plain", "failed", "reset", "fanned-out", "range", "parked-first", "parked-last", "regression"})
    void aRecordedHistoryReplays(String name) throws Exception {
        WorkflowExecutionHistory history = Histories.load(name);

        assertThat(history.getEvents()).hasSizeGreaterThan(10);
        Histories.replay(history);
    }
}
