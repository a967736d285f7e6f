package dev.odograph.access;

import static dev.odograph.schema.postgres.generated.Tables.API_TOKEN;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.postgres.generated.tables.records.ApiTokenRecord;
import dev.odograph.store.lineage.Postgres;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The tokens of the API. Thread-safe. */
public final class TokenBook {
    /** How long a token is good at most. */
    public static final Duration LONGEST = Duration.ofDays(366);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,99}");
    private static final Pattern TOKEN = Pattern.compile("odo_[0-9a-f]{12}_[A-Za-z0-9_-]{43}");
    private static final int ID_BYTES = 6;
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Postgres postgres;

    /** The tokens of that ledger. */
    public TokenBook(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * A token that was just made.
     *
     * @param text what its holder sends; shown only now
     * @param token the rest
     */
    public record Made(String text, ApiToken token) {}

    /**
     * Makes a token.
     *
     * @param name whom or what it is for: letters, digits, {@code _ . @ -}
     * @param team only graphs of this team; null for all
     * @param lifetime how long it is good; {@link #LONGEST} at most
     * @throws OdographException NAME_INVALID, ARGUMENT_INVALID
     */
    public Made add(String name, AccessRole role, @Nullable String team, Duration lifetime, String by) {
        if (!NAME.matcher(name).matches()) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    "Token name \"" + name + "\" is not valid: begin with a letter or digit and use letters, digits,"
                            + " '_', '.', '@', '-', at most 100 characters");
        }
        if (name.equals(Caller.LOCAL.name())) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    "Token name \"" + name + "\" is what whoever needs no token is called: choose another");
        }
        if (!lifetime.isPositive() || lifetime.compareTo(LONGEST) > 0) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "A token for " + lifetime.toDays() + " days: give 1 to " + LONGEST.toDays());
        }
        if (team != null && role == AccessRole.ADMIN) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "A token of role admin for team " + team + ": admins are of all teams, so leave the team out");
        }
        String id = HexFormat.of().formatHex(random(ID_BYTES));
        String text =
                "odo_" + id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random(SECRET_BYTES));
        ApiTokenRecord made = postgres.transact("making token \"" + name + "\"", tx -> {
            refuseNameOfAnotherTeam(tx, name, team);
            return tx.insertInto(API_TOKEN)
                    .set(API_TOKEN.TOKEN_ID, id)
                    .set(API_TOKEN.HASH, hash(text))
                    .set(API_TOKEN.NAME, name)
                    .set(API_TOKEN.ROLE, role.name())
                    .set(API_TOKEN.TEAM, team)
                    .set(API_TOKEN.CREATED_BY, by)
                    .set(
                            API_TOKEN.EXPIRES_AT,
                            OffsetDateTime.ofInstant(Instant.now().plus(lifetime), ZoneOffset.UTC))
                    .returning()
                    .fetchSingle();
        });
        return new Made(text, read(made));
    }

    /** Idempotency keys, rates and the audit log go by names: two teams must not meet under one. */
    private static void refuseNameOfAnotherTeam(DSLContext tx, String name, @Nullable String team) {
        // Who makes a token of that name at the same time waits for this one.
        tx.execute("SELECT pg_advisory_xact_lock(hashtextextended('api_token ' || ?, 0))", name);
        boolean taken = tx.fetchExists(
                API_TOKEN,
                API_TOKEN.NAME.eq(name),
                API_TOKEN.REVOKED_AT.isNull(),
                API_TOKEN.EXPIRES_AT.gt(currentOffsetDateTime()),
                API_TOKEN.TEAM.isDistinctFrom(team));
        if (taken) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    "A token \"" + name
                            + "\" of another team is good: what is asked for is known by that name, so choose"
                            + " another, or revoke that one");
        }
    }

    /** All of them, the newest first. */
    public List<ApiToken> list() {
        return postgres.query(
                "listing tokens",
                db -> db.selectFrom(API_TOKEN)
                        .orderBy(API_TOKEN.CREATED_AT.desc(), API_TOKEN.TOKEN_ID)
                        .fetch(TokenBook::read));
    }

    /**
     * Revokes a token; whoever holds it is refused within seconds.
     *
     * @param id its id
     * @throws OdographException TOKEN_NOT_FOUND
     */
    public ApiToken revoke(String id, String by) {
        return postgres.transact(
                "revoking token \"" + id + "\"",
                tx -> tx.update(API_TOKEN)
                        .set(
                                API_TOKEN.REVOKED_AT,
                                org.jooq.impl.DSL.coalesce(API_TOKEN.REVOKED_AT, currentOffsetDateTime()))
                        .set(API_TOKEN.REVOKED_BY, org.jooq.impl.DSL.coalesce(API_TOKEN.REVOKED_BY, by))
                        .where(API_TOKEN.TOKEN_ID.eq(id))
                        .returning()
                        .fetchOptional(TokenBook::read)
                        .orElseThrow(() -> new OdographException(
                                ErrorCode.TOKEN_NOT_FOUND,
                                "Token \"" + id + "\" is not there: ./odograph tokens list shows those that are")));
    }

    /** Who sends a token; none where it was never made, has expired or was revoked. */
    public Optional<Caller> find(String text) {
        if (!TOKEN.matcher(text).matches()) {
            return Optional.empty();
        }
        return postgres.query(
                        "looking for a token",
                        db -> db.selectFrom(API_TOKEN)
                                .where(API_TOKEN.HASH.eq(hash(text)))
                                .and(API_TOKEN.REVOKED_AT.isNull())
                                .and(API_TOKEN.EXPIRES_AT.gt(currentOffsetDateTime()))
                                .fetchOptional(TokenBook::read))
                .map(token -> new Caller(token.name(), token.role(), token.team()));
    }

    private static ApiToken read(ApiTokenRecord row) {
        return new ApiToken(
                row.getTokenId(),
                row.getName(),
                AccessRole.valueOf(row.getRole()),
                row.getTeam(),
                row.getCreatedBy(),
                row.getCreatedAt().toInstant(),
                row.getExpiresAt().toInstant(),
                row.getRevokedAt() == null ? null : row.getRevokedAt().toInstant());
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Of 256 random bits no slow hash is needed. */
    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
