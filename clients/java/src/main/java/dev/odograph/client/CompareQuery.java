package dev.odograph.client;

import java.util.List;
import java.util.Locale;

/** What to compare. Sides are runs, or written as the command takes them, such as {@code channel:main@drives}. Immutable. */
public final class CompareQuery {
    /** What to do about many measures. */
    public enum Correction {
        /** Keeps the chance of any false finding (Holm). */
        HOLM,
        /** Keeps the share of false findings (Benjamini and Hochberg). */
        BH,
        /** Nothing. */
        NONE
    }

    private final Query query;

    private CompareQuery(Query query) {
        this.query = query;
    }

    /** Of a run with another. */
    public static CompareQuery of(Run base, Run head) {
        return of("run:" + base.id(), "run:" + head.id());
    }

    /**
     * Of a side with another.
     *
     * @param base the side to compare with
     * @param head the side to judge
     */
    public static CompareQuery of(String base, String head) {
        return new CompareQuery(Query.NONE.with("base", base).with("head", head));
    }

    /** Chance of a false finding, above 0 and below 1; 0.05 unless given. */
    public CompareQuery alpha(double chance) {
        return new CompareQuery(query.with("alpha", chance));
    }

    /** What to do about many measures. */
    public CompareQuery correction(Correction wanted) {
        return new CompareQuery(query.with("correction", wanted.name().toLowerCase(Locale.ROOT)));
    }

    /** Difference that counts as none, as a share of the base; 0 unless given. */
    public CompareQuery tolerance(double share) {
        return new CompareQuery(query.with("tolerance", share));
    }

    /** These measures only. */
    public CompareQuery measures(String... names) {
        return new CompareQuery(query.with("measure", String.join(",", names)));
    }

    /** Attributes by which segments pair; {@code none} for no pairs. */
    public CompareQuery pair(String... attributes) {
        return new CompareQuery(query.with("pair", String.join(",", attributes)));
    }

    /** Attribute whose segments depend on each other. */
    public CompareQuery cluster(String attribute) {
        return new CompareQuery(query.with("cluster", attribute));
    }

    /** Attributes by which rates are standardised. */
    public CompareQuery stratify(String... attributes) {
        return new CompareQuery(query.with("stratify", String.join(",", attributes)));
    }

    /** Seed of all random draws; 1 unless given. */
    public CompareQuery seed(long seed) {
        return new CompareQuery(query.with("seed", seed));
    }

    Query query(List<String> metrics) {
        return query.withAll("metric", metrics);
    }
}
