package dev.odograph.embedded;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One part as status shows it; in JSON with snake_case names.
 *
 * @param name such as {@code clickhouse}
 * @param state what it does
 * @param pid its process id; null where it has no process of the stack's
 * @param pidStartedMs when that process started, milliseconds since 1970, by which a reused pid is told apart; null
 *     without pid
 * @param address where clients reach it; null before it has one
 * @param ports its ports on 127.0.0.1 by name
 * @param restarts how often the supervisor started it again
 * @param lastExit how it ended last, such as {@code killed by signal 9}; null if it never ended
 * @param detail one line for people, may be empty
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PartStatus(
        String name,
        PartState state,
        @Nullable Long pid,
        @Nullable Long pidStartedMs,
        @Nullable String address,
        Map<String, Integer> ports,
        int restarts,
        @Nullable String lastExit,
        String detail) {
    public PartStatus {
        ports = ports == null ? Map.of() : Map.copyOf(ports);
    }

    /** Whether the part has an address that clients may use now or after its restart. */
    boolean isUp() {
        return state != PartState.STOPPED && state != PartState.FAILED;
    }

    static PartStatus of(String name, PartState state, String detail) {
        return new PartStatus(name, state, null, null, null, Map.of(), 0, null, detail);
    }
}
