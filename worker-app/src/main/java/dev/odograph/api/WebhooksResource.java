package dev.odograph.api;

import dev.odograph.access.AccessRole;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.event.Delivery;
import dev.odograph.event.EventFilter;
import dev.odograph.event.Webhook;
import dev.odograph.event.WebhookBook;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Places that events are posted to. */
@Path("/api/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks", description = "Places that events are posted to, signed, until they are taken.")
public final class WebhooksResource {
    private static final String NAME = "Name of the webhook.";

    private final ApiStores stores;
    private final Callers callers;

    WebhooksResource(ApiStores stores, Callers callers) {
        this.stores = stores;
        this.callers = callers;
    }

    @GET
    @Allowed(AccessRole.OPERATOR)
    @Operation(summary = "List webhooks, by name.", operationId = "listWebhooks")
    public Page<WebhookAnswer> list(
            @Parameter(description = "\"next\" of the page before; left out for the first page.")
                    @QueryParam("cursor")
                    @Nullable
                    String cursor,
            @Parameter(description = "At most so many, 1 to 500; 50 unless given.") @QueryParam("limit") @Nullable
                    String limit) {
        List<WebhookAnswer> all = book().list().stream()
                .map(webhook -> WebhookAnswer.of(webhook, null))
                .toList();
        return Page.of(all, WebhookAnswer::name, cursor, Words.limit(limit));
    }

    @POST
    @Allowed(AccessRole.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a webhook.",
            description = "It gets events from now on. The answer alone has its secret.",
            operationId = "addWebhook")
    public WebhookAnswer add(@Nullable AddWebhook body) {
        if (body == null || body.name() == null || body.url() == null) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "name and url are missing: send {\"name\": …, \"url\": …} as JSON");
        }
        EventFilter filter = new EventFilter(
                EventFilter.types(types(body)), null, plain("graph", body.graph()), plain("owner", body.owner()));
        callers.caller().requireTeam(filter.owner(), "make a webhook of events");
        callers.about(body.name());
        String secret = book().add(body.name(), body.url(), filter, callers.name());
        return WebhookAnswer.of(load(body.name()), secret);
    }

    @DELETE
    @Allowed(AccessRole.OPERATOR)
    @Path("/{name}")
    @Operation(summary = "Delete a webhook and its deliveries.", operationId = "removeWebhook")
    public void remove(@Parameter(description = NAME) @PathParam("name") String name) {
        requireMine(name);
        book().remove(name);
    }

    @POST
    @Allowed(AccessRole.OPERATOR)
    @Path("/{name}/pause")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Stop sending to a webhook for now.",
            description = "What it misses is sent when it resumes.",
            operationId = "pauseWebhook")
    public WebhookAnswer pause(@Parameter(description = NAME) @PathParam("name") String name) {
        requireMine(name);
        book().pause(name, true);
        return WebhookAnswer.of(load(name), null);
    }

    @POST
    @Allowed(AccessRole.OPERATOR)
    @Path("/{name}/resume")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Send to a webhook again.", operationId = "resumeWebhook")
    public WebhookAnswer resume(@Parameter(description = NAME) @PathParam("name") String name) {
        requireMine(name);
        book().pause(name, false);
        return WebhookAnswer.of(load(name), null);
    }

    @POST
    @Allowed(AccessRole.OPERATOR)
    @Path("/{name}/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send again what was given up, or one event whatever became of it.",
            operationId = "replayWebhook")
    public WebhookAnswer replay(
            @Parameter(description = NAME) @PathParam("name") String name,
            @Parameter(description = "Id of the event; all that were given up unless given.")
                    @QueryParam("event")
                    @Nullable
                    String event) {
        if (event != null && !event.matches("[0-9]{1,18}")) {
            throw Words.refused("event", event, "give the id of an event, a whole number");
        }
        requireMine(name);
        int unused = book().replay(name, event == null ? null : Long.valueOf(event));
        return WebhookAnswer.of(load(name), null);
    }

    @GET
    @Allowed(AccessRole.OPERATOR)
    @Path("/{name}/deliveries")
    @Operation(
            summary = "List what was sent to a webhook, the newest first.",
            description = "One part: narrow it by state where there is more than the limit.",
            operationId = "listDeliveries")
    public Page<DeliveryAnswer> deliveries(
            @Parameter(description = NAME) @PathParam("name") String name,
            @Parameter(description = "Only PENDING, DELIVERED or DEAD ones; case does not matter.")
                    @QueryParam("state")
                    @Nullable
                    String state,
            @Parameter(description = "At most so many, 1 to 500; 50 unless given.") @QueryParam("limit") @Nullable
                    String limit) {
        return new Page<>(
                book().deliveries(name, Words.oneOf("state", state, Delivery.State.class), Words.limit(limit)).stream()
                        .map(DeliveryAnswer::of)
                        .toList(),
                null);
    }

    private static List<String> types(AddWebhook body) {
        if (body.types() != null && body.types().stream().anyMatch(Objects::isNull)) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "types holds null: leave types out for all, or name them, as in run.failed");
        }
        return body.types() == null ? List.of() : body.types();
    }

    private static @Nullable String plain(String field, @Nullable String word) {
        if (word != null && word.indexOf('\0') >= 0) {
            throw Words.refused(field, word.replace('\0', '?'), "leave out the character 0");
        }
        return word;
    }

    private Webhook load(String name) {
        return book().list().stream()
                .filter(webhook -> webhook.name().equals(name))
                .findFirst()
                .orElseThrow(() -> WebhookBook.notFound(name));
    }

    private void requireMine(String name) {
        callers.caller().requireTeam(load(name).filter().owner(), "change webhook \"" + name + "\"");
    }

    private WebhookBook book() {
        return new WebhookBook(stores.stores().postgres());
    }
}
