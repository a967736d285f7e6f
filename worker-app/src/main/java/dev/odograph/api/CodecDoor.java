package dev.odograph.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Lets pages of Temporal's UI, and no other site's, have a browser ask for payloads in clear. */
@ApplicationScoped
class CodecDoor {
    static final String PATH = "/api/codec/decode";
    /** Before callers are asked for: a browser asks whether it may without saying who. */
    private static final int BEFORE_CALLERS = 950;

    private static final String ORIGIN =
            System.getenv().getOrDefault("ODOGRAPH_CODEC_ORIGIN", "").strip();

    /** Whether a page of that origin may ask for that path. */
    static boolean isOpenTo(@Nullable String origin, String path) {
        return path.equals(PATH) && !ORIGIN.isEmpty() && ORIGIN.equals(origin);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_CALLERS);
    }

    private void check(RoutingContext request) {
        String origin = request.request().getHeader(HttpHeaders.ORIGIN);
        if (!isOpenTo(origin, request.normalizedPath())) {
            request.next();
            return;
        }
        HttpServerResponse response = request.response()
                .putHeader("Access-Control-Allow-Origin", origin)
                .putHeader("Access-Control-Allow-Credentials", "true")
                .putHeader("Vary", "Origin");
        if (request.request().method().equals(HttpMethod.OPTIONS)) {
            var unused = response.putHeader("Access-Control-Allow-Methods", "POST")
                    .putHeader("Access-Control-Allow-Headers", "authorization, content-type, x-namespace")
                    .putHeader("Access-Control-Max-Age", "600")
                    .setStatusCode(204)
                    .end();
        } else {
            request.next();
        }
    }
}
