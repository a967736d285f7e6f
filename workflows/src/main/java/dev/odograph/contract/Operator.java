package dev.odograph.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * Who decided and why; kept in the lineage.
 *
 * @param by name of a person or of a service
 * @param reason in their words
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Operator(@Nullable String by, @Nullable String reason) {
    /** What is wrong with it where both are needed; null where nothing is. */
    public static @Nullable String problem(@Nullable Operator operator) {
        String by = operator == null ? null : operator.by();
        String reason = operator == null ? null : operator.reason();
        return by == null || by.isBlank() || reason == null || reason.isBlank()
                ? "say who and why, as in {\"by\": \"your name\", \"reason\": \"why\"}"
                : null;
    }
}
