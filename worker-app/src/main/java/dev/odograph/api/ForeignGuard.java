package dev.odograph.api;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a page of another site has a browser send. Such a page cannot read an answer, but a request that
 * changes something would change it all the same, with the rights of whoever sits there.
 */
final class ForeignGuard {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OURS = Set.of("same-origin", "none");

    @ServerRequestFilter
    void check(ContainerRequestContext request) {
        if (READING.contains(request.getMethod()) || !ProblemAnswers.concerns(request.getUriInfo())) {
            return;
        }
        String site = request.getHeaderString("Sec-Fetch-Site");
        String origin = request.getHeaderString("Origin");
        if (CodecDoor.isOpenTo(origin, "/" + request.getUriInfo().getPath().replaceFirst("^/", ""))) {
            return;
        }
        if ((site != null && !OURS.contains(site)) || (origin != null && !isOurs(origin, request))) {
            throw new OdographException(
                    ErrorCode.REQUEST_FOREIGN,
                    "The request comes from a page of " + (origin == null ? "another site" : "\"" + origin + "\"")
                            + ", and " + request.getMethod() + " is taken only from pages of this address and from"
                            + " programs: send it without the header Origin");
        }
        MediaType type = request.getMediaType();
        // Without it, a page's form or a plain-text body would do, which browsers send anywhere without asking.
        if (!request.getMethod().equals("DELETE")
                && (type == null || !type.isCompatible(MediaType.APPLICATION_JSON_TYPE) || type.isWildcardType())) {
            throw new NotSupportedException("no JSON");
        }
    }

    private static boolean isOurs(String origin, ContainerRequestContext request) {
        String host = request.getHeaderString(HttpHeaders.HOST);
        return host != null && host.equals(authority(origin));
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException notOne) {
            return null;
        }
    }
}
