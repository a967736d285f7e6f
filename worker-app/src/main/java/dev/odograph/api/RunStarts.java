package dev.odograph.api;

import dev.odograph.activity.RunPlanner;
import dev.odograph.contract.DatasetRef;
import dev.odograph.contract.RunInput;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.NamedDatasets;
import dev.odograph.spec.Digests;
import dev.odograph.spec.SpecJson;
import dev.odograph.store.lineage.NewRunRequest;
import dev.odograph.store.lineage.RunRequests;
import dev.odograph.worker.RunStart;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Accepts starts of runs. Thread-safe. */
@ApplicationScoped
class RunStarts {
    private static final String KEY = "[!-~]{1,200}";

    private final ApiStores stores;
    private final RequestStarter starter;
    private final Callers callers;

    RunStarts(ApiStores stores, RequestStarter starter, Callers callers) {
        this.stores = stores;
        this.starter = starter;
        this.callers = callers;
    }

    /**
     * Accepts a start; once this returns, it is not lost.
     *
     * @param key the caller's Idempotency-Key; null for none
     * @return id of the run
     * @throws OdographException ARGUMENT_INVALID, DATASET_NOT_FOUND, RUN_ID_REUSED; for runs that others rely on also
     *     ACCESS_DENIED, OWNER_MISSING, GRAPH_NOT_FOUND, BUNDLE_NOT_FOUND, BRANCH_NOT_FOUND
     */
    String accept(@Nullable StartRun body, @Nullable String key) {
        if (key != null && !key.matches(KEY)) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Idempotency-Key is \"" + key + "\": give 1 to 200 visible ASCII characters without blanks");
        }
        RunInput input = AskedRun.input(body);
        callers.requirePurpose(input.purpose(), "start a run");
        requireTeam(input);
        String named = body == null ? null : body.runId();
        DatasetRef dataset = DatasetRef.parse(input.dataset());
        var unused = NamedDatasets.load(stores.stores().datasets(), dataset.name(), dataset.version());
        String digest = Digests.sha256Hex("request", SpecJson.write(input), named == null ? "" : named);
        String runId = new RunRequests(stores.stores().postgres())
                .accept(new NewRunRequest(
                        named == null ? RunStart.newId(input.graph(), input.dataset()) : named,
                        named != null,
                        callers.name(),
                        key,
                        digest,
                        input));
        starter.wake();
        callers.about(runId);
        return runId;
    }

    /** Runs that others rely on are started by the team that answers for the graph, as it is now. */
    private void requireTeam(RunInput input) {
        if (!Callers.isReliedOn(input.purpose())) {
            return;
        }
        stores.references()
                .resolve(input.bundle(), input.graph())
                .bundle()
                .graph(input.graph())
                .ifPresent(graph -> {
                    callers.caller()
                            .requireTeam(
                                    graph.owner(),
                                    "start a run of purpose " + input.purpose() + " of graph \"" + graph.name() + "\"");
                    RunPlanner.requireOwner(graph, input.purpose());
                });
    }
}
