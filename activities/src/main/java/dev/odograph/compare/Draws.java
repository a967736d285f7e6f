package dev.odograph.compare;

import java.util.SplittableRandom;

/**
 * Seeded random draws that are the same in every Java: SplittableRandom's 64-bit numbers are fixed by its specification,
 * what is made of them here as well. Not thread-safe.
 */
final class Draws {
    private final SplittableRandom random;
    private long bits;
    private int left;

    /** A stream of draws of its own for each name. */
    Draws(long seed, String stream) {
        long mixed = seed;
        for (int i = 0; i < stream.length(); i++) {
            mixed = mixed * 0x9E3779B97F4A7C15L + stream.charAt(i);
            mixed ^= mixed >>> 29;
        }
        this.random = new SplittableRandom(mixed);
    }

    /** A whole number from 0 up to and without {@code bound}; the bias of the method is below 2^-32 times the bound. */
    int below(int bound) {
        return (int) (((random.nextLong() >>> 32) * bound) >>> 32);
    }

    boolean coin() {
        if (left == 0) {
            bits = random.nextLong();
            left = Long.SIZE;
        }
        boolean heads = (bits & 1) != 0;
        bits >>>= 1;
        left--;
        return heads;
    }

    long bits() {
        return random.nextLong();
    }
}
