package dev.odograph.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Finds few elements of a list that still fail: by halves, then by ever smaller parts and what is left without them
 * (Zeller and Hildebrandt, Simplifying and isolating failure-inducing input, 2002). No element of the result can be
 * dropped alone, unless time was up. The same questions in the same order for the same input.
 */
final class DeltaDebugging {
    private final BooleanSupplier timeIsUp;

    DeltaDebugging(BooleanSupplier timeIsUp) {
        this.timeIsUp = timeIsUp;
    }

    /**
     * Few of the elements.
     *
     * @param all elements that fail together
     * @param fails whether some of them fail, in their order
     */
    <T> List<T> least(List<T> all, Predicate<List<T>> fails) {
        if (!all.isEmpty() && !timeIsUp.getAsBoolean() && fails.test(List.of())) {
            return List.of();
        }
        List<T> current = all;
        int parts = 2;
        while (current.size() >= 2 && !timeIsUp.getAsBoolean()) {
            List<List<T>> chunks = chunks(current, parts);
            List<T> smaller = parts == 2 ? firstFailing(chunks, fails) : null;
            if (smaller != null) {
                current = smaller;
                continue;
            }
            List<List<T>> rests = new ArrayList<>();
            for (int i = 0; parts > 2 && i < chunks.size(); i++) {
                rests.add(without(chunks, i));
            }
            smaller = firstFailing(rests, fails);
            if (smaller != null) {
                current = smaller;
                parts = Math.max(parts - 1, 2);
            } else if (parts >= current.size()) {
                break;
            } else {
                parts = Math.min(current.size(), parts * 2);
            }
        }
        return current;
    }

    private <T> @org.jspecify.annotations.Nullable List<T> firstFailing(
            List<List<T>> candidates, Predicate<List<T>> fails) {
        for (List<T> candidate : candidates) {
            if (timeIsUp.getAsBoolean()) {
                return null;
            }
            if (fails.test(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static <T> List<List<T>> chunks(List<T> all, int parts) {
        List<List<T>> chunks = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            int from = (int) ((long) all.size() * i / parts);
            int to = (int) ((long) all.size() * (i + 1) / parts);
            if (to > from) {
                chunks.add(all.subList(from, to));
            }
        }
        return chunks;
    }

    private static <T> List<T> without(List<List<T>> chunks, int left) {
        List<T> rest = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            if (i != left) {
                rest.addAll(chunks.get(i));
            }
        }
        return rest;
    }
}
