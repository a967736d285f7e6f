package dev.odograph.api;

import dev.odograph.access.Caller;
import dev.odograph.access.TokenBook;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.worker.Loopback;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who asks the API, or reads a page. A server that only its own machine reaches takes requests without a token,
 * unless ODOGRAPH_ACCESS says {@code tokens}; every other needs one. What the API is like is told to everybody, and how the
 * process does. Pages, which only read, take the token from a cookie too; the API never does, so that no other site can
 * have a browser ask for something.
 */
@ApplicationScoped
public class Doorkeeper {
    /** What ODOGRAPH_ACCESS may say. */
    static final String TOKENS = "tokens";

    private static final String OPEN = "open";
    private static final String BEARER = "Bearer ";
    private static final String DESCRIPTION = "/api/openapi";
    /** Name of the cookie that a page's reader is known by. */
    public static final String COOKIE = "odograph_token";
    /** Where a page's reader says who they are. */
    public static final String SIGN_IN = "/sign-in";
    /** After the guard of hosts, before everything else. */
    private static final int BEFORE_RESOURCES = 900;
    /** How long a token that was revoked may still be taken. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private static final int MOST_KEPT = 10_000;

    private final ApiStores stores;
    private final boolean open;
    private final RateLimit rate;
    private final RateLimit strangers;
    private final @Nullable OidcTokens oidc;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    Doorkeeper(ApiStores stores, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.stores = stores;
        this.open = isOpen(host, System.getenv());
        this.rate = RateLimit.of(System.getenv());
        this.strangers = RateLimit.of(System.getenv());
        this.oidc = OidcSettings.of(System.getenv()).map(OidcTokens::new).orElse(null);
    }

    private record Known(Caller caller, long since) {
        boolean isFresh() {
            return System.nanoTime() - since < KEPT.toNanos();
        }
    }

    /**
     * Whether requests without a token are taken.
     *
     * @throws OdographException ARGUMENT_INVALID where ODOGRAPH_ACCESS is no word that is known, or opens what others reach
     */
    static boolean isOpen(String host, Map<String, String> environment) {
        boolean local = Loopback.is(host);
        String access = environment.getOrDefault("ODOGRAPH_ACCESS", local ? OPEN : TOKENS);
        if (!access.equals(OPEN) && !access.equals(TOKENS)) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "ODOGRAPH_ACCESS is \"" + access + "\": set it to open or tokens");
        }
        if (access.equals(OPEN) && !local) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "ODOGRAPH_ACCESS is open, and the server listens on " + host
                            + ", where others reach it: set it to tokens, or listen on 127.0.0.1");
        }
        return access.equals(OPEN);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_RESOURCES);
    }

    private void check(RoutingContext request) {
        boolean api = isApi(request);
        if (isForEverybody(request.normalizedPath()) || (!api && open)) {
            request.next();
            return;
        }
        String token = token(request, api);
        if (token == null) {
            if (open) {
                enter(request, Caller.LOCAL);
            } else {
                refuse(
                        request,
                        "The request has no token: send the header Authorization: Bearer TOKEN, with one by"
                                + " ./odograph tokens add");
            }
            return;
        }
        Known fresh = known.get(token);
        if (fresh != null && fresh.isFresh()) {
            enter(request, fresh.caller());
            return;
        }
        String address = request.request().remoteAddress().hostAddress();
        request.vertx()
                .executeBlocking(() -> find(token, address), false)
                .onComplete(
                        found -> admit(request, token, found),
                        failed -> problem(
                                request,
                                failed instanceof OdographException typed
                                        ? challenged(request, typed)
                                        : new OdographException(
                                                ErrorCode.INTERNAL_ERROR, "The token cannot be checked", failed)));
    }

    /**
     * Who a token stands for; empty where it is none that was made here.
     *
     * @param address where it comes from: from one address no more are looked up than a caller may ask
     * @throws OdographException RATE_LIMITED; TOKEN_INVALID, ISSUER_UNAVAILABLE for one of an identity provider
     */
    public Optional<Caller> find(String token, String address) {
        if (!open && !strangers.take(address)) {
            throw new OdographException(
                    ErrorCode.RATE_LIMITED,
                    "From " + address + " come more than " + strangers.perSecond()
                            + " new tokens a second: send one that is good, again and again; ODOGRAPH_API_RATE sets the"
                            + " limit");
        }
        return oidc != null && OidcTokens.isOne(token)
                ? Optional.of(oidc.caller(token))
                : new TokenBook(stores.stores().postgres()).find(token);
    }

    private static boolean isApi(RoutingContext request) {
        return request.normalizedPath().startsWith("/api/");
    }

    private static boolean isForEverybody(String path) {
        return path.equals(DESCRIPTION) || path.equals(SIGN_IN) || path.startsWith("/web/") || path.startsWith("/q/");
    }

    /** The token that a request brings, empty where it is none; null where it brings nothing. */
    private static @Nullable String token(RoutingContext request, boolean api) {
        String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? header.substring(BEARER.length()).strip()
                    : "";
        }
        Cookie cookie = api ? null : request.request().getCookie(COOKIE);
        return cookie == null ? null : cookie.getValue();
    }

    private void admit(RoutingContext request, String token, Optional<Caller> found) {
        if (known.size() > MOST_KEPT) {
            known.clear();
        }
        if (found.isEmpty()) {
            known.remove(token);
            refuse(
                    request,
                    "The token is none that was made here, has expired or was revoked: ./odograph tokens list shows those"
                            + " that are, ./odograph tokens add makes one");
            return;
        }
        known.put(token, new Known(found.get(), System.nanoTime()));
        enter(request, found.get());
    }

    private void enter(RoutingContext request, Caller caller) {
        if (!open && !rate.take(caller.name())) {
            problem(
                    request,
                    new OdographException(
                            ErrorCode.RATE_LIMITED,
                            "\"" + caller.name() + "\" asks more than " + rate.perSecond()
                                    + " times a second: ask less often, or wait by ?wait= or events; ODOGRAPH_API_RATE"
                                    + " sets the limit"));
            return;
        }
        Callers.is(request, caller);
        request.next();
    }

    private static void refuse(RoutingContext request, String why) {
        String accept = String.valueOf(request.request().getHeader(HttpHeaders.ACCEPT));
        if (!isApi(request) && accept.contains("text/html")) {
            var unused = request.response()
                    .setStatusCode(303)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader(
                            HttpHeaders.LOCATION,
                            SIGN_IN + "?to="
                                    + URLEncoder.encode(request.request().uri(), StandardCharsets.UTF_8))
                    .end();
            return;
        }
        request.response().putHeader("WWW-Authenticate", "Bearer realm=\"odograph\"");
        problem(request, new OdographException(ErrorCode.TOKEN_INVALID, why));
    }

    private static OdographException challenged(RoutingContext request, OdographException problem) {
        if (problem.code() == ErrorCode.TOKEN_INVALID) {
            request.response().putHeader("WWW-Authenticate", "Bearer realm=\"odograph\"");
        }
        return problem;
    }

    private static void problem(RoutingContext request, OdographException problem) {
        int status = ProblemAnswers.status(problem.code());
        if (status == 429 || status == 503) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        var unused = request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemAnswers.PROBLEM)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(io.vertx.core.buffer.Buffer.buffer(ProblemAnswers.body(problem, request.normalizedPath())));
    }
}
