package dev.odograph.worker;

import dev.odograph.host.HostLimits;
import dev.odograph.housekeeping.RetentionPolicy;
import java.time.Duration;
import java.util.Map;

/**
 * Sizes of one worker.
 *
 * @param computeSlots stages at once, each in a step host of its own
 * @param readyHosts step hosts that are kept ready for bundles to come, beside those of bundles in use
 * @param ioSlots short activities at once
 * @param externalAttempts how often a stage is tried that a server did not answer, with growing pauses between
 * @param hostLimits what a step host may use
 * @param engineBytes what the SQL engine inside a step host may use
 * @param retention how long what is kept
 */
public record WorkerSettings(
        int computeSlots,
        int readyHosts,
        int ioSlots,
        int externalAttempts,
        HostLimits hostLimits,
        long engineBytes,
        RetentionPolicy retention) {
    /** Variable that says how many hosts are kept ready; none on a server, where bundles seldom change. */
    public static final String READY_HOSTS = "ODOGRAPH_READY_HOSTS";

    private static final long MIB = 1L << 20;

    /**
     * Sizes from ODOGRAPH_COMPUTE_SLOTS, ODOGRAPH_READY_HOSTS, ODOGRAPH_HOST_MEMORY_MB, ODOGRAPH_ENGINE_MEMORY_MB and
     * ODOGRAPH_EXTERNAL_ATTEMPTS, else for this machine.
     */
    public static WorkerSettings of(Map<String, String> environment) {
        int slots = (int) number(
                environment, "ODOGRAPH_COMPUTE_SLOTS", Runtime.getRuntime().availableProcessors());
        long host = number(environment, "ODOGRAPH_HOST_MEMORY_MB", HostLimits.DEFAULT.residentBytes() / MIB);
        long engine = number(environment, "ODOGRAPH_ENGINE_MEMORY_MB", 1000);
        int attempts = (int) number(environment, "ODOGRAPH_EXTERNAL_ATTEMPTS", 10);
        return new WorkerSettings(
                slots,
                environment.getOrDefault(READY_HOSTS, "").strip().equals("0")
                        ? 0
                        : (int) number(environment, READY_HOSTS, 0),
                8,
                attempts,
                HostLimits.DEFAULT.withResidentBytes(host * MIB),
                engine * MIB,
                retention(environment));
    }

    /** From ODOGRAPH_KEEP_RUNS_DAYS, ODOGRAPH_KEEP_NEWEST_RUNS and ODOGRAPH_KEEP_UNREFERENCED_HOURS. */
    public static RetentionPolicy retention(Map<String, String> environment) {
        RetentionPolicy otherwise = RetentionPolicy.DEFAULT;
        return new RetentionPolicy(
                Duration.ofDays(number(
                        environment,
                        "ODOGRAPH_KEEP_RUNS_DAYS",
                        otherwise.keepRuns().toDays())),
                (int) number(environment, "ODOGRAPH_KEEP_NEWEST_RUNS", otherwise.keepNewest()),
                Duration.ofHours(number(
                        environment,
                        "ODOGRAPH_KEEP_UNREFERENCED_HOURS",
                        otherwise.keepUnreferenced().toHours())));
    }

    private static long number(Map<String, String> environment, String name, long otherwise) {
        String text = environment.getOrDefault(name, "");
        if (text.isBlank()) {
            return otherwise;
        }
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(name + " is \"" + text + "\": give a whole number above 0");
        }
        return Long.parseLong(text);
    }
}
