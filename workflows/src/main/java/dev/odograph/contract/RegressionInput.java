package dev.odograph.contract;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Input of the workflow {@code RegressionRun}; anyone may write it by hand in the Temporal UI.
 *
 * @param base what to compare with; where its outputs are there already, they are reused
 * @param head what is judged
 * @param baseRunId id of the run of the base, which no other run has
 * @param headRunId id of the run of the head, which no other run has
 * @param metrics names of the metrics to judge by; empty for all of the head that can be compared
 * @param rules how to judge; null for the defaults
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RegressionInput(
        RunInput base, RunInput head, String baseRunId, String headRunId, List<String> metrics, RegressionRules rules) {
    public RegressionInput {
        requireNonNull(base, "base is null: give the input of the run to compare with");
        requireNonNull(head, "head is null: give the input of the run to judge");
        requireNonNull(baseRunId, "baseRunId is null: name the run of the base");
        requireNonNull(headRunId, "headRunId is null: name the run of the head");
        metrics = List.copyOf(requireNonNullElse(metrics, List.of()));
        rules = requireNonNullElse(rules, RegressionRules.DEFAULT);
    }
}
