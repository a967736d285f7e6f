package dev.odograph.api;

import dev.odograph.access.AccessRole;
import dev.odograph.access.AuditLog;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What was asked for that changes something. */
@Path("/api/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access", description = "Who may ask, and what was asked for.")
public final class AuditResource {
    private final ApiStores stores;

    AuditResource(ApiStores stores) {
        this.stores = stores;
    }

    @GET
    @Allowed(AccessRole.ADMIN)
    @Operation(
            summary = "List what was asked for that changes something, the newest first.",
            description = "By this API, allowed or not, and by the command line.",
            operationId = "listAudit")
    public Page<AuditAnswer> list(
            @Parameter(description = "Only by this name.") @QueryParam("by") @Nullable String by,
            @Parameter(description = "\"next\" of the page before; left out for the first page.")
                    @QueryParam("cursor")
                    @Nullable
                    String cursor,
            @Parameter(description = "At most so many, 1 to 500; 50 unless given.") @QueryParam("limit") @Nullable
                    String limit,
            @Parameter(description = "Only about this run, channel, webhook, token or dataset.")
                    @QueryParam("subject")
                    @Nullable
                    String subject) {
        int most = Words.limit(limit);
        List<String> place = Cursor.parse(cursor, 1);
        if (!place.isEmpty() && !place.getFirst().matches("[0-9]{1,18}")) {
            throw Cursor.refused(String.valueOf(cursor), null);
        }
        List<AuditAnswer> read = new AuditLog(stores.stores().postgres())
                .list(place.isEmpty() ? null : Long.valueOf(place.getFirst()), subject, by, most + 1).stream()
                        .map(AuditAnswer::of)
                        .toList();
        return Page.of(read, most, entry -> List.of(String.valueOf(entry.number())));
    }
}
