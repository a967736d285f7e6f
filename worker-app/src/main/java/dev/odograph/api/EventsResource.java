package dev.odograph.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.odograph.access.AccessRole;
import dev.odograph.event.EventFilter;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What becomes of runs and channels: followed as it happens, or read page by page. */
@Path("/api/events")
@Tag(name = "Events", description = "What becomes of runs and channels, as CloudEvents.")
public final class EventsResource {
    private static final String AFTER =
            "Id of the last event that was seen; only later ones come. Unless given, a stream begins with what happens from"
                    + " now on and a page with the oldest.";
    private static final String TYPE = "Only of this type, such as run.failed; may be repeated.";

    private final EventTail tail;
    private final EventStreams streams;

    EventsResource(EventTail tail, EventStreams streams) {
        this.tail = tail;
        this.streams = streams;
    }

    @GET
    @Allowed(AccessRole.READER)
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Follow events, or read them page by page.",
            description =
                    "With Accept: text/event-stream, server-sent events without an end; the header Last-Event-ID resumes"
                            + " after that event, and none is missed. With Accept: application/json, a page, the oldest first.",
            operationId = "followEvents")
    public Multi<OutboundSseEvent> follow(
            @Parameter(description = TYPE) @QueryParam("type") @Nullable List<String> types,
            @Parameter(description = "Only of runs of this graph.") @QueryParam("graph") @Nullable String graph,
            @Parameter(description = "Only of graphs that this team answers for.") @QueryParam("owner") @Nullable
                    String owner,
            @Parameter(description = AFTER) @QueryParam("after") @Nullable String after,
            @Parameter(description = "The same as after, and counts before it.") @HeaderParam("Last-Event-ID") @Nullable
                    String lastEventId,
            @Context Sse sse) {
        return streams.follow(place(lastEventId, after), filter(types, null, graph, owner), sse);
    }

    @GET
    @Allowed(AccessRole.READER)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Page<ObjectNode> list(
            @QueryParam("type") @Nullable List<String> types,
            @QueryParam("graph") @Nullable String graph,
            @QueryParam("owner") @Nullable String owner,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return streams.page(filter(types, null, graph, owner), after, limit);
    }

    private long place(@Nullable String lastEventId, @Nullable String after) {
        String word = lastEventId == null ? after : lastEventId;
        return word == null ? tail.last() : EventStreams.number(word);
    }

    private static EventFilter filter(
            @Nullable List<String> types, @Nullable String runId, @Nullable String graph, @Nullable String owner) {
        Set<String> wanted = EventFilter.types(types == null ? List.of() : types);
        return new EventFilter(wanted, runId, graph, owner);
    }
}
