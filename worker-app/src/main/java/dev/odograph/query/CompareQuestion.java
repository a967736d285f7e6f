package dev.odograph.query;

import dev.odograph.compare.CompareOptions;
import dev.odograph.compare.Correction;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A comparison as a URL asks for it.
 *
 * @param metrics names of the metrics
 * @param base the side to compare with; empty where nothing is asked yet
 * @param head the side to judge; empty likewise
 * @param options how to compare
 */
public record CompareQuestion(List<String> metrics, String base, String head, CompareOptions options) {
    private static final int MOST_METRICS = 10;

    public CompareQuestion {
        metrics = List.copyOf(metrics);
    }

    /**
     * Reads it; blank words count as left out.
     *
     * @throws OdographException ARGUMENT_INVALID, with all that is wrong
     */
    public static CompareQuestion parse(Map<String, List<String>> words) {
        List<String> problems = new ArrayList<>();
        List<String> metrics = words.getOrDefault("metric", List.of()).stream()
                .flatMap(word -> list(word).stream())
                .distinct()
                .toList();
        if (metrics.size() > MOST_METRICS) {
            problems.add("metric is given " + metrics.size() + " times: at most " + MOST_METRICS);
        }
        double alpha = number(words, "alpha", CompareOptions.DEFAULT.alpha(), problems);
        double tolerance = number(words, "tolerance", CompareOptions.DEFAULT.tolerance(), problems);
        double seed = number(words, "seed", 1, problems);
        String pair = word(words, "pair");
        String cluster = word(words, "cluster");
        if (!problems.isEmpty()) {
            throw new OdographException(ErrorCode.ARGUMENT_INVALID, String.join("; ", problems));
        }
        String correction = word(words, "correction");
        CompareOptions options = new CompareOptions(
                pair == null ? null : pair.equals("none") ? List.of() : list(pair),
                cluster,
                list(word(words, "stratify")),
                list(word(words, "measure")),
                alpha,
                correction == null ? CompareOptions.DEFAULT.correction() : Correction.parse(correction),
                tolerance,
                (long) seed,
                CompareOptions.DEFAULT.bootstraps(),
                CompareOptions.DEFAULT.permutations(),
                CompareOptions.DEFAULT.top());
        return new CompareQuestion(metrics, or(word(words, "base")), or(word(words, "head")), options);
    }

    /** Whether there is something to compare. */
    public boolean complete() {
        return !metrics.isEmpty() && !base.isEmpty() && !head.isEmpty();
    }

    private static String or(@Nullable String word) {
        return word == null ? "" : word;
    }

    private static @Nullable String word(Map<String, List<String>> words, String name) {
        return words.getOrDefault(name, List.of()).stream()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static List<String> list(@Nullable String words) {
        return words == null
                ? List.of()
                : Arrays.stream(words.split(","))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList();
    }

    private static double number(
            Map<String, List<String>> words, String name, double otherwise, List<String> problems) {
        String word = word(words, name);
        if (word == null) {
            return otherwise;
        }
        if (!word.matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?")) {
            problems.add(name + " is \"" + word + "\": give a number");
            return otherwise;
        }
        return Double.parseDouble(word);
    }
}
