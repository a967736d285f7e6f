package dev.odograph.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a run does when something failed. */
public enum FailurePolicy {
    /** Ends. */
    @JsonProperty("fail")
    FAIL,
    /** Waits for an operator. */
    @JsonProperty("park")
    PARK
}
