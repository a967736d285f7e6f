package dev.odograph.api;

import dev.odograph.access.AccessRole;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.clickhouse.Mirror;
import dev.odograph.store.lineage.Mover;
import dev.odograph.store.lineage.PostgresMirrorLedger;
import dev.odograph.store.lineage.PublicationMoves;
import dev.odograph.store.lineage.PublicationRow;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.worker.Stores;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What channels show to readers. */
@Path("/api/publications")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Publications", description = "What channels show to readers.")
public final class PublicationsResource {
    private final ApiStores stores;
    private final Callers callers;

    PublicationsResource(ApiStores stores, Callers callers) {
        this.stores = stores;
        this.callers = callers;
    }

    @GET
    @Allowed(AccessRole.READER)
    @Operation(
            summary = "List what channels show.",
            description = "In order of dataset, channel, namespace and metric.",
            operationId = "listPublications")
    public Page<PublicationAnswer> list(
            @Parameter(description = "Only of this dataset.") @QueryParam("dataset") @Nullable String dataset,
            @Parameter(description = "Only in this channel.") @QueryParam("channel") @Nullable String channel,
            @Parameter(description = "\"next\" of the page before; left out for the first page.")
                    @QueryParam("cursor")
                    @Nullable
                    String cursor,
            @Parameter(description = "At most so many, 1 to 500; 50 unless given.") @QueryParam("limit") @Nullable
                    String limit) {
        List<PublicationAnswer> all = moves().list(dataset, channel).stream()
                .map(PublicationAnswer::of)
                .sorted(Comparator.comparing(PublicationAnswer::place))
                .toList();
        return Page.of(all, PublicationAnswer::place, cursor, Words.limit(limit));
    }

    @POST
    @Allowed(AccessRole.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Publish a run, roll it back, pin or unpin.",
            description =
                    "All metrics that are named move together or not at all. Answers what moved, once readers see it;"
                            + " of pin and unpin, what is held or free now.",
            operationId = "movePublication")
    public Page<PublicationAnswer> move(@Nullable MovePublication body) {
        List<PublicationRow> moved = moved(body);
        Stores open = stores.stores();
        Mirror mirror = new Mirror(new PostgresMirrorLedger(open.postgres()), open.clickhouse());
        moved.stream().map(PublicationRow::runId).distinct().forEach(mirror::awaitMirrored);
        return new Page<>(moved.stream().map(PublicationAnswer::of).toList(), null);
    }

    private List<PublicationRow> moved(@Nullable MovePublication body) {
        if (body == null) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "The body is empty: send {\"action\": …, \"channel\": …} as JSON");
        }
        String action = needed("action", body.action());
        String channel = needed("channel", body.channel());
        Mover mover = new Mover(callers.signed(body.by()), body.reason());
        List<String> metrics = Words.names("metrics", body.metrics());
        return switch (action) {
            case "publish" -> moves().publish(mine(action, body.runId(), channel), channel, metrics, mover);
            case "rollback" -> moves().rollBack(mine(action, body.runId(), channel), channel, mover);
            case "pin" -> moves().pin(ours(action, body.dataset(), channel), channel, metrics, true, mover);
            case "unpin" -> moves().pin(ours(action, body.dataset(), channel), channel, metrics, false, mover);
            default -> throw Words.refused("action", action, "choose one of publish, rollback, pin, unpin");
        };
    }

    /** A run of a team that the caller is of. */
    private String mine(String action, @Nullable String given, String channel) {
        String runId = needed("run_id", given);
        callers.about(action + " " + runId + " in " + channel);
        new RunLedger(stores.stores().postgres())
                .find(runId)
                .ifPresent(run ->
                        callers.caller().requireTeam(run.plan().spec().owner(), action + " run \"" + runId + "\""));
        return runId;
    }

    /** A dataset, on which all teams have metrics. */
    private String ours(String action, @Nullable String given, String channel) {
        String dataset = needed("dataset", given);
        callers.about(action + " " + dataset + " in " + channel);
        callers.caller().requireTeam(null, action + " dataset \"" + dataset + "\"");
        return dataset;
    }

    private static String needed(String field, @Nullable String value) {
        if (value == null || value.isBlank() || value.indexOf('\0') >= 0) {
            throw new OdographException(ErrorCode.ARGUMENT_INVALID, field + " is missing: the body must have it");
        }
        return value;
    }

    private PublicationMoves moves() {
        return new PublicationMoves(stores.stores().postgres());
    }
}
