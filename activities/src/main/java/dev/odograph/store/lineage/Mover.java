package dev.odograph.store.lineage;

import org.jspecify.annotations.Nullable;

/**
 * Who moves a pointer by hand, and why; both stay in its history.
 *
 * @param name a person or a program
 * @param reason why; null where nobody said
 */
public record Mover(String name, @Nullable String reason) {
    public Mover {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name is blank");
        }
    }
}
