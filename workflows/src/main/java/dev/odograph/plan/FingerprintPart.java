package dev.odograph.plan;

import static java.util.Objects.requireNonNull;

/**
 * A part of a step's fingerprint.
 *
 * @param what what it is, in words: {@code SQL text}
 * @param value what enters the fingerprint
 */
public record FingerprintPart(String what, String value) {
    public FingerprintPart {
        requireNonNull(what, "what is null");
        requireNonNull(value, "value is null");
    }
}
