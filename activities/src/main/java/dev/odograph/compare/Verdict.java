package dev.odograph.compare;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.Locale;

/** What a comparison comes to. */
public enum Verdict {
    /** It changed by more than the tolerance, in the direction that is better. */
    @JsonProperty("better")
    BETTER,
    /** It changed by more than the tolerance, in the direction that is worse. */
    @JsonProperty("worse")
    WORSE,
    /** Whatever change there may be lies within the tolerance. */
    @JsonProperty("same")
    SAME,
    /** The data do not say, or no direction is declared. */
    @JsonProperty("undecided")
    UNDECIDED;

    /** The word for it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of many: worse if one is; else better if one is; same if all are; else undecided. */
    public static Verdict of(Collection<Verdict> verdicts) {
        if (verdicts.contains(WORSE)) {
            return WORSE;
        }
        if (verdicts.contains(BETTER)) {
            return BETTER;
        }
        return !verdicts.isEmpty() && verdicts.stream().allMatch(SAME::equals) ? SAME : UNDECIDED;
    }
}
