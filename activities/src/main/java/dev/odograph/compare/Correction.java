package dev.odograph.compare;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/** What is done about comparing many measures at once. */
public enum Correction {
    /** Holds the chance of even one false finding in the family below alpha (Holm 1979). */
    @JsonProperty("holm")
    HOLM,
    /** Holds the expected share of false findings among all findings below alpha (Benjamini and Hochberg 1995). */
    @JsonProperty("bh")
    BH,
    /** Nothing: each p-value for itself. */
    @JsonProperty("none")
    NONE;

    /** The correction of that name, in lower case; ARGUMENT_INVALID for others. */
    public static Correction parse(String name) {
        return Arrays.stream(values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Correction \"" + name + "\" is not known: choose holm, bh or none"));
    }

    /** Adjusted p-values, in the order of the given ones. */
    double[] adjusted(double... pValues) {
        int count = pValues.length;
        double[] adjusted = pValues.clone();
        int[] ascending = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        switch (this) {
            case HOLM -> {
                double greatest = 0;
                for (int rank = 0; rank < count; rank++) {
                    greatest = Math.max(greatest, Math.min(1, (count - rank) * pValues[ascending[rank]]));
                    adjusted[ascending[rank]] = greatest;
                }
            }
            case BH -> {
                double least = 1;
                for (int rank = count - 1; rank >= 0; rank--) {
                    least = Math.min(least, pValues[ascending[rank]] * count / (rank + 1));
                    adjusted[ascending[rank]] = least;
                }
            }
            case NONE -> {}
        }
        return adjusted;
    }
}
