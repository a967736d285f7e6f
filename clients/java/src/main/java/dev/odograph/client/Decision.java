package dev.odograph.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of a run. */
record Decision(
        @Nullable String by,
        @Nullable String reason,
        @Nullable List<String> segments) {}
