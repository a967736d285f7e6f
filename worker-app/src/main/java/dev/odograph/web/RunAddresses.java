package dev.odograph.web;

import dev.odograph.query.Figures;
import dev.odograph.query.RunAdvice;
import dev.odograph.query.RunAdvice.Step;
import dev.odograph.query.RunView;
import dev.odograph.store.lineage.RunReport.FailureGroup;
import java.util.List;

/**
 * Where a run's page leads to, and what to type.
 *
 * @param run the run
 * @param temporalUi address of the Temporal UI; empty where it is not known
 * @param namespace Temporal's namespace
 * @param home what commands need to find this stack, with a blank before it; empty for the default
 */
public record RunAddresses(RunView run, String temporalUi, String namespace, String home) {
    /** Whether the Temporal UI is known. */
    public boolean known() {
        return !temporalUi.isEmpty();
    }

    /** The run's workflow in the Temporal UI. */
    public String workflow() {
        return temporalUi + "/namespaces/" + Here.encoded(namespace) + "/workflows/" + Here.encoded(run.runId());
    }

    /** The execution that made a pass. */
    public String pass(String temporalRunId) {
        return workflow() + "/" + Here.encoded(temporalRunId) + "/history";
    }

    /** Leads to the activity that failed first of a cause. */
    public String failed(FailureGroup cause) {
        return Links.run(run.runId()) + "/activity?stage=" + cause.stage() + "&partition=" + cause.partition();
    }

    /** What shows a cause. */
    public Step look(FailureGroup cause) {
        return RunAdvice.look(run.runId(), cause, home);
    }

    /** What to do next. */
    public List<Step> next() {
        return RunAdvice.next(run.status(), run.runId(), home);
    }

    /** What prints the rows of one of its metrics. */
    public String results(String metric) {
        return "./odograph results " + Figures.shell(metric) + " --run " + Figures.shell(run.runId()) + home;
    }

    /** What prints the rows that break rules. */
    public String violations() {
        return "./odograph runs violations " + Figures.shell(run.runId()) + home;
    }
}
