package dev.odograph.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one metric's measures.
 *
 * @param pairedBy attributes by which segments pair; empty where they do not
 * @param pairs number of pairs
 * @param baseAlone the base's segments without a partner
 * @param headAlone the head's segments without a partner
 * @param cluster attribute whose segments depend on each other; null where each pair is a unit of its own
 * @param strata by which rates are standardised; empty for none
 * @param measures in the order of the metric
 * @param warnings what a reader must know beside the verdicts
 */
public record MetricComparison(
        List<String> pairedBy,
        long pairs,
        long baseAlone,
        long headAlone,
        @Nullable String cluster,
        List<String> strata,
        List<MeasureComparison> measures,
        List<String> warnings) {
    public MetricComparison {
        pairedBy = List.copyOf(pairedBy);
        strata = List.copyOf(strata);
        measures = List.copyOf(measures);
        warnings = List.copyOf(warnings);
    }

    /** Of the measures with a direction, or of all where none has one. */
    public Verdict verdict() {
        List<Verdict> directed = measures.stream()
                .filter(measure -> measure.direction() != dev.odograph.spec.Measure.Direction.NONE)
                .map(MeasureComparison::verdict)
                .toList();
        return Verdict.of(
                directed.isEmpty()
                        ? measures.stream().map(MeasureComparison::verdict).toList()
                        : directed);
    }
}
