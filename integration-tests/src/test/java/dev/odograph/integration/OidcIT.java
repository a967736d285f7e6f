package dev.odograph.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.odograph.contract.Purpose;
import dev.odograph.store.lineage.RunRequests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People of an identity provider are callers, by its signature and nothing less. The provider is a server of this test. */
class OidcIT {
    private static RSAKey key;
    private static ECKey curve;
    private static volatile JWKSet published;
    private static volatile boolean away;
    private static volatile boolean hidden;
    private static final AtomicInteger DISCOVERED = new AtomicInteger();
    private static final AtomicInteger ASKED = new AtomicInteger();
    private static HttpServer provider;
    private static String issuer;
    private static Lab lab;
    private static WebProcess api;

    @BeforeAll
    static void provide() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("one").generate();
        curve = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
        published = new JWKSet(List.<JWK>of(key, curve));
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + provider.getAddress().getPort() + "/realm";
        provider.createContext("/realm/.well-known/openid-configuration", exchange -> {
            DISCOVERED.incrementAndGet();
            if (hidden) {
                exchange.sendResponseHeaders(500, -1);
                exchange.close();
                return;
            }
            byte[] body = ("{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}").getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        provider.createContext("/realm/keys", exchange -> {
            ASKED.incrementAndGet();
            byte[] body = published.toString().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(away ? 503 : 200, away ? -1 : body.length);
            if (!away) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        provider.start();
        lab = Lab.open();
        lab.simulated("oidc_fleet", 2, 5801);
        api = process();
    }

    private static WebProcess process() throws IOException {
        return WebProcess.start(
                lab.directory.home(),
                Map.of(
                        "ODOGRAPH_ROLES",
                        "api,web",
                        "ODOGRAPH_ACCESS",
                        "tokens",
                        "ODOGRAPH_OIDC_ISSUER",
                        issuer,
                        "ODOGRAPH_OIDC_AUDIENCE",
                        "odograph",
                        "ODOGRAPH_OIDC_ROLE_CLAIM",
                        "realm_access.roles"));
    }

    @AfterAll
    static void stop() {
        api.close();
        provider.stop(0);
    }

    @Test
    void aPersonMayWhatTheirHighestRoleMayAndIsKnownByName() throws Exception {
        assertThat(get(rsa(as("ada", "reader"))).statusCode()).isEqualTo(200);
        assertThat(get(ec(as("ada", "offline_access", "reader"))).statusCode()).isEqualTo(200);
        String body =
                "{\"run_id\":\"oidc-run\",\"graph\":\"" + Lab.GRAPH + "\",\"dataset\":\"oidc_fleet\",\"bundle\":\""
                        + lab.bundles.examples().digest() + "\",\"purpose\":\"" + Purpose.ADHOC + "\"}";

        HttpResponse<String> refused = send("POST", "/api/runs", rsa(as("ada", "reader")), body);
        HttpResponse<String> accepted = send("POST", "/api/runs", rsa(as("ada", "reader", "author")), body);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("\\\"oidc:ada\\\" has role reader");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        assertThat(new RunRequests(lab.stores.postgres())
                        .find("oidc-run")
                        .orElseThrow()
                        .requestedBy())
                .isEqualTo("oidc:ada");
        assertThat(send("GET", "/api/audit", rsa(as("eve", "operator")), "").statusCode())
                .isEqualTo(403);
        assertThat(send("GET", "/api/audit?by=oidc:ada", rsa(as("eve", "admin")), "")
                        .body())
                .contains("startRun", "\"status\":403");
    }

    @Test
    void aTokenThatIsNotTheProvidersForUsNowIsRefused() throws Exception {
        Instant past = Instant.now().minusSeconds(120);
        RSAKey other = new RSAKeyGenerator(2048).keyID("one").generate();
        assertRefused(rsa(as("ada", "admin").andThen(claims -> claims.expirationTime(Date.from(past)))), "Expired JWT");
        assertRefused(rsa(as("ada", "admin").andThen(claims -> claims.audience("billing"))), "aud");
        assertRefused(rsa(as("ada", "admin").andThen(claims -> claims.issuer("http://127.0.0.1/other"))), "iss");
        assertRefused(
                rsa(as("ada", "admin")
                        .andThen(claims ->
                                claims.notBeforeTime(Date.from(Instant.now().plusSeconds(300))))),
                "before use");
        assertRefused(rsa(as("ada", "admin").andThen(claims -> claims.expirationTime(null))), "exp");
        assertRefused(rsa(as("ada", "emperor")), "names none of the roles reader, author, operator, admin");
        assertRefused(signed(JWSAlgorithm.RS256, "one", new RSASSASigner(other), as("ada", "admin")), "signature");
        assertRefused(new PlainJWT(claims(as("ada", "admin"))).serialize(), "not taken");
        // The public key, which everybody has, as the secret of a symmetric signature.
        assertRefused(
                signed(
                        JWSAlgorithm.HS256,
                        "one",
                        new MACSigner(key.toPublicJWK().toJSONString().getBytes(UTF_8)),
                        as("ada", "admin")),
                "not taken");
        assertRefused("a.b.c", "not taken");
    }

    @Test
    void aNewKeyOfTheProviderIsTakenAndAnAbsentProviderHoldsUpOnlyWhatItMustSay() throws Exception {
        try (WebProcess fresh = process()) {
            String known = rsa(as("ada", "reader"));
            away = true;
            HttpResponse<String> unknown = get(fresh, known);
            assertThat(unknown.statusCode()).isEqualTo(503);
            assertThat(unknown.body()).contains("ISSUER_UNAVAILABLE", issuer, "tokens add");
            away = false;
            Runs.until("it is back", () -> status(fresh, known) == 200);
            RSAKey next = new RSAKeyGenerator(2048).keyID("three").generate();
            published = new JWKSet(List.<JWK>of(key, curve, next));
            String renewed = signed(JWSAlgorithm.RS256, "three", new RSASSASigner(next), as("ada", "reader"));
            int before = ASKED.get();

            Runs.until("the new key is known", () -> status(fresh, renewed) == 200);

            assertThat(ASKED.get() - before).as("asked at a bounded rate").isBetween(1, 6);
            away = true;
            assertThat(get(fresh, rsa(as("bob", "reader"))).statusCode())
                    .as("known keys go on")
                    .isEqualTo(200);
        } finally {
            away = false;
        }
    }

    @Test
    void aProviderThatSaysNothingIsNotAskedForEachToken() throws Exception {
        hidden = true;
        try (WebProcess fresh = process()) {
            int before = DISCOVERED.get();
            for (int i = 0; i < 5; i++) {
                HttpResponse<String> answer = get(fresh, rsa(as("ada", "reader")));
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("ISSUER_UNAVAILABLE", "answered 500");
            }
            assertThat(DISCOVERED.get() - before).isEqualTo(1);
        } finally {
            hidden = false;
        }
    }

    @Test
    void pagesTakeSuchATokenToo() throws Exception {
        HttpResponse<String> in = api.send(
                "POST",
                "/sign-in",
                "to=/&token=" + rsa(as("ada", "reader")),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Accept",
                "text/html");

        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("Set-Cookie").orElse("")).contains("odograph_token=");
    }

    private static void assertRefused(String token, String why) throws Exception {
        HttpResponse<String> answer = get(token);
        assertThat(answer.statusCode()).as(why).isEqualTo(401);
        assertThat(answer.body()).contains("TOKEN_INVALID", why).doesNotContain(token);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    private static Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> as(String name, String... roles) {
        return claims -> claims.issuer(issuer)
                .audience("odograph")
                .subject("id-of-" + name)
                .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                .claim("preferred_username", name)
                .claim("realm_access", Map.of("roles", List.of(roles)));
    }

    private static JWTClaimsSet claims(Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> made) {
        return made.apply(new JWTClaimsSet.Builder()).build();
    }

    private static String rsa(Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> made) throws Exception {
        return signed(JWSAlgorithm.RS256, "one", new RSASSASigner(key), made);
    }

    private static String ec(Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> made) throws Exception {
        return signed(JWSAlgorithm.ES256, "two", new ECDSASigner(curve), made);
    }

    private static String signed(
            JWSAlgorithm algorithm,
            String keyId,
            JWSSigner signer,
            Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> made)
            throws Exception {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims(made));
        token.sign(signer);
        return token.serialize();
    }

    private static int status(WebProcess process, String token) {
        try {
            return get(process, token).statusCode();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> get(String token) throws Exception {
        return get(api, token);
    }

    private static HttpResponse<String> get(WebProcess process, String token) throws Exception {
        return process.get("/api/runs", "Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(String method, String path, String token, String body) throws Exception {
        return api.send(method, path, body, "Authorization", "Bearer " + token, "Content-Type", "application/json");
    }
}
