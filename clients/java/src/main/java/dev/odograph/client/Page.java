package dev.odograph.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Part of a list, and where the next part begins; null on the last. */
record Page<T>(List<T> items, @Nullable String next) {
    Page {
        items = Arguments.list(items);
    }
}
