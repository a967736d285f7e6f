package dev.odograph.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was asked for.
 *
 * @param number grows with time
 * @param at when
 * @param by name of a token, or of a user of the machine
 * @param role the role that it had; null by the command line
 * @param action such as {@code retry}, {@code publish}, {@code purge}
 * @param subject a run, channel, webhook, token or dataset; empty where it is of none
 * @param status HTTP status; null by the command line, which records what it did
 * @param reason why; null where nobody said
 */
public record AuditEntry(
        long number,
        Instant at,
        String by,
        @Nullable AccessRole role,
        String action,
        String subject,
        @Nullable Integer status,
        @Nullable String reason) {}
