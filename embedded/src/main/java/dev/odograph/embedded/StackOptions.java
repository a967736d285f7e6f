package dev.odograph.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a stack is to run.
 *
 * @param parts the servers wanted; those with an address in the environment are used from there
 * @param extras further programs, started after the servers and stopped before them
 * @param clickhouseSlots how many ClickHouse statements run at once
 * @param clickhouseMemoryBytes what the ClickHouse engine may allocate
 * @param durable whether PostgreSQL waits for the disk; false only for tests
 * @param healthInterval between health checks of a running part
 * @param environment variables: addresses of existing servers, cache, PATH
 * @param listener gets each line of the supervisor's log, for progress on a terminal
 */
public record StackOptions(
        Set<StackPart> parts,
        List<ExtraPart> extras,
        int clickhouseSlots,
        long clickhouseMemoryBytes,
        boolean durable,
        Duration healthInterval,
        Map<String, String> environment,
        Consumer<String> listener) {
    private static final int DEFAULT_SLOTS = 4;
    private static final long DEFAULT_MEMORY_BYTES = 3L << 30;

    public StackOptions {
        parts = Set.copyOf(parts);
        extras = List.copyOf(extras);
        environment = Map.copyOf(environment);
    }

    /** All three servers, for work that must last. ODOGRAPH_CLICKHOUSE_SLOTS and _MEMORY_MB adapt ClickHouse. */
    public static StackOptions defaults() {
        return of(System.getenv());
    }

    static StackOptions of(Map<String, String> environment) {
        return new StackOptions(
                EnumSet.allOf(StackPart.class),
                List.of(),
                (int) number(environment, "ODOGRAPH_CLICKHOUSE_SLOTS", DEFAULT_SLOTS),
                number(environment, "ODOGRAPH_CLICKHOUSE_MEMORY_MB", DEFAULT_MEMORY_BYTES >> 20) << 20,
                true,
                Duration.ofSeconds(5),
                environment,
                line -> {});
    }

    /** These servers only, without waiting for the disk. */
    public static StackOptions forTests(StackPart... parts) {
        StackOptions defaults = defaults();
        return new StackOptions(
                Set.of(parts),
                List.of(),
                defaults.clickhouseSlots(),
                defaults.clickhouseMemoryBytes(),
                false,
                Duration.ofSeconds(1),
                defaults.environment(),
                defaults.listener());
    }

    /** The same with one more program. */
    public StackOptions with(ExtraPart extra) {
        List<ExtraPart> more = new ArrayList<>(extras);
        more.add(extra);
        return new StackOptions(
                parts, more, clickhouseSlots, clickhouseMemoryBytes, durable, healthInterval, environment, listener);
    }

    /** The same with another listener. */
    public StackOptions with(Consumer<String> other) {
        return new StackOptions(
                parts, extras, clickhouseSlots, clickhouseMemoryBytes, durable, healthInterval, environment, other);
    }

    /** The same with another environment. */
    public StackOptions with(Map<String, String> other) {
        return new StackOptions(
                parts, extras, clickhouseSlots, clickhouseMemoryBytes, durable, healthInterval, other, listener);
    }

    private static long number(Map<String, String> environment, String name, long otherwise) {
        String text = environment.getOrDefault(name, "");
        if (text.isBlank()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.strip());
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new EmbeddedException("OPTION_INVALID", name + " is '" + text + "'; give a whole number above 0", e);
        }
        throw new EmbeddedException("OPTION_INVALID", name + " is " + text + "; give a whole number above 0");
    }
}
