package dev.odograph.contract;

import java.util.Base64;
import java.util.BitSet;
import java.util.List;

/**
 * What must be executed in a range of partitions.
 *
 * @param from first partition
 * @param to one past the last partition
 * @param bits per stage a bit set over the range, in Base64 of {@link BitSet#toByteArray()}
 * @param reused outputs that were there already
 */
public record Remaining(int from, int to, List<String> bits, int reused) {
    public Remaining {
        bits = List.copyOf(bits);
    }

    /** Packs one bit set per stage. */
    public static Remaining of(int from, int to, List<BitSet> missing, int reused) {
        return new Remaining(
                from,
                to,
                missing.stream()
                        .map(set -> Base64.getEncoder().encodeToString(set.toByteArray()))
                        .toList(),
                reused);
    }

    /** Whether a stage must be executed for a partition of the range. */
    public boolean contains(int stage, int partition) {
        return BitSet.valueOf(Base64.getDecoder().decode(bits.get(stage))).get(partition - from);
    }
}
