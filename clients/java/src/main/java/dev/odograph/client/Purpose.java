package dev.odograph.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a run is for. Starts for {@code CI} go first, then {@code ADHOC}, {@code PRODUCTION} and {@code BACKFILL}. */
public enum Purpose {
    /** Somebody wants to know. */
    @JsonProperty("adhoc")
    ADHOC,
    /** A gate waits for it. */
    @JsonProperty("ci")
    CI,
    /** What was missed. */
    @JsonProperty("backfill")
    BACKFILL,
    /** Moves channel main. */
    @JsonProperty("production")
    PRODUCTION
}
