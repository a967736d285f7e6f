package dev.odograph.activity;

import dev.odograph.plan.FingerprintPart;
import dev.odograph.plan.Keys;
import dev.odograph.plan.Stage;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.StageRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says in words why outputs are not reused: what of their keys is another than in an earlier run. */
final class Reasons {
    private final PinnedPlan plan;
    private final Optional<BaseRun> base;
    private final List<PartitionRecord> partitions;
    private final List<List<String>> changes = new ArrayList<>();

    Reasons(PinnedPlan plan, Optional<BaseRun> base, List<PartitionRecord> partitions) {
        this.plan = plan;
        this.base = base;
        this.partitions = partitions;
        for (Stage stage : plan.stages()) {
            changes.add(base.map(run -> changes(stage, run)).orElse(List.of()));
        }
    }

    /** Why these outputs of a stage must be computed or stored; never empty. */
    List<String> of(Stage stage, List<RunPreviews.Missing> missing) {
        if (base.isEmpty()) {
            return List.of("graph " + plan.run().spec().name() + " never ran");
        }
        List<String> reasons = new ArrayList<>(changes.get(stage.index()));
        for (int input : stage.inputs()) {
            if (changed(input)) {
                reasons.add("reads step " + plan.stages().get(input).name() + ", which changed");
            }
        }
        segments(stage, missing, base.get()).ifPresent(reasons::add);
        if (reasons.isEmpty()) {
            String run = base.get().run().runId();
            reasons.add(
                    missing.getFirst().artifactThere()
                            ? "its rows are not in the table of "
                                    + stage.metrics().stream()
                                            .map(MetricSpec::name)
                                            .collect(Collectors.joining(", "))
                            : "its output is not there: run " + run + " did not get so far, or it was deleted since");
        }
        return List.copyOf(reasons);
    }

    private boolean changed(int stage) {
        return !changes.get(stage).isEmpty()
                || plan.stages().get(stage).inputs().stream().anyMatch(this::changed);
    }

    /** What of a stage's own fingerprint is another; empty where nothing is. */
    private List<String> changes(Stage stage, BaseRun run) {
        Optional<StageRecord> before = run.stages().stream()
                .filter(record -> record.name().equals(stage.name()))
                .findFirst();
        if (before.isEmpty()) {
            boolean known = run.run().spec().step(stage.name()).isPresent();
            return List.of("step " + stage.name() + (known ? " ends a stage now, which it did not" : " is new"));
        }
        if (before.get().fingerprint().equals(plan.fingerprints().get(stage.index()))) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        List<String> steps = stage.steps().stream().map(StepSpec::name).toList();
        if (!steps.equals(before.get().steps())) {
            found.add("its steps were " + String.join(" → ", before.get().steps()) + " and are "
                    + String.join(" → ", steps));
        }
        for (StepSpec step : stage.steps()) {
            run.run().spec().step(step.name()).ifPresent(old -> changes(old, step, run, found));
        }
        if (found.isEmpty()) {
            found.add(
                    run.bundle().isEmpty()
                            ? "code changed: the bundle of run " + run.run().runId()
                                    + " is gone, so it cannot be said what"
                            : "Odograph's SQL engine or kernels are another version");
        }
        return found;
    }

    private void changes(StepSpec before, StepSpec after, BaseRun run, List<String> found) {
        BundleFingerprints now = new BundleFingerprints(plan.bundle());
        BundleFingerprints then = run.bundle().map(BundleFingerprints::new).orElse(now);
        Map<String, List<String>> old = parts(before, run.run().parameters(), then);
        Map<String, List<String>> current = parts(after, plan.run().parameters(), now);
        Set<String> words = new LinkedHashSet<>(old.keySet());
        words.addAll(current.keySet());
        for (String word : words) {
            if (!old.getOrDefault(word, List.of()).equals(current.getOrDefault(word, List.of()))) {
                found.add("step " + after.name() + ": "
                        + (word.equals(Keys.PARAMETERS)
                                ? parameters(
                                        run,
                                        old.getOrDefault(word, List.of()) + " " + current.getOrDefault(word, List.of()))
                                : word + " changed"));
            }
        }
    }

    private static Map<String, List<String>> parts(
            StepSpec step, Map<String, Object> parameters, BundleFingerprints code) {
        return Keys.stepParts(step, parameters, code).stream()
                .collect(Collectors.groupingBy(
                        FingerprintPart::what,
                        LinkedHashMap::new,
                        Collectors.mapping(FingerprintPart::value, Collectors.toList())));
    }

    /** Those of the graph's parameters that differ and that the step uses, by the values in its fingerprints. */
    private String parameters(BaseRun run, String used) {
        Map<String, Object> before = run.run().parameters();
        Map<String, Object> after = plan.run().parameters();
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        String moved = names.stream()
                .filter(used::contains)
                .filter(name -> !String.valueOf(before.get(name)).equals(String.valueOf(after.get(name))))
                .map(name ->
                        name + " " + before.getOrDefault(name, "(none)") + " → " + after.getOrDefault(name, "(none)"))
                .collect(Collectors.joining(", "));
        return moved.isEmpty() ? "values given to it changed" : "parameter " + moved;
    }

    private Optional<String> segments(Stage stage, List<RunPreviews.Missing> missing, BaseRun run) {
        Set<List<String>> cuts = new HashSet<>();
        Set<String> known = new HashSet<>();
        for (PartitionRecord partition : run.partitions()) {
            cuts.add(segments(partition));
            known.addAll(segments(partition));
        }
        Set<Integer> wanted =
                missing.stream().map(RunPreviews.Missing::partition).collect(Collectors.toSet());
        List<List<String>> others = partitions.stream()
                .filter(partition -> stage.reduce() || wanted.contains(partition.partition()))
                .map(Reasons::segments)
                .filter(segments -> !cuts.contains(segments))
                .toList();
        long fresh = others.stream()
                .flatMap(List::stream)
                .filter(segment -> !known.contains(segment))
                .count();
        if (fresh > 0) {
            return Optional.of(fresh + (fresh == 1 ? " input segment is" : " input segments are") + " new or changed");
        }
        boolean removed =
                stage.reduce() && partitions.size() != run.partitions().size();
        return others.isEmpty() && !removed
                ? Optional.empty()
                : Optional.of("its partitions hold other segments together");
    }

    private static List<String> segments(PartitionRecord partition) {
        List<String> segments = new ArrayList<>();
        for (int at = 0; at < partition.segmentIds().size(); at++) {
            segments.add(partition.segmentDigests().get(at) + " "
                    + partition.segmentIds().get(at));
        }
        return segments;
    }
}
