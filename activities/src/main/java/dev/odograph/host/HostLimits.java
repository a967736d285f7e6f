package dev.odograph.host;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What one step host may use.
 *
 * @param heapBytes Java heap
 * @param directBytes Java's direct buffers
 * @param residentBytes memory of the process that is no file's, all in all; above it the host is killed
 * @param start how long a host may take to come up
 * @param silence how long a host may be silent (it beats twice a second) before it counts as hung
 * @param step how long a task may stay at one step and segment
 * @param idle how long a host without work is kept warm
 * @param cancelGrace how long a cancelled task may take to stop by itself
 */
public record HostLimits(
        long heapBytes,
        long directBytes,
        long residentBytes,
        Duration start,
        Duration silence,
        Duration step,
        Duration idle,
        Duration cancelGrace) {
    private static final long MIB = 1L << 20;

    /** What fits two hosts into 4 GiB. */
    public static final HostLimits DEFAULT = new HostLimits(
            512 * MIB,
            512 * MIB,
            1792 * MIB,
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMinutes(30),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1));

    public HostLimits {
        requireNonNull(start, "start is null");
        requireNonNull(silence, "silence is null");
        requireNonNull(step, "step is null");
        requireNonNull(idle, "idle is null");
        requireNonNull(cancelGrace, "cancelGrace is null");
    }

    /** The same with another limit on resident memory. */
    public HostLimits withResidentBytes(long bytes) {
        return new HostLimits(heapBytes, directBytes, bytes, start, silence, step, idle, cancelGrace);
    }

    /** The same with another time limit for a step at a segment. */
    public HostLimits withStep(Duration limit) {
        return new HostLimits(heapBytes, directBytes, residentBytes, start, silence, limit, idle, cancelGrace);
    }

    /** The same with another time that an idle host is kept. */
    public HostLimits withIdle(Duration limit) {
        return new HostLimits(heapBytes, directBytes, residentBytes, start, silence, step, limit, cancelGrace);
    }
}
