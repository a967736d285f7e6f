package dev.odograph.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The partitions of a run, or a range of them, in at most {@value #COLUMNS} columns.
 *
 * @param partitions number of partitions that the run has
 * @param first the first partition shown, from 0
 * @param last the last partition shown
 * @param perCell partitions in one column
 * @param rows one for each stage that works on partitions, in the stages' order
 */
public record HeatMap(int partitions, int first, int last, int perCell, List<Row> rows) {
    /** Most columns. */
    public static final int COLUMNS = 400;

    public HeatMap {
        rows = List.copyOf(rows);
    }

    /** Number of columns. */
    public int columns() {
        return partitions == 0 ? 0 : (last - first) / perCell + 1;
    }

    /** Number of the first partition, as people count. */
    public String firstShown() {
        return Figures.number(first + 1L);
    }

    /** Number of the last partition, as people count. */
    public String lastShown() {
        return Figures.number(last + 1L);
    }

    /** Whether it shows a part only. */
    public boolean zoomed() {
        return last - first + 1 < partitions;
    }

    /** A stage's outputs. */
    public record Row(String stage, List<Span> spans) {
        public Row {
            spans = List.copyOf(spans);
        }

        /** Its outputs in few words. */
        public String words() {
            long all = spans.stream()
                    .mapToLong(span -> span.last() - span.first() + 1L)
                    .sum();
            return Span.words(
                    all,
                    spans.stream().mapToLong(Span::computed).sum(),
                    spans.stream().mapToLong(Span::reused).sum(),
                    spans.stream().mapToLong(Span::failed).sum(),
                    spans.stream().mapToLong(Span::waived).sum());
        }
    }

    /** What stands in a column; of several the one to see. */
    public enum State {
        /** Something failed. */
        FAILED,
        /** Nothing became of it yet. */
        PENDING,
        /** Something is done, something not yet. */
        PARTLY,
        /** Everything is done, something of it anew. */
        COMPUTED,
        /** Everything was there already. */
        REUSED,
        /** Done without, and nothing else. */
        WAIVED
    }

    /**
     * Neighbouring columns in one state.
     *
     * @param from the first column
     * @param columns number of columns
     * @param first the first partition
     * @param last the last partition
     */
    public record Span(
            State state,
            int from,
            int columns,
            int first,
            int last,
            long computed,
            long reused,
            long failed,
            long waived) {
        /** Its state in lower case. */
        public String word() {
            return state.name().toLowerCase(Locale.ROOT);
        }

        /** How tall it is drawn, of 20: states differ in more than their colour. */
        public int tall() {
            return switch (state) {
                case FAILED -> 20;
                case COMPUTED, PARTLY -> 15;
                case REUSED -> 10;
                case WAIVED -> 6;
                case PENDING -> 3;
            };
        }

        /** Where it begins from above. */
        public int top() {
            return 20 - tall();
        }

        /** Which partitions, and what became of them. */
        public String words() {
            String which = first == last
                    ? "partition " + Figures.number(first + 1L)
                    : "partitions " + Figures.number(first + 1L) + " to " + Figures.number(last + 1L);
            return which + ": " + words(last - first + 1L, computed, reused, failed, waived);
        }

        private static String words(long all, long computed, long reused, long failed, long waived) {
            List<String> words = new ArrayList<>();
            add(words, computed, "computed");
            add(words, reused, "reused");
            add(words, failed, "failed");
            add(words, waived, "waived");
            add(words, all - computed - reused - failed - waived, "to do");
            return words.isEmpty() ? "nothing" : String.join(", ", words);
        }

        private static void add(List<String> words, long count, String what) {
            if (count > 0) {
                words.add(Figures.number(count) + " " + what);
            }
        }
    }
}
