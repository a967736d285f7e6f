package dev.odograph.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token, without its secret.
 *
 * @param id names it in lists; the first part of its text
 * @param name whom or what it is for
 * @param role what it may do
 * @param team only graphs of this team; null for all
 * @param createdBy who made it
 * @param createdAt when
 * @param expiresAt until when it is good
 * @param revokedAt when it was revoked; null where it was not
 */
public record ApiToken(
        String id,
        String name,
        AccessRole role,
        @Nullable String team,
        String createdBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant revokedAt) {
    /** {@code active}, {@code expired} or {@code revoked}. */
    public String state(Instant now) {
        return revokedAt != null ? "revoked" : now.isBefore(expiresAt) ? "active" : "expired";
    }
}
