package dev.odograph.review;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which judged moments the rows of a run are, by overlap in time within a recording and subject:
 *
 * <ul>
 *   <li>A row takes over what is known of the judged moment that it is most like (common time by time of both together).
 *       So one that moved, grew or shrank stays known; where two became one, it is the one that it is more like.
 *   <li>Where one became several, all of them take it over, until they are judged themselves.
 *   <li>What is judged and overlaps no row goes to the nearest row that is still unknown and at most
 *       {@value #SLACK_MS} ms away: moments without duration shift by a sample.
 * </ul>
 */
public final class Following {
    /** How far away a moment without overlap may be. */
    public static final long SLACK_MS = 200;

    private final Map<Moment, Judged> found;
    private final List<Judged> gone;

    private Following(Map<Moment, Judged> found, List<Judged> gone) {
        this.found = found;
        this.gone = gone;
    }

    /** Matches a run's rows with what was judged of the same metric, major version and dataset. */
    public static Following of(List<Moment> rows, List<Judged> judged) {
        Map<Place, List<Judged>> places = judged.stream().collect(Collectors.groupingBy(Place::of));
        Map<Moment, Judged> found = new LinkedHashMap<>();
        Set<Long> overlapped = new HashSet<>();
        List<Moment> unknown = new ArrayList<>();
        for (Moment row : rows) {
            List<Judged> near = places.getOrDefault(Place.of(row), List.of()).stream()
                    .filter(one -> one.moment().overlapMs(row) >= 0)
                    .toList();
            near.forEach(one -> overlapped.add(one.momentId()));
            near.stream()
                    .max(Comparator.<Judged>comparingDouble(one -> one.moment().likeness(row))
                            .thenComparing(Judged::changedAt)
                            .thenComparingLong(Judged::momentId))
                    .ifPresentOrElse(one -> found.put(row, one), () -> unknown.add(row));
        }
        List<Judged> left = judged.stream()
                .filter(one -> !overlapped.contains(one.momentId()))
                .toList();
        Map<Place, List<Moment>> free = unknown.stream().collect(Collectors.groupingBy(Place::of));
        List<Judged> gone = new ArrayList<>();
        for (Judged one : left) {
            Optional<Moment> nearest = free.getOrDefault(Place.of(one), List.of()).stream()
                    .filter(row -> !found.containsKey(row) && row.overlapMs(one.moment()) >= -SLACK_MS)
                    .max(Comparator.comparingLong(row -> row.overlapMs(one.moment())));
            nearest.ifPresentOrElse(row -> found.put(row, one), () -> gone.add(one));
        }
        return new Following(found, gone);
    }

    /** What is known of a row; empty where no one has judged it or what it was before. */
    public Optional<Judged> of(Moment row) {
        return Optional.ofNullable(found.get(row));
    }

    /** Whether other rows take over the same: then judging one must leave them theirs. */
    public boolean isShared(Judged judged) {
        return found.values().stream()
                        .filter(one -> one.momentId() == judged.momentId())
                        .count()
                > 1;
    }

    /** Judged moments that the run has no row for, in order of their numbers. */
    public List<Judged> gone() {
        return gone.stream().sorted(Comparator.comparingLong(Judged::momentId)).toList();
    }

    /** Rows by what is known of them. */
    public Map<MomentState, Long> counts(List<Moment> rows) {
        Map<MomentState, Long> counts = new HashMap<>();
        for (Moment row : rows) {
            @Nullable Judged known = found.get(row);
            counts.merge(known == null ? MomentState.NEW : known.state(), 1L, Long::sum);
        }
        return counts;
    }

    private record Place(String segmentId, String subject) {
        static Place of(Moment moment) {
            return new Place(moment.segmentId(), moment.subject());
        }

        static Place of(Judged judged) {
            return of(Objects.requireNonNull(judged).moment());
        }
    }
}
