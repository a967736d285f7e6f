package dev.odograph.web;

import dev.odograph.contract.RunStatus;
import dev.odograph.query.Executions;
import dev.odograph.query.Figures;
import dev.odograph.query.RunDetail;
import dev.odograph.query.UnplannedRun;
import dev.odograph.worker.WorkerLifecycle;
import io.temporal.client.WorkflowClient;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/** A run: where it stands, what failed and why, what it was made of. */
@Path("/runs/{id}")
public final class RunPage {
    private final PageStores stores;
    private final PageFrame frame;

    RunPage(PageStores stores, PageFrame frame) {
        this.stores = stores;
        this.frame = frame;
    }

    @GET
    public Response run(@PathParam("id") String runId, @Context UriInfo uri, @Context HttpHeaders headers) {
        Here here = Here.of(uri);
        return UnplannedRun.orElse(
                () -> stores.runs()
                        .find(runId, here.value("from"), here.value("to"))
                        .map(detail -> planned(detail, here, uri, headers)),
                () -> unplanned(runId, uri, headers));
    }

    private Response planned(RunDetail detail, Here here, UriInfo uri, HttpHeaders headers) {
        RunAddresses to = new RunAddresses(detail.run(), frame.temporalUi(), namespace(), home());
        return Answers.of(uri, headers, detail, () -> Templates.run(detail, to, here));
    }

    /** Leads to an output's activity in the Temporal UI, or to the run's history where it is not found there. */
    @GET
    @Path("/activity")
    public Response activity(
            @PathParam("id") String runId,
            @QueryParam("stage") int stage,
            @QueryParam("partition") int partition,
            @Context UriInfo uri) {
        RunDetail detail = stores.runs()
                .find(runId, null, null)
                .orElseThrow(() -> stores.runs().unknown(runId));
        RunAddresses to = new RunAddresses(detail.run(), frame.temporalUi(), namespace(), "");
        String place = new Executions(client())
                .event(runId, stage, partition)
                .map(event ->
                        to.workflow() + "/" + Here.encoded(event.temporalRunId()) + "/history/events/" + event.id())
                .orElseGet(to::workflow);
        return Response.seeOther(URI.create(place)).build();
    }

    private Response unplanned(String runId, UriInfo uri, HttpHeaders headers) {
        if (new Executions(client()).atWork(runId).temporalRunId() == null) {
            throw stores.runs().unknown(runId);
        }
        String message = UnplannedRun.explain(client(), runId)
                .orElseThrow(() -> stores.runs().unknown(runId));
        Planning planning = new Planning(runId, RunStatus.PENDING, message);
        return Answers.of(uri, headers, planning, () -> Templates.planning(planning));
    }

    private WorkflowClient client() {
        return stores.temporal().client();
    }

    private String namespace() {
        return client().getOptions().getNamespace();
    }

    /** What commands need to find the stack of this process. */
    private static String home() {
        java.nio.file.Path directory = WorkerLifecycle.home().directory();
        java.nio.file.Path usual = java.nio.file.Path.of(System.getProperty("user.home"), ".odograph");
        return directory.equals(usual) ? "" : " --home " + Figures.shell(directory.toString());
    }
}
