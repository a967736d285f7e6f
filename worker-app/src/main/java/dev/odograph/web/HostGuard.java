package dev.odograph.web;

import dev.odograph.worker.Loopback;
import dev.odograph.worker.Role;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses what is not meant for this process. Pages that only this machine may see are asked for under a name of this
 * machine: a foreign site that points its own name here (DNS rebinding) is refused.
 */
@ApplicationScoped
public class HostGuard {
    private static final int BEFORE_ALL = 1_000;

    private final boolean local;
    private final boolean pages = Role.of(System.getenv()).contains(Role.WEB);
    private final boolean api = Role.of(System.getenv()).contains(Role.API);

    HostGuard(@ConfigProperty(name = "quarkus.http.host") String host) {
        this.local = Loopback.is(host);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_ALL);
    }

    private void check(RoutingContext request) {
        HostAndPort asked = request.request().authority();
        String host = asked == null ? "" : asked.host().toLowerCase(Locale.ROOT);
        if (local && !Loopback.is(host)) {
            refuse(
                    request,
                    421,
                    "This address is for this machine only: open it as http://localhost:"
                            + request.request().localAddress().port() + "/\n");
        } else if (isApi(request.normalizedPath())) {
            if (!api) {
                refuse(request, 404, "This process has no API: ODOGRAPH_ROLES lacks api\n");
            } else {
                request.next();
            }
        } else if (!pages && !request.normalizedPath().startsWith("/q/")) {
            refuse(request, 404, "This process has no pages: ODOGRAPH_ROLES lacks web\n");
        } else {
            request.next();
        }
    }

    private static boolean isApi(String path) {
        return path.equals("/api") || path.startsWith("/api/");
    }

    private static void refuse(RoutingContext request, int status, String message) {
        var unused = request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(message);
    }
}
