package dev.odograph.api;

import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.Executions;
import dev.odograph.query.RunItem;
import dev.odograph.query.RunItemFilter;
import dev.odograph.query.RunItems;
import dev.odograph.query.UnplannedRun;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunRecord;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.RunReport.MetricCoverage;
import dev.odograph.store.lineage.RunReport.StageCount;
import dev.odograph.store.lineage.RunRequest;
import dev.odograph.store.lineage.RunRequests;
import dev.odograph.store.lineage.Totals;
import dev.odograph.worker.RunRetry;
import io.temporal.client.WorkflowClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads runs as the API answers them. Thread-safe. */
@ApplicationScoped
class RunAnswers {
    /** No workflow has a longer id. */
    private static final int LONGEST_ID = 1_000;

    private final ApiStores stores;

    RunAnswers(ApiStores stores) {
        this.stores = stores;
    }

    /** A page of runs, the newest first. */
    Page<RunItemAnswer> page(RunItemFilter filter) {
        List<RunItem> read = new RunItems(stores.stores().postgres())
                .list(new RunItemFilter(
                        filter.graph(),
                        filter.dataset(),
                        filter.status(),
                        filter.purpose(),
                        filter.owner(),
                        filter.after(),
                        filter.limit() + 1));
        return Page.of(read, filter.limit(), run -> List.of(run.createdAt().toString(), run.runId()))
                .map(run -> RunItemAnswer.of(run, links(run.runId())));
    }

    /** The place that a cursor of {@link #page} names; null for the first page. */
    static RunItemFilter.@Nullable Place place(@Nullable String cursor) {
        List<String> words = Cursor.parse(cursor, 2);
        if (cursor == null || words.isEmpty()) {
            return null;
        }
        try {
            return new RunItemFilter.Place(Instant.parse(words.getFirst()), words.getLast());
        } catch (java.time.format.DateTimeParseException e) {
            throw Cursor.refused(cursor, e);
        }
    }

    /** The run of that id, if the ledger, a request or Temporal knows it. */
    Optional<RunAnswer> find(String runId) {
        return planned(runId)
                .or(() ->
                        new RunRequests(stores.stores().postgres()).find(runId).map(this::of))
                // A quick run may be planned and over since the ledger was looked at.
                .or(() ->
                        startedElsewhere(runId).map(unplanned -> planned(runId).orElse(unplanned)));
    }

    private Optional<RunAnswer> planned(String runId) {
        Postgres postgres = stores.stores().postgres();
        return new RunLedger(postgres).find(runId).isPresent()
                ? Optional.of(of(new RunReader(postgres).show(runId)))
                : Optional.empty();
    }

    /** What failed in a run, by cause; empty where there is no such run. */
    Optional<List<FailureAnswer>> failures(String runId) {
        Postgres postgres = stores.stores().postgres();
        return new RunLedger(postgres).find(runId).isPresent()
                ? Optional.of(new RunReader(postgres)
                        .show(runId).failures().stream().map(FailureAnswer::of).toList())
                : find(runId).map(unplanned -> List.of());
    }

    private RunAnswer of(RunRequest request) {
        return unplanned(
                request.runId(),
                request.input(),
                request.state().status(),
                request.createdAt(),
                request.finishedAt(),
                RunAnswer.Failure.of(request.failureCode(), request.failureMessage()),
                switch (request.state()) {
                    case QUEUED ->
                        request.waitsFor() == null ? "It is accepted and will be started" : request.waitsFor();
                    case STARTED, PLANNED -> "It waits to be planned";
                    case FAILED, CANCELLED -> null;
                });
    }

    /** A run that a command or the Temporal UI started and that is not planned. */
    private Optional<RunAnswer> startedElsewhere(String runId) {
        WorkflowClient client = stores.temporal().client();
        if (runId.length() > LONGEST_ID || new Executions(client).atWork(runId).temporalRunId() == null) {
            return Optional.empty();
        }
        RunInput input = new RunRetry(client, new RunLedger(stores.stores().postgres())).input(runId);
        Instant started = client.newUntypedWorkflowStub(runId).describe().getStartTime();
        try {
            return UnplannedRun.explain(client, runId)
                    .map(note -> unplanned(runId, input, RunStatus.PENDING, started, null, null, note));
        } catch (OdographException ended) {
            RunStatus status = ended.code() == ErrorCode.RUN_CANCELLED ? RunStatus.CANCELLED : RunStatus.FAILED;
            return Optional.of(unplanned(
                    runId,
                    input,
                    status,
                    started,
                    null,
                    new RunAnswer.Failure(ended.code().name(), ended.getMessage()),
                    null));
        }
    }

    private RunAnswer unplanned(
            String runId,
            RunInput input,
            RunStatus status,
            Instant createdAt,
            @Nullable Instant finishedAt,
            RunAnswer.@Nullable Failure failure,
            @Nullable String note) {
        String dataset = input.dataset();
        int at = dataset.lastIndexOf('@');
        String version = at < 0 ? "" : dataset.substring(at + 1);
        return new RunAnswer(
                runId,
                status,
                input.graph(),
                input.version(),
                at < 0 ? dataset : dataset.substring(0, at),
                version.matches("[0-9]{1,9}") ? Long.valueOf(version) : null,
                StartRun.Sample.of(input.sample()),
                input.purpose().toString(),
                null,
                new TreeMap<>(input.parameters()),
                createdAt,
                null,
                finishedAt,
                failure,
                note,
                null,
                null,
                List.of(),
                links(runId));
    }

    private RunAnswer of(RunReport report) {
        RunRecord run = report.run();
        return new RunAnswer(
                run.runId(),
                run.status(),
                run.plan().spec().name(),
                run.plan().spec().version().toString(),
                run.plan().dataset(),
                run.plan().datasetVersion(),
                StartRun.Sample.of(run.plan().sample()),
                run.plan().purpose().toString(),
                run.plan().spec().owner(),
                parameters(run),
                run.createdAt(),
                run.startedAt(),
                run.finishedAt(),
                RunAnswer.Failure.of(run.failureCode(), run.failureMessage()),
                run.status() == RunStatus.PENDING ? "It waits to be planned" : null,
                coverage(report),
                outputs(report.stages()),
                run.plan().spec().metrics().stream()
                        .map(MetricSpec::name)
                        .sorted()
                        .toList(),
                links(run.runId()));
    }

    private static Map<String, Object> parameters(RunRecord run) {
        Map<String, Object> values = new TreeMap<>();
        for (ParameterSpec parameter : run.plan().spec().parameters()) {
            values.put(
                    parameter.name(), run.plan().parameters().getOrDefault(parameter.name(), parameter.defaultValue()));
        }
        return values;
    }

    private static RunAnswer.Coverage coverage(RunReport report) {
        Totals planned = report.run().planned();
        Totals done = report.coverage().stream()
                .map(MetricCoverage::done)
                .min(Comparator.comparingLong(Totals::segments))
                .orElse(Totals.NONE);
        return new RunAnswer.Coverage(done.segments(), planned.segments(), done.distanceM(), planned.distanceM());
    }

    private static RunAnswer.Outputs outputs(List<StageCount> stages) {
        return new RunAnswer.Outputs(
                stages.stream().mapToLong(StageCount::planned).sum(),
                stages.stream().mapToLong(StageCount::executed).sum(),
                stages.stream().mapToLong(StageCount::memoHits).sum(),
                stages.stream().mapToLong(StageCount::failed).sum());
    }

    RunLinks links(String runId) {
        return RunLinks.of(
                runId,
                stores.endpoints().temporalUiUrl(),
                System.getenv().getOrDefault("ODOGRAPH_TEMPORAL_NAMESPACE", "default"));
    }
}
