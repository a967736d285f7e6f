package dev.odograph.workflow;

import dev.odograph.contract.PlannedRun;
import dev.odograph.contract.RunLimits;
import io.temporal.workflow.Workflow;

/** How many outputs of a stage are under way at once: no more than a limit on any of its steps. */
final class StepLimits {
    private final int[] limits;
    private final int[] underWay;

    StepLimits(PlannedRun plan, RunLimits limits) {
        this.limits = plan.stages().stream()
                .mapToInt(stage -> stage.steps().stream()
                        .mapToInt(step -> limits.steps().getOrDefault(step, Integer.MAX_VALUE))
                        .min()
                        .orElse(Integer.MAX_VALUE))
                .toArray();
        this.underWay = new int[this.limits.length];
    }

    /** Waits until there is room. Throws CanceledFailure, and holds no room, where the run is cancelled meanwhile. */
    void enter(int stage) {
        if (underWay[stage] >= limits[stage]) {
            Workflow.await(() -> underWay[stage] < limits[stage]);
        }
        underWay[stage]++;
    }

    void leave(int stage) {
        underWay[stage]--;
    }
}
