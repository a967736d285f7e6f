package dev.odograph.dataset.simulator;

/**
 * Random numbers of one stream, the same on every machine: SplitMix64 (Steele, Lea, Flood 2014) and arithmetic that is
 * exact by IEEE 754. Not thread-safe.
 */
final class Random64 {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double SQRT_3 = 1.7320508075688772;

    private long state;

    Random64(long seed) {
        this.state = seed;
    }

    /** A stream of its own for the thing that is numbered {@code index} under {@code seed}. */
    static Random64 of(long seed, long purpose, long index) {
        return new Random64(hash(hash(seed, purpose), index));
    }

    static long hash(long seed, long value) {
        return mix(seed + GOLDEN * (value + 1));
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return unit(next());
    }

    double between(double low, double high) {
        return low + (high - low) * uniform();
    }

    int below(int bound) {
        return (int) ((next() >>> 33) % bound);
    }

    boolean chance(double probability) {
        return uniform() < probability;
    }

    /** Bell-shaped with mean 0 and deviation 1, within ±3.5: the sum of four uniform numbers, without logarithms. */
    double bell() {
        long bits = next();
        long sum = (bits & 0xffff) + ((bits >>> 16) & 0xffff) + ((bits >>> 32) & 0xffff) + (bits >>> 48);
        return ((sum + 2) / 65536.0 - 2.0) * SQRT_3;
    }

    static double unit(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
