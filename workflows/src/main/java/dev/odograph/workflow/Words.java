package dev.odograph.workflow;

import dev.odograph.contract.Parked;
import dev.odograph.contract.PlannedRun;
import dev.odograph.contract.PlannedRun.StageOutline;
import dev.odograph.contract.RetryPlan;
import dev.odograph.contract.RunOutcome;
import dev.odograph.contract.RunProgress;
import dev.odograph.contract.RunProgress.StageProgress;
import dev.odograph.contract.RunStatus;

/** What the Temporal UI shows of a run, in Markdown. */
final class Words {
    private Words() {}

    static String stage(StageOutline stage, int partition, int partitions) {
        return stage.what() + " · partition " + (partition + 1) + " of " + partitions;
    }

    static String reduce(StageOutline stage) {
        return stage.what() + " · over all partitions";
    }

    static String range(int from, int to, int partitions) {
        return "partitions " + (from + 1) + " to " + to + " of " + partitions;
    }

    /** Where a pass stands. A list, not a table: the Temporal UI sets a table's cells without any space between them. */
    static String details(PlannedRun plan, RunProgress progress) {
        long there = progress.reused() + progress.executed();
        StringBuilder text = new StringBuilder();
        text.append("**")
                .append(progress.status())
                .append("**, pass ")
                .append(progress.pass())
                .append(": ")
                .append(there)
                .append(" of ")
                .append(progress.outputs())
                .append(" outputs are there (")
                .append(progress.executed())
                .append(" computed in this pass, ")
                .append(progress.reused())
                .append(" were there before), ")
                .append(progress.failed())
                .append(" failed, ")
                .append(Math.max(0, progress.outputs() - there - progress.failed()))
                .append(" to go.\n\nAn output is what one stage makes of one partition. ")
                .append(plan.segments())
                .append(" segments of `")
                .append(plan.dataset())
                .append("` lie in ")
                .append(plan.partitions())
                .append(plan.partitions() == 1 ? " partition" : " partitions")
                .append(".\n\nComputed in this pass, by stage:\n");
        for (StageProgress stage : progress.stages()) {
            text.append("- `")
                    .append(stage.name())
                    .append("`: ")
                    .append(stage.executed())
                    .append(" of ")
                    .append(stage.planned())
                    .append(stage.failed() == 0 ? "\n" : ", **" + stage.failed() + " failed**\n");
        }
        return text.toString();
    }

    /** Why a run waits, and what an operator may do. */
    static String parked(Parked parked) {
        RunOutcome outcome = parked.outcome();
        RetryPlan plan = parked.plan();
        StringBuilder text = new StringBuilder();
        text.append("**PARKED**: waits for an operator. Of ")
                .append(outcome.outputs())
                .append(" outputs ")
                .append(outcome.missing())
                .append(" are missing.\n\n")
                .append(outcome.summary())
                .append("\n\n**What to do:** *More Actions*, *Send an Update*, with one of these names:\n")
                .append("- `retry`, once the cause is mended; no input. It computes ")
                .append(plan.execute())
                .append(" outputs; ")
                .append(plan.reuse())
                .append(" stay as they are.\n")
                .append("- `waive`, to do without the segments that failed; input")
                .append(" `{\"by\": \"your name\", \"reason\": \"why\"}`.")
                .append(" It is recorded, and the coverage says so beside every result.\n")
                .append("- `abort`, to end the run as FAILED; the same input.\n\n")
                .append("**More:** `./odograph runs show ")
                .append(outcome.runId())
                .append("`\n\nA retry would compute, by stage:\n");
        for (RetryPlan.StageRetry stage : plan.stages()) {
            text.append("- `")
                    .append(stage.name())
                    .append("`: ")
                    .append(stage.execute())
                    .append(" (reuses ")
                    .append(stage.reuse())
                    .append(")\n");
        }
        return text.toString();
    }

    /** How a run ended, and what its reader may do next. */
    static String ended(RunOutcome outcome) {
        String next = outcome.status() == RunStatus.SUCCEEDED
                ? "\n\n**Read the rows:** `./odograph results METRIC --run " + outcome.runId() + "`"
                : "\n\n**What to do:** mend the cause, then press *Reset* (to the first task), or *More Actions*,"
                        + " *Start Workflow Like This One*, and send the form unchanged. Just what is missing runs again."
                        + "\n\n**More:** `./odograph runs show " + outcome.runId() + "`";
        return "**" + outcome.status() + "**: of " + outcome.outputs() + " outputs " + outcome.executed()
                + " were computed, " + outcome.reused() + " reused, " + outcome.missing() + " are missing.\n\n"
                + outcome.summary() + next;
    }
}
