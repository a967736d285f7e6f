package dev.odograph.access;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.Arrays;
import java.util.Locale;

/** What someone may do; each role may what those before it may. */
public enum AccessRole {
    /** Look at runs, datasets, graphs, results, comparisons, channels and events. */
    READER,
    /** Start runs of purpose adhoc and ci, retry and cancel them. */
    AUTHOR,
    /** Start runs of every purpose, retry, cancel, waive and abort them, publish, look after webhooks. */
    OPERATOR,
    /** Make and revoke tokens, read the audit log. */
    ADMIN;

    /** Whether it may what another may. */
    public boolean covers(AccessRole needed) {
        return compareTo(needed) >= 0;
    }

    /** The lower-case word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the word.
     *
     * @throws OdographException ARGUMENT_INVALID
     */
    public static AccessRole parse(String word) {
        return Arrays.stream(values())
                .filter(role -> role.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Role \"" + word + "\" is unknown: choose one of reader, author, operator, admin"));
    }
}
