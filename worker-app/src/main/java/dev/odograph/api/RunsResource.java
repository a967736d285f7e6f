package dev.odograph.api;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import dev.odograph.access.AccessRole;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunStatus;
import dev.odograph.query.RunItemFilter;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Runs: started, listed, awaited, and what operators decide on them. */
@Path("/api/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs", description = "Runs of graphs on datasets.")
public final class RunsResource {
    private static final String ID = "Id of the run.";

    private final RunAnswers runs;
    private final RunStarts starts;
    private final RunWaits waits;
    private final RunActions actions;
    private final UnknownRun unknown;

    RunsResource(RunAnswers runs, RunStarts starts, RunWaits waits, RunActions actions, UnknownRun unknown) {
        this.runs = runs;
        this.starts = starts;
        this.waits = waits;
        this.actions = actions;
        this.unknown = unknown;
    }

    @POST
    @Allowed(AccessRole.AUTHOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Start a run.",
            description =
                    "Once this answers, the start is not lost: it is kept and becomes a workflow as soon as Temporal"
                            + " takes it. The same key and body again give the same run; the same key with another body is"
                            + " refused with RUN_ID_REUSED.",
            operationId = "startRun")
    @APIResponse(
            responseCode = "202",
            description = "Accepted. The header Location has the run's path.",
            headers = @Header(name = "Location", description = "Address of the run.", schema = @Schema(type = STRING)),
            content = @Content(schema = @Schema(implementation = RunAnswer.class)))
    public RestResponse<RunAnswer> start(
            @Nullable StartRun body,
            @Parameter(
                            description =
                                    "The caller's name for this start, 1 to 200 visible ASCII characters; send the"
                                            + " same again when an answer was lost.")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key) {
        String runId = starts.accept(body, key);
        return RestResponse.ResponseBuilder.<RunAnswer>create(RestResponse.Status.ACCEPTED)
                .location(URI.create("/api/runs/" + RunLinks.encoded(runId)))
                .entity(load(runId))
                .build();
    }

    @GET
    @Allowed(AccessRole.READER)
    @Operation(summary = "List runs, the newest first.", operationId = "listRuns")
    public Page<RunItemAnswer> list(
            @Parameter(description = "Only of this graph.") @QueryParam("graph") @Nullable String graph,
            @Parameter(description = "Only on this dataset.") @QueryParam("dataset") @Nullable String dataset,
            @Parameter(description = "Only with this status, such as running; case does not matter.")
                    @QueryParam("status")
                    @Nullable
                    String status,
            @Parameter(description = "Only for this purpose: adhoc, ci, backfill or production.")
                    @QueryParam("purpose")
                    @Nullable
                    String purpose,
            @Parameter(description = "Only of graphs that this team answers for.") @QueryParam("owner") @Nullable
                    String owner,
            @Parameter(description = "\"next\" of the page before; left out for the first page.")
                    @QueryParam("cursor")
                    @Nullable
                    String cursor,
            @Parameter(description = "At most so many, 1 to 500; 50 unless given.") @QueryParam("limit") @Nullable
                    String limit) {
        Purpose wanted = Words.oneOf("purpose", purpose, Purpose.class);
        return runs.page(new RunItemFilter(
                graph,
                dataset,
                Words.oneOf("status", status, RunStatus.class),
                wanted == null ? null : wanted.toString(),
                owner,
                RunAnswers.place(cursor),
                Words.limit(limit)));
    }

    @GET
    @Allowed(AccessRole.READER)
    @Path("/{id}")
    @Blocking
    @Operation(
            summary = "Show where a run stands, or wait for its end.",
            description =
                    "With ?wait= it answers once the run is SUCCEEDED, FAILED, CANCELLED or PARKED, or when the time"
                            + " is over, and says where the run stands either way.",
            operationId = "showRun")
    public Uni<RunAnswer> show(
            @Parameter(description = ID) @PathParam("id") String runId,
            @Parameter(description = "How long to wait at most, such as 30s; 60s at most. Nothing unless given.")
                    @QueryParam("wait")
                    @Nullable
                    String wait) {
        return waits.await(runId, Words.wait(wait), () -> load(runId));
    }

    @GET
    @Allowed(AccessRole.READER)
    @Path("/{id}/failures")
    @Operation(
            summary = "List what failed in a run, by cause.",
            description = "One entry for each stage and error code; empty where nothing failed.",
            operationId = "listFailures")
    public Page<FailureAnswer> failures(@Parameter(description = ID) @PathParam("id") String runId) {
        return new Page<>(runs.failures(runId).orElseThrow(() -> unknown.run(runId)), null);
    }

    @POST
    @Allowed(AccessRole.AUTHOR)
    @Path("/{id}/retry")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Compute again what is missing of a run.",
            description = "Of a run that is PARKED, FAILED or CANCELLED. What is committed is kept.",
            operationId = "retryRun")
    public ActionAnswer retry(
            @Parameter(description = ID) @PathParam("id") String runId,
            @RequestBody(required = false) @Nullable Decision decision) {
        return new ActionAnswer(runId, actions.retry(runId, decision));
    }

    @POST
    @Allowed(AccessRole.AUTHOR)
    @Path("/{id}/cancel")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Stop a run.",
            description =
                    "What it committed stays and is reused later. The run is CANCELLED some time after the answer.",
            operationId = "cancelRun")
    public ActionAnswer cancel(
            @Parameter(description = ID) @PathParam("id") String runId,
            @RequestBody(required = false) @Nullable Decision decision) {
        return new ActionAnswer(runId, actions.cancel(runId));
    }

    @POST
    @Allowed(AccessRole.OPERATOR)
    @Path("/{id}/waive")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Let a parked run do without segments.",
            description = "It is recorded beside the run's results. Needs a reason.",
            operationId = "waiveSegments")
    public ActionAnswer waive(
            @Parameter(description = ID) @PathParam("id") String runId,
            @RequestBody(required = false) @Nullable Decision decision) {
        return new ActionAnswer(runId, actions.waive(runId, decision));
    }

    @POST
    @Allowed(AccessRole.OPERATOR)
    @Path("/{id}/abort")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "End a parked run as FAILED.", description = "Needs a reason.", operationId = "abortRun")
    public ActionAnswer abort(
            @Parameter(description = ID) @PathParam("id") String runId,
            @RequestBody(required = false) @Nullable Decision decision) {
        return new ActionAnswer(runId, actions.abort(runId, decision));
    }

    private RunAnswer load(String runId) {
        return runs.find(runId).orElseThrow(() -> unknown.run(runId));
    }
}
