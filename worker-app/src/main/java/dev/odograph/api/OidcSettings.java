package dev.odograph.api;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The identity provider whose tokens are taken.
 *
 * @param issuer its address, as its tokens and its discovery document name it
 * @param audience what a token must be meant for
 * @param roleClaim the claim with roles: a word or a list of words; with dots, a claim within a claim
 * @param teamClaim the claim with the team
 */
record OidcSettings(String issuer, String audience, String roleClaim, String teamClaim) {
    private static final String ISSUER = "ODOGRAPH_OIDC_ISSUER";
    private static final String AUDIENCE = "ODOGRAPH_OIDC_AUDIENCE";

    /**
     * The provider that an environment names, if it names one.
     *
     * @throws OdographException ARGUMENT_INVALID where the issuer is no address, or no audience is named
     */
    static Optional<OidcSettings> of(Map<String, String> environment) {
        String issuer = environment.getOrDefault(ISSUER, "").strip();
        if (issuer.isEmpty()) {
            return Optional.empty();
        }
        if (!isAddress(issuer)) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    ISSUER + " is \"" + issuer
                            + "\": give the https:// address that the provider's tokens name as iss");
        }
        String audience = environment.getOrDefault(AUDIENCE, "").strip();
        if (audience.isEmpty()) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    AUDIENCE + " is not set, and " + ISSUER
                            + " is: name the audience that the provider gives tokens for Odograph, so that tokens for"
                            + " other services are not taken");
        }
        return Optional.of(new OidcSettings(
                issuer,
                audience,
                environment.getOrDefault("ODOGRAPH_OIDC_ROLE_CLAIM", "odograph_role"),
                environment.getOrDefault("ODOGRAPH_OIDC_TEAM_CLAIM", "odograph_team")));
    }

    /** Whether what comes from there is nobody else's: https, or this machine. */
    static boolean isAddress(String text) {
        return text.matches("https://[^\\s?#]+")
                || text.matches("http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?(/[^\\s?#]*)?");
    }

    /** Where the provider says where its keys are. */
    URI discovery() {
        return URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
    }
}
