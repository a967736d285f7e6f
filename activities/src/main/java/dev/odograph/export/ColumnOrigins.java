package dev.odograph.export;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the columns of steps come from, as far as the spec alone tells: a check passes its columns on; {@code segment_id} is
 * the recording's in every step that is no reduce; whatever else a step computes stands on all columns that it reads.
 */
final class ColumnOrigins {
    private final Map<String, Map<String, Set<Origin>>> identical = new HashMap<>();
    private final Map<String, Set<Origin>> behind = new HashMap<>();

    private ColumnOrigins() {}

    /** A column of a source. */
    record Origin(StepSpec.Source source, String column) {}

    static ColumnOrigins of(GraphSpec spec) {
        ColumnOrigins origins = new ColumnOrigins();
        spec.steps().forEach(origins::add);
        return origins;
    }

    /** By column of a step's output, in order of names: the columns of sources that it is, unchanged. */
    Map<String, Set<Origin>> identical(String step) {
        return identical.getOrDefault(step, Map.of());
    }

    /** Columns of sources that a step's rows stand on. */
    Set<Origin> behind(String step) {
        return behind.getOrDefault(step, Set.of());
    }

    private void add(StepSpec step) {
        Map<String, Set<Origin>> same = new TreeMap<>();
        Set<Origin> all = new LinkedHashSet<>();
        step.inputs().forEach(input -> all.addAll(behind(input)));
        switch (step) {
            case StepSpec.Source source -> {
                for (ColumnSpec column : source.output().columns()) {
                    Origin origin = new Origin(source, column.name());
                    same.put(column.name(), Set.of(origin));
                    all.add(origin);
                }
            }
            case StepSpec.Check check -> same.putAll(identical(check.inputs().getFirst()));
            case StepSpec.Reduce reduce -> {}
            default -> {
                if (step.output().bySegment()) {
                    Set<Origin> segments = new LinkedHashSet<>();
                    for (String input : step.inputs()) {
                        segments.addAll(identical(input).getOrDefault(TableSchema.SEGMENT_ID, Set.of()));
                    }
                    if (!segments.isEmpty()) {
                        same.put(TableSchema.SEGMENT_ID, segments);
                    }
                }
            }
        }
        identical.put(step.name(), same);
        behind.put(step.name(), all);
    }
}
