package dev.odograph.query;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names that someone may have meant. */
public final class Nearest {
    private Nearest() {}

    /** At most three of the known names that are few edits away, the nearest first. */
    public static List<String> of(String word, Collection<String> known) {
        int most = Math.max(1, word.length() / 3);
        return known.stream()
                .distinct()
                .filter(name -> edits(word, name) <= most || (word.length() > 2 && name.startsWith(word)))
                .sorted(Comparator.comparingInt((String name) -> edits(word, name))
                        .thenComparing(name -> name))
                .limit(3)
                .toList();
    }

    /** Edits that make one text of the other, after Levenshtein 1966. */
    private static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int swap = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(swap, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[to.length()];
    }
}
