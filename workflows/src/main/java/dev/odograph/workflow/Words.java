package dev.odograph.workflow;

import dev.odograph.contract.PlannedRun;
import dev.odograph.contract.PlannedRun.StageOutline;
import dev.odograph.contract.RunOutcome;
import dev.odograph.contract.RunProgress;
import dev.odograph.contract.RunProgress.StageProgress;

/** What the Temporal UI shows of a run, in Markdown. */
final class Words {
    private Words() {}

    static String stage(StageOutline stage, int partition, int partitions) {
        return stage.what() + " · partition " + (partition + 1) + " of " + partitions;
    }

    static String reduce(StageOutline stage) {
        return stage.what() + " · over all partitions";
    }

    static String details(PlannedRun plan, RunProgress progress) {
        long left = progress.outputs() - progress.reused() - progress.executed() - progress.failed();
        StringBuilder text = new StringBuilder();
        text.append("**Pass ")
                .append(progress.pass())
                .append("** over ")
                .append(plan.segments())
                .append(" segments of `")
                .append(plan.dataset())
                .append("` in ")
                .append(plan.partitions())
                .append(" partitions: ")
                .append(progress.executed())
                .append(" outputs computed, ")
                .append(progress.reused())
                .append(" reused, ")
                .append(progress.failed())
                .append(" failed, ")
                .append(Math.max(0, left))
                .append(" to go.\n\n| stage | computed | failed | planned |\n|---|---|---|---|\n");
        for (StageProgress stage : progress.stages()) {
            text.append("| ")
                    .append(stage.name())
                    .append(" | ")
                    .append(stage.executed())
                    .append(" | ")
                    .append(stage.failed())
                    .append(" | ")
                    .append(stage.planned())
                    .append(" |\n");
        }
        return text.toString();
    }

    static String ended(RunOutcome outcome) {
        String next = switch (outcome.status()) {
            case SUCCEEDED -> "";
            default ->
                "\n\n**What to do:** mend the cause, then choose *Reset* (any point) or *Start Workflow Like"
                        + " This One* and send the form unchanged: just what is missing runs again.";
        };
        return "**" + outcome.status() + "**: " + outcome.executed() + " outputs computed, " + outcome.reused()
                + " reused, " + outcome.missing() + " missing.\n\n" + outcome.summary() + next;
    }
}
