package dev.odograph.regression;

import dev.odograph.contract.RegressionOutcome.Gate;
import dev.odograph.contract.RegressionOutcome.Passage;
import dev.odograph.contract.RepeatActivities.Flake;
import dev.odograph.contract.RepeatActivities.Repeated;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What repetitions of a head say: figures that change by themselves cannot be judged. */
final class Repeats {
    private static final String KIND = "repeat";

    private Repeats() {}

    /** A gate for each stage that is flaky; one that passes where none is; none where nothing was repeated. */
    static List<Gate> of(String runId, List<Repeated> rounds) {
        if (rounds.isEmpty()) {
            return List.of();
        }
        Map<String, List<Flake>> byStage = new TreeMap<>();
        rounds.forEach(round -> round.flakes()
                .forEach(flake -> byStage.computeIfAbsent(flake.stage(), stage -> new ArrayList<>())
                        .add(flake)));
        Repeated first = rounds.getFirst();
        String looked = first.outputs() == first.planned()
                ? "all " + first.outputs() + " outputs"
                : first.outputs() + " of " + first.planned() + " outputs";
        if (first.outputs() == 0) {
            return List.of(new Gate(
                    KIND,
                    "head",
                    null,
                    Passage.UNDECIDED,
                    "Nothing was compared: what the head stored of its outputs is gone"));
        }
        if (byStage.isEmpty()) {
            return List.of(new Gate(
                    KIND,
                    "head",
                    null,
                    Passage.PASS,
                    "Computed again " + rounds.size() + "×, " + looked + " of the head came out the same"));
        }
        return byStage.entrySet().stream()
                .map(stage -> gate(runId, stage.getKey(), stage.getValue(), rounds.size()))
                .toList();
    }

    private static Gate gate(String runId, String stage, List<Flake> flakes, int rounds) {
        Set<Integer> partitions = new LinkedHashSet<>();
        flakes.forEach(flake -> partitions.add(flake.partition()));
        Flake first = flakes.getFirst();
        return new Gate(
                KIND,
                stage,
                null,
                Passage.FAIL,
                "Flaky: computed again " + rounds + "×, " + partitions.size()
                        + (partitions.size() == 1 ? " output" : " outputs") + " came out otherwise for the same input,"
                        + (first.segmentId() == null
                                ? ""
                                : " first partition " + first.partition() + " with segment " + first.segmentId() + ":")
                        + " " + first.message() + ". Take seeds from parameters and sums in a fixed order; ./odograph"
                        + " runs reproduce " + runId + " " + stage
                        + (first.partition() == 0 ? "" : " " + first.partition()) + " computes it again");
    }
}
