package dev.odograph.web;

import dev.odograph.api.Doorkeeper;
import dev.odograph.error.OdographException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Takes the token of someone who reads pages where others reach the server, and keeps it in a cookie that no script sees,
 * until the browser is closed. Nothing is written.
 */
@Path(Doorkeeper.SIGN_IN)
public final class SignInPage {
    private final Doorkeeper door;

    SignInPage(Doorkeeper door) {
        this.door = door;
    }

    @GET
    public Response ask(@Context UriInfo uri, @Context HttpHeaders headers, @QueryParam("to") @Nullable String to) {
        SignIn page = SignIn.to(to, null);
        return Answers.of(uri, headers, page, () -> Templates.signin(page));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response take(
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context HttpServerRequest request,
            @FormParam("token") @Nullable String token,
            @FormParam("to") @Nullable String to) {
        String text = token == null ? "" : token.strip();
        String problem = problem(text, request.remoteAddress().hostAddress());
        if (problem != null) {
            SignIn again = SignIn.to(to, problem);
            return Answers.of(401, uri, headers, again, () -> Templates.signin(again));
        }
        return Response.seeOther(URI.create(SignIn.to(to, null).to()))
                .cookie(cookie(text, uri, headers))
                .build();
    }

    private @Nullable String problem(String token, String address) {
        try {
            return door.find(token, address).isPresent()
                    ? null
                    : "It is none that was made here, has expired or was revoked: ./odograph tokens add makes one";
        } catch (OdographException refused) {
            return refused.getMessage();
        }
    }

    private static NewCookie cookie(String token, UriInfo uri, HttpHeaders headers) {
        boolean secure = "https".equals(uri.getRequestUri().getScheme())
                || "https".equals(headers.getHeaderString("X-Forwarded-Proto"));
        return new NewCookie.Builder(Doorkeeper.COOKIE)
                .value(token)
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
