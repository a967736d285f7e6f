package dev.odograph.api;

import dev.odograph.access.AccessRole;
import dev.odograph.access.ApiToken;
import dev.odograph.access.TokenBook;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tokens of the API. */
@Path("/api/tokens")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access", description = "Who may ask, and what was asked for.")
public final class TokensResource {
    private static final int DAYS = 90;

    private final ApiStores stores;
    private final Callers callers;

    TokensResource(ApiStores stores, Callers callers) {
        this.stores = stores;
        this.callers = callers;
    }

    @GET
    @Allowed(AccessRole.ADMIN)
    @Operation(summary = "List tokens, by id.", operationId = "listTokens")
    public Page<TokenAnswer> list(
            @Parameter(description = "\"next\" of the page before; left out for the first page.")
                    @QueryParam("cursor")
                    @Nullable
                    String cursor,
            @Parameter(description = "At most so many, 1 to 500; 50 unless given.") @QueryParam("limit") @Nullable
                    String limit) {
        List<TokenAnswer> all = book().list().stream()
                .sorted(Comparator.comparing(ApiToken::id))
                .map(token -> TokenAnswer.of(token, null))
                .toList();
        return Page.of(all, TokenAnswer::tokenId, cursor, Words.limit(limit));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Allowed(AccessRole.ADMIN)
    @Operation(
            summary = "Make a token.",
            description = "The answer alone has the text that its holder sends.",
            operationId = "addToken")
    public TokenAnswer add(@Nullable AddToken body) {
        if (body == null || body.name() == null || body.role() == null) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "name or role is missing: send {\"name\": \"ci\", \"role\": \"author\"} as JSON");
        }
        String team = body.team();
        if (team != null && (team.isBlank() || team.chars().anyMatch(Character::isISOControl) || team.length() > 200)) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "team is blank, or no name: name a team, or leave it out for all");
        }
        TokenBook.Made made = book().add(
                        body.name(),
                        AccessRole.parse(body.role()),
                        team,
                        Duration.ofDays(body.days() == null ? DAYS : body.days()),
                        callers.name());
        callers.about(made.token().id());
        return TokenAnswer.of(made.token(), made.text());
    }

    @DELETE
    @Path("/{id}")
    @Allowed(AccessRole.ADMIN)
    @Operation(
            summary = "Revoke a token.",
            description = "Whoever holds it is refused within five seconds.",
            operationId = "revokeToken")
    public void revoke(@Parameter(description = "Id of the token.") @PathParam("id") String id) {
        var unused = book().revoke(id, callers.name());
    }

    private TokenBook book() {
        return new TokenBook(stores.stores().postgres());
    }
}
