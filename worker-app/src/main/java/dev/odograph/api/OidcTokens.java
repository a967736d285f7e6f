package dev.odograph.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.odograph.access.AccessRole;
import dev.odograph.access.Caller;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Callers by tokens of an identity provider: JWTs (RFC 7519) that it signed with RS256 or ES256. Its keys are asked for
 * when the first token comes, kept, and asked for again, at most twice a minute, where a token names another; while it is
 * away, those that are known go on. Thread-safe.
 */
final class OidcTokens {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long KEYS_KEPT_MILLIS = Duration.ofMinutes(15).toMillis();
    private static final long KEYS_OUTAGE_MILLIS = Duration.ofHours(4).toMillis();
    private static final long ASK_AGAIN_MILLIS = Duration.ofSeconds(30).toMillis();
    private static final int SKEW_S = 30;
    private static final int LONGEST = 8_192;
    private static final int MOST_BYTES = 1 << 20;
    private static final int LONGEST_NAME = 100;
    /** No name of a token that was made here holds a colon. */
    private static final String PREFIX = "oidc:";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OidcSettings settings;
    private volatile @Nullable DefaultJWTProcessor<SecurityContext> processor;
    private @Nullable Failed failed;

    /** When the provider did not say where its keys are, and why. */
    private record Failed(long at, Exception why) {}

    OidcTokens(OidcSettings settings) {
        this.settings = settings;
    }

    /** Whether a text may be such a token: three parts with dots between. */
    static boolean isOne(String token) {
        return token.length() <= LONGEST && token.chars().filter(c -> c == '.').count() == 2;
    }

    /**
     * Who a token stands for.
     *
     * @throws OdographException TOKEN_INVALID where it is not taken, ISSUER_UNAVAILABLE where the provider's keys cannot
     *     be had
     */
    Caller caller(String token) {
        JWTClaimsSet claims;
        try {
            claims = processor().process(token, null);
        } catch (KeySourceException e) {
            throw unavailable(e);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw refused("it is not taken (" + e.getMessage() + ")", e);
        }
        AccessRole role = words(claims, settings.roleClaim()).stream()
                .flatMap(word -> role(word).stream())
                .max(AccessRole::compareTo)
                .orElseThrow(() -> refused(
                        "its claim " + settings.roleClaim()
                                + " names none of the roles reader, author, operator, admin",
                        null));
        Optional<String> team = words(claims, settings.teamClaim()).stream().findFirst();
        return new Caller(PREFIX + name(claims), role, role == AccessRole.ADMIN ? null : team.orElse(null));
    }

    private DefaultJWTProcessor<SecurityContext> processor() {
        DefaultJWTProcessor<SecurityContext> made = processor;
        return made == null ? make() : made;
    }

    /** Asks the provider at most twice a minute: whoever sends what looks like a token must not have it asked each time. */
    private synchronized DefaultJWTProcessor<SecurityContext> make() {
        DefaultJWTProcessor<SecurityContext> made = processor;
        if (made != null) {
            return made;
        }
        Failed last = failed;
        if (last != null && System.nanoTime() - last.at() < TimeUnit.MILLISECONDS.toNanos(ASK_AGAIN_MILLIS)) {
            throw unavailable(last.why());
        }
        try {
            made = processor(keys());
            processor = made;
            return made;
        } catch (IOException | IllegalArgumentException e) {
            failed = new Failed(System.nanoTime(), e);
            throw unavailable(e);
        }
    }

    private DefaultJWTProcessor<SecurityContext> processor(URL keys) {
        int patience = (int) PATIENCE.toMillis();
        DefaultJWTProcessor<SecurityContext> made = new DefaultJWTProcessor<>();
        made.setJWSKeySelector(new JWSVerificationKeySelector<>(
                Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256),
                JWKSourceBuilder.create(keys, new DefaultResourceRetriever(patience, patience, MOST_BYTES))
                        .cache(KEYS_KEPT_MILLIS, PATIENCE.toMillis())
                        .rateLimited(ASK_AGAIN_MILLIS)
                        .outageTolerant(KEYS_OUTAGE_MILLIS)
                        .build()));
        DefaultJWTClaimsVerifier<SecurityContext> verifier = new DefaultJWTClaimsVerifier<>(
                settings.audience(),
                new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                Set.of("sub", "exp"));
        verifier.setMaxClockSkew(SKEW_S);
        made.setJWTClaimsSetVerifier(verifier);
        return made;
    }

    /** Where the provider's keys are. */
    private URL keys() throws IOException {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(settings.discovery())
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode found = answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.nullNode();
            if (!found.path("issuer").asText().equals(settings.issuer())) {
                throw new IOException(settings.discovery() + " answered " + answer.statusCode()
                        + " and names no issuer of that address");
            }
            String keys = found.path("jwks_uri").asText();
            if (!OidcSettings.isAddress(keys)) {
                throw new IOException(
                        settings.discovery() + " names \"" + keys + "\" for its keys, which is not https");
            }
            return URI.create(keys).toURL();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String name(JWTClaimsSet claims) {
        String name = List.of("preferred_username", "email").stream()
                .flatMap(claim -> words(claims, claim).stream())
                .findFirst()
                .orElseGet(claims::getSubject)
                .replaceAll("[^A-Za-z0-9_.@-]", "_");
        return name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }

    private static Optional<AccessRole> role(String word) {
        return Arrays.stream(AccessRole.values())
                .filter(role -> role.word().equals(word))
                .findFirst();
    }

    /** The words of a claim; of {@code a.b}, of the claim of that name, else of {@code b} in {@code a}. */
    private static List<String> words(JWTClaimsSet claims, String path) {
        Object value = claims.getClaim(path);
        if (value == null) {
            value = claims.getClaims();
            for (String step : path.split("\\.")) {
                value = value instanceof Map<?, ?> map ? map.get(step) : null;
            }
        }
        return switch (value) {
            case String word when !word.isBlank() -> List.of(word);
            case Collection<?> many -> many.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }

    private static OdographException refused(String why, @Nullable Exception cause) {
        return new OdographException(
                ErrorCode.TOKEN_INVALID,
                "The token is of an identity provider, and " + why + ": sign in there again, or ask who looks after it",
                cause);
    }

    private OdographException unavailable(Exception cause) {
        return new OdographException(
                ErrorCode.ISSUER_UNAVAILABLE,
                "The keys of the identity provider " + settings.issuer() + " cannot be had (" + cause.getMessage()
                        + "): tokens of ./odograph tokens add are taken meanwhile",
                cause);
    }
}
