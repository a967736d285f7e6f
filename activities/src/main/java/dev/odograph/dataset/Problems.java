package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Collects everything that is wrong with an import, to report it at once. Thread-safe. */
final class Problems {
    private static final int SHOWN = 20;

    private record Problem(ErrorCode code, String message) {}

    private final PriorityQueue<Problem> first =
            new PriorityQueue<>(Comparator.comparing(Problem::message).reversed());
    private long count;

    /** The smallest messages are kept, so that equal imports report equal problems whatever thread found them. */
    synchronized void add(ErrorCode code, String message) {
        count++;
        first.add(new Problem(code, message));
        if (first.size() > SHOWN) {
            first.remove();
        }
    }

    void add(OdographException problem) {
        add(problem.code(), problem.getMessage());
    }

    synchronized boolean any() {
        return count > 0;
    }

    /** Throws where there are problems, with the code of the first. */
    void throwIfAny(DatasetName dataset) {
        throwIfAny("dataset " + dataset, "nothing was imported");
    }

    /** The same of something else; {@code consequence} says what was not done. */
    synchronized void throwIfAny(String subject, String consequence) {
        if (count == 0) {
            return;
        }
        var shown =
                first.stream().sorted(Comparator.comparing(Problem::message)).toList();
        StringBuilder text =
                new StringBuilder("%s: %d problem%s, %s".formatted(subject, count, count == 1 ? "" : "s", consequence));
        shown.forEach(problem ->
                text.append("\n  ").append(problem.code()).append(": ").append(problem.message()));
        if (count > shown.size()) {
            text.append("\n  and ").append(count - shown.size()).append(" more");
        }
        throw new OdographException(shown.getFirst().code(), text.toString());
    }
}
