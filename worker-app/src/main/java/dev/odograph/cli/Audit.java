package dev.odograph.cli;

import dev.odograph.access.AuditLog;
import dev.odograph.worker.Stores;
import org.jspecify.annotations.Nullable;

/** Records what a command did that others must be able to find out. */
final class Audit {
    private Audit() {}

    /** Whoever is at work on this machine. */
    static String user() {
        return System.getProperty("user.name", "unknown");
    }

    /**
     * Records it.
     *
     * @param by who says to have asked for it; null or blank for the user of this machine
     * @param action such as {@code retry}
     * @param subject what it was done to
     * @param reason why; null where nobody said
     */
    static void did(Stores stores, @Nullable String by, String action, String subject, @Nullable String reason) {
        String user = user();
        String name = by == null || by.isBlank() || by.equals(user) ? user : by + " (user " + user + ")";
        new AuditLog(stores.postgres()).add(name, action, subject, reason);
    }
}
