package dev.odograph.query;

import dev.odograph.contract.Purpose;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which runs an overview lists.
 *
 * @param graph name of their graph; null for any
 * @param dataset name of their dataset; null for any
 * @param owner team that answers for their graph; null for any
 * @param purpose what they are for; null for anything
 * @param standing where they stand; null for anywhere
 * @param sort their order
 * @param limit at most so many, from 1 to {@value #MOST}
 */
public record OverviewFilter(
        @Nullable String graph,
        @Nullable String dataset,
        @Nullable String owner,
        @Nullable Purpose purpose,
        @Nullable Standing standing,
        Sort sort,
        int limit) {
    /** Most runs of one page. */
    public static final int MOST = 500;
    /** Runs of a page that does not say how many. */
    public static final int FEW = 50;

    /** Everything. */
    public static final OverviewFilter ALL = new OverviewFilter(null, null, null, null, null, Sort.ATTENTION, FEW);

    /** Where runs stand, in the words of the page. */
    public enum Standing {
        /** Accepted or under way. */
        RUNNING("status IN ('PENDING', 'RUNNING')"),
        /** Waiting for an operator. */
        PARKED("status = 'PARKED'"),
        /** Failed or cancelled. */
        FAILED("status IN ('FAILED', 'CANCELLED')"),
        /** Done. */
        SUCCEEDED("status = 'SUCCEEDED'");

        private final String sql;

        Standing(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }

        /** The word in the address. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Orders of runs. */
    public enum Sort {
        /** What waits for someone first, then what is under way, what failed lately, and the rest by age. */
        ATTENTION("""
                CASE
                    WHEN status = 'PARKED' THEN 0
                    WHEN status IN ('PENDING', 'RUNNING') THEN 1
                    WHEN status = 'FAILED' AND finished_at > now() - interval '7 days' THEN 2
                    ELSE 3
                END, created_at DESC, run_id"""),
        /** The newest first. */
        NEWEST("created_at DESC, run_id"),
        /** The oldest first. */
        OLDEST("created_at, run_id"),
        /** By graph, then the newest first. */
        GRAPH("graph, created_at DESC, run_id"),
        /** By dataset, then the newest first. */
        DATASET("dataset, created_at DESC, run_id");

        private final String sql;

        Sort(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }

        /** The word in the address. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads a filter from an address.
     *
     * @param parameter the value of a query parameter by its name; null where it is absent
     * @throws OdographException ARGUMENT_INVALID where a value is none that the parameter takes
     */
    public static OverviewFilter of(Function<String, @Nullable String> parameter) {
        return new OverviewFilter(
                text(parameter.apply("graph")),
                text(parameter.apply("dataset")),
                text(parameter.apply("owner")),
                one("purpose", text(parameter.apply("purpose")), Purpose.values(), Purpose::toString),
                one("status", text(parameter.apply("status")), Standing.values(), Standing::word),
                sort(text(parameter.apply("sort"))),
                limit(text(parameter.apply("limit"))));
    }

    /** Whether it leaves anything out. */
    public boolean narrows() {
        return graph != null || dataset != null || owner != null || purpose != null || standing != null;
    }

    /** Whether runs that stand there are asked for. */
    public boolean is(String standing) {
        return standing.equals(standingWord());
    }

    /** The word of where they stand; null for anywhere. */
    public @Nullable String standingWord() {
        return standing == null ? null : standing.word();
    }

    /** The word of what they are for; null for anything. */
    public @Nullable String purposeWord() {
        return purpose == null ? null : purpose.toString();
    }

    /** The words that {@code status} takes. */
    public List<String> standings() {
        return Arrays.stream(Standing.values()).map(Standing::word).toList();
    }

    /** The words that {@code purpose} takes. */
    public List<String> purposes() {
        return Arrays.stream(Purpose.values()).map(Purpose::toString).toList();
    }

    /** The words that {@code sort} takes. */
    public List<String> sorts() {
        return Arrays.stream(Sort.values()).map(Sort::word).toList();
    }

    private static @Nullable String text(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static Sort sort(@Nullable String word) {
        Sort sort = one("sort", word, Sort.values(), Sort::word);
        return sort == null ? Sort.ATTENTION : sort;
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return FEW;
        }
        if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MOST) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "limit is \"" + text + "\": give a whole number from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    private static <T> @Nullable T one(String name, @Nullable String word, T[] values, Function<T, String> words) {
        if (word == null) {
            return null;
        }
        for (T value : values) {
            if (words.apply(value).equals(word.toLowerCase(Locale.ROOT))) {
                return value;
            }
        }
        List<String> known = Arrays.stream(values).map(words).toList();
        List<String> near = Nearest.of(word, known);
        throw new OdographException(
                ErrorCode.ARGUMENT_INVALID,
                name + " is \"" + word + "\""
                        + (near.isEmpty() ? ": it is one of " : "; did you mean " + near.getFirst() + "? It is one of ")
                        + String.join(", ", known));
    }
}
