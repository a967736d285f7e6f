package dev.odograph.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.odograph.access.AccessRole;
import dev.odograph.event.EventFilter;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The events of one run. Apart from the run's other resources: of several classes, the one with the longest path is asked. */
@Path("/api/runs/{id}/events")
@Tag(name = "Events")
public final class RunEventsResource {
    private final EventStreams streams;
    private final RunAnswers runs;
    private final UnknownRun unknown;

    RunEventsResource(EventStreams streams, RunAnswers runs, UnknownRun unknown) {
        this.streams = streams;
        this.runs = runs;
        this.unknown = unknown;
    }

    @GET
    @Allowed(AccessRole.READER)
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Follow a run's events, or read them page by page.",
            description = "As of /api/events. A stream begins with the run's first event unless told otherwise.",
            operationId = "followRunEvents")
    public Multi<OutboundSseEvent> followRun(
            @Parameter(description = "Id of the run.") @PathParam("id") String runId,
            @Parameter(description = "Id of the last event that was seen; only later ones come.")
                    @QueryParam("after")
                    @Nullable
                    String after,
            @Parameter(description = "The same as after, and counts before it.") @HeaderParam("Last-Event-ID") @Nullable
                    String lastEventId,
            @Context Sse sse) {
        requireKnown(runId);
        String place = lastEventId == null ? after : lastEventId;
        return streams.follow(place == null ? 0 : EventStreams.number(place), EventFilter.ofRun(runId), sse);
    }

    @GET
    @Allowed(AccessRole.READER)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Page<ObjectNode> listRun(
            @PathParam("id") String runId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        requireKnown(runId);
        return streams.page(EventFilter.ofRun(runId), after, limit);
    }

    private void requireKnown(String runId) {
        if (runs.find(runId).isEmpty()) {
            throw unknown.run(runId);
        }
    }
}
