package dev.odograph.contract;

import java.util.List;

/**
 * Where a pass stands.
 *
 * @param status status of the run
 * @param pass number of the pass
 * @param outputs outputs that are planned
 * @param reused outputs that were there already when the pass looked
 * @param executed outputs executed in this pass
 * @param failed outputs that failed in this pass
 * @param stages executed outputs by stage, in the stages' order
 */
public record RunProgress(
        RunStatus status, int pass, long outputs, long reused, long executed, long failed, List<StageProgress> stages) {
    public RunProgress {
        stages = List.copyOf(stages);
    }

    /** How far one stage is. */
    public record StageProgress(String name, long executed, long failed, long planned) {}
}
