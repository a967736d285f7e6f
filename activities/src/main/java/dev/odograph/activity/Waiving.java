package dev.odograph.activity;

import dev.odograph.contract.FinishActivities.Waived;
import dev.odograph.contract.Waiver;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.dataset.Segment;
import dev.odograph.error.ErrorCategory;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.plan.Partition;
import dev.odograph.store.lineage.OutputLedger;
import dev.odograph.store.lineage.OutputState;
import dev.odograph.store.lineage.OutputStatus;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunRecord;
import dev.odograph.store.lineage.Totals;
import dev.odograph.store.lineage.Waivers;
import dev.odograph.store.lineage.Waivers.Decision;
import dev.odograph.store.lineage.Waivers.WaivedSegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decides which segments a run does without: those an operator names, or those a graph's budget covers. Thread-safe. */
public final class Waiving {
    private final RunLedger runs;
    private final OutputLedger outputs;
    private final Waivers waivers;
    private final DatasetStore datasets;

    public Waiving(RunLedger runs, OutputLedger outputs, Waivers waivers, DatasetStore datasets) {
        this.runs = runs;
        this.outputs = outputs;
        this.waivers = waivers;
        this.datasets = datasets;
    }

    /**
     * Waives what an operator decided.
     *
     * @throws OdographException RUN_NOT_FOUND; WAIVER_INVALID where a segment is not of the run, where nothing failed, or
     *     where a reduce failed, which has no segment
     */
    public Waived waive(String runId, Waiver waiver) {
        RunRecord run = runs.run(runId);
        List<OutputState> failed = failed(run);
        Map<String, Place> places = new LinkedHashMap<>();
        if (waiver.segments().isEmpty()) {
            for (OutputState failure : failed) {
                if (failure.partition() == Partition.ALL) {
                    throw invalid(
                            runId,
                            "a step over all segments failed, which no segment stands for (" + failure.code()
                                    + "): mend it and retry, or abort");
                }
                segmentsOf(runId, failure).forEach(id -> places.put(id, Place.of(failure)));
            }
            if (places.isEmpty()) {
                throw invalid(runId, "nothing of it failed: name segments, or retry");
            }
        } else {
            places.putAll(placesOf(run, waiver.segments(), failed));
        }
        Decision decision = new Decision(
                Objects.requireNonNullElse(waiver.by(), ""), Objects.requireNonNullElse(waiver.reason(), ""));
        List<WaivedSegment> segments = weigh(run, places);
        waivers.waive(runId, segments, decision);
        return waived(run, segments, decision.by());
    }

    /** Waives what failed where each failure is of one segment, and its graph's budget covers all that is waived then. */
    public Waived quarantine(String runId) {
        RunRecord run = runs.run(runId);
        Double budget = run.plan().spec().quarantine();
        List<OutputState> failed = failed(run);
        if (budget == null || failed.isEmpty() || !failed.stream().allMatch(Waiving::isPoison)) {
            return new Waived(0, "Not every failure is of one segment alone: nothing is waived.");
        }
        Map<String, Place> places = new LinkedHashMap<>();
        failed.forEach(failure -> places.put(Objects.requireNonNull(failure.segmentId()), Place.of(failure)));
        List<WaivedSegment> segments = weigh(run, places);
        Totals before = waivers.total(runId);
        long count = before.segments() + segments.size();
        double metres = before.distanceM()
                + segments.stream().mapToDouble(WaivedSegment::distanceM).sum();
        if (count > budget * run.planned().segments()
                || metres > budget * run.planned().distanceM()) {
            return new Waived(
                    0,
                    String.format(
                            Locale.ROOT,
                            "%d of %d segments and %.1f of %.1f km fail, more than the budget of %s %%.",
                            count,
                            run.planned().segments(),
                            metres / 1000,
                            run.planned().kilometres(),
                            percent(budget)));
        }
        String by = "quarantine budget of graph " + run.plan().spec().name();
        waivers.waive(
                runId, segments, new Decision(by, "within " + percent(budget) + " % of the segments and kilometres"));
        return waived(run, segments, by);
    }

    /** What is wrong with a segment itself; a store that is down or a defect of ours is not. */
    private static boolean isPoison(OutputState failure) {
        if (failure.partition() == Partition.ALL || failure.segmentId() == null || failure.code() == null) {
            return false;
        }
        ErrorCode code = ErrorCode.valueOf(failure.code());
        return code.category() == ErrorCategory.USER
                || code == ErrorCode.STEP_HOST_CRASHED
                || code == ErrorCode.STEP_TIMED_OUT
                || code == ErrorCode.MEMORY_EXHAUSTED;
    }

    private List<OutputState> failed(RunRecord run) {
        return outputs.outputs(run.plan().runId(), Partition.ALL, run.partitions()).stream()
                .filter(output -> output.status() == OutputStatus.FAILED)
                .toList();
    }

    private List<String> segmentsOf(String runId, OutputState failure) {
        return failure.segmentId() == null
                ? runs.partition(runId, failure.partition()).segmentIds()
                : List.of(failure.segmentId());
    }

    private Map<String, Place> placesOf(RunRecord run, List<String> segments, List<OutputState> failed) {
        String runId = run.plan().runId();
        TreeSet<String> left = new TreeSet<>(segments);
        Map<String, Place> places = new LinkedHashMap<>();
        for (PartitionRecord partition : runs.partitions(runId, 0, run.partitions())) {
            for (String id : partition.segmentIds()) {
                if (left.remove(id)) {
                    String code = failed.stream()
                            .filter(failure -> id.equals(failure.segmentId()))
                            .map(OutputState::code)
                            .findFirst()
                            .orElse(null);
                    places.put(id, new Place(partition.partition(), code));
                }
            }
        }
        if (!left.isEmpty()) {
            throw invalid(
                    runId, "it has no segment " + left + ", or does without already: ./odograph runs show " + runId);
        }
        return places;
    }

    private List<WaivedSegment> weigh(RunRecord run, Map<String, Place> places) {
        List<WaivedSegment> weighed = new ArrayList<>();
        for (Segment segment :
                datasets.load(run.plan().datasetId(), Math.toIntExact(run.plan().datasetVersion()), places.keySet())) {
            Place place = Objects.requireNonNull(places.get(segment.segmentId()));
            weighed.add(new WaivedSegment(
                    segment.segmentId(),
                    place.partition(),
                    place.code(),
                    segment.rows(),
                    Objects.requireNonNullElse(segment.distanceM(), 0.0),
                    Objects.requireNonNullElse(segment.durationMs(), 0L)));
        }
        return weighed;
    }

    private static Waived waived(RunRecord run, List<WaivedSegment> segments, String by) {
        return new Waived(
                segments.size(),
                String.format(
                        Locale.ROOT,
                        "%d of %d segments (%.1f of %.1f km) are waived by %s; the rest goes on.",
                        segments.size(),
                        run.planned().segments(),
                        segments.stream().mapToDouble(WaivedSegment::distanceM).sum() / 1000,
                        run.planned().kilometres(),
                        by));
    }

    private static String percent(double share) {
        return new java.math.BigDecimal(Double.toString(share))
                .movePointRight(2)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static OdographException invalid(String runId, String why) {
        return new OdographException(
                ErrorCode.WAIVER_INVALID, "Run \"" + runId + "\" cannot do without segments: " + why);
    }

    private record Place(int partition, @Nullable String code) {
        static Place of(OutputState failure) {
            return new Place(failure.partition(), failure.code());
        }
    }
}
