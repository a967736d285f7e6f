package dev.odograph.regression;

import dev.odograph.compare.CompareOptions;
import dev.odograph.compare.Correction;
import dev.odograph.compare.MeasureComparison;
import dev.odograph.contract.RegressionActivities.JudgeRequest;
import dev.odograph.contract.RegressionActivities.SideFailure;
import dev.odograph.contract.RegressionInput;
import dev.odograph.contract.RegressionOutcome;
import dev.odograph.contract.RegressionOutcome.Gate;
import dev.odograph.contract.RegressionOutcome.Passage;
import dev.odograph.contract.RegressionRules;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.ComparedMetric;
import dev.odograph.query.Comparison;
import dev.odograph.query.ComparisonWords;
import dev.odograph.query.Comparisons;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.Measure;
import dev.odograph.spec.MetricName;
import dev.odograph.spec.MetricSpec;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Judges the head of a regression run by its base. Reads stores, writes nothing. Thread-safe. */
public final class RegressionJudge implements Function<JudgeRequest, RegressionOutcome> {
    private final RunLedger ledger;
    private final RunReader reader;
    private final Comparisons comparisons;

    /** A judge of what these stores hold. */
    public RegressionJudge(Postgres postgres, DatasetStore datasets, ClickHouse clickhouse) {
        this.ledger = new RunLedger(postgres);
        this.reader = new RunReader(postgres);
        this.comparisons = new Comparisons(postgres, datasets, clickhouse);
    }

    @Override
    public RegressionOutcome apply(JudgeRequest request) {
        RegressionInput input = request.input();
        List<Gate> gates = new ArrayList<>();
        EndedRun base = ended(gates, "base", input.baseRunId(), request.base());
        EndedRun head = ended(gates, "head", input.headRunId(), request.head());
        if (!base.failed() && !head.failed()) {
            GraphSpec before = base.spec();
            GraphSpec after = head.spec();
            gates.addAll(Repeats.of(input.headRunId(), request.repeated()));
            gates.addAll(Promises.between(before, after, input.metrics()));
            gates.addAll(Measures.between(before, after, input.metrics()));
            gates.addAll(Contracts.between(base.planned(), head.planned()));
            statistics(gates, input, before, after);
        } else if (head.report() != null) {
            gates.addAll(Contracts.of(head.report()));
        }
        RegressionOutcome.Verdict verdict = verdict(base, head, gates, input.rules());
        return new RegressionOutcome(
                verdict, Summaries.of(verdict, gates), input.baseRunId(), input.headRunId(), gates);
    }

    /**
     * The figures behind the gates of statistics; the same for the same runs. None where a run failed or nothing can be
     * compared.
     */
    public Optional<Comparison> compare(RegressionInput input) {
        return compared(input, comparable(input, spec(input.baseRunId()), spec(input.headRunId())))
                .comparison();
    }

    /** A comparison of all metrics that can be compared, and why others cannot. */
    private record Compared(Optional<Comparison> comparison, Map<String, String> refused) {}

    private Compared compared(RegressionInput input, List<String> metrics) {
        if (metrics.isEmpty()) {
            return new Compared(Optional.empty(), Map.of());
        }
        try {
            return new Compared(Optional.of(compare(input, metrics)), Map.of());
        } catch (OdographException one) {
            requireOnlyTooLittle(one);
        }
        // One of them holds up all: which?
        List<String> good = new ArrayList<>();
        Map<String, String> refused = new TreeMap<>();
        for (String metric : metrics) {
            try {
                var unused = compare(input, List.of(metric));
                good.add(metric);
            } catch (OdographException no) {
                requireOnlyTooLittle(no);
                refused.put(metric, String.valueOf(no.getMessage()));
            }
        }
        return new Compared(good.isEmpty() ? Optional.empty() : Optional.of(compare(input, good)), refused);
    }

    private static void requireOnlyTooLittle(OdographException problem) {
        if (problem.code() != ErrorCode.COMPARISON_INVALID) {
            throw problem;
        }
    }

    private Comparison compare(RegressionInput input, List<String> metrics) {
        return comparisons.compare(
                metrics, "run:" + input.baseRunId(), "run:" + input.headRunId(), options(input.rules()));
    }

    /**
     * The options of a comparison that rules mean.
     *
     * @throws dev.odograph.error.OdographException ARGUMENT_INVALID, with all that is wrong
     */
    public static CompareOptions options(RegressionRules rules) {
        if (rules.repeats() < 0 || rules.repeats() > RegressionRules.MOST_REPEATS) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "--repeat is " + rules.repeats() + ": give 0 to " + RegressionRules.MOST_REPEATS);
        }
        CompareOptions usual = CompareOptions.DEFAULT;
        return new CompareOptions(
                usual.pair(),
                usual.cluster(),
                usual.stratify(),
                usual.measures(),
                rules.alpha(),
                Correction.parse(rules.correction()),
                rules.tolerance(),
                rules.seed(),
                usual.bootstraps(),
                usual.permutations(),
                usual.top());
    }

    private EndedRun ended(List<Gate> gates, String side, String runId, @Nullable SideFailure failure) {
        EndedRun run = new EndedRun(side, runId, failure, ledger.find(runId).isPresent() ? reader.show(runId) : null);
        gates.add(run.gate());
        return run;
    }

    private GraphSpec spec(String runId) {
        return ledger.run(runId).plan().spec();
    }

    private void statistics(List<Gate> gates, RegressionInput input, GraphSpec before, GraphSpec after) {
        for (MetricSpec metric : after.metrics()) {
            if (wanted(input, metric.name())
                    && Promises.metric(before, metric.name()).isEmpty()) {
                gates.add(new Gate(
                        "statistics",
                        metric.name(),
                        metric.name(),
                        Passage.NOTICE,
                        "The base does not have it: there is nothing to compare it with"));
            }
        }
        List<String> metrics = comparable(input, before, after);
        if (metrics.isEmpty()) {
            gates.add(new Gate(
                    "statistics",
                    "nothing",
                    null,
                    Passage.UNDECIDED,
                    "No metric can be compared: declare measures with a direction, such as"
                            + " Measure.count(\"COLUMN\").perRecordedKm(1000).lowerIsBetter()"));
            return;
        }
        Compared compared = compared(input, metrics);
        compared.refused()
                .forEach((metric, why) ->
                        gates.add(new Gate("statistics", metric, metric, Passage.UNDECIDED, "undecided: " + why)));
        if (compared.comparison().isEmpty()) {
            return;
        }
        for (ComparedMetric metric : compared.comparison().get().metrics()) {
            coverage(gates, metric);
            metric.comparison()
                    .warnings()
                    .forEach(warning -> gates.add(
                            new Gate("statistics", metric.metric(), metric.metric(), Passage.NOTICE, warning)));
            metric.comparison().measures().forEach(measure -> gates.add(gate(metric, measure)));
        }
    }

    private static boolean wanted(RegressionInput input, String metric) {
        return input.metrics().isEmpty() || input.metrics().contains(metric);
    }

    private static List<String> comparable(RegressionInput input, GraphSpec before, GraphSpec after) {
        return after.metrics().stream()
                .map(MetricSpec::name)
                .filter(name -> wanted(input, name))
                .filter(name -> !input.metrics().isEmpty() || Comparisons.canCompare(before, after, name))
                .map(name -> new MetricName(after.namespace(), name).toString())
                .sorted()
                .toList();
    }

    private static void coverage(List<Gate> gates, ComparedMetric metric) {
        var head = metric.head().coverage();
        var base = metric.base().coverage();
        boolean less = head.doneSegments() < head.plannedSegments() || base.doneSegments() < base.plannedSegments();
        if (less) {
            gates.add(new Gate(
                    "coverage",
                    metric.metric(),
                    metric.metric(),
                    head.doneSegments() * base.plannedSegments() < base.doneSegments() * head.plannedSegments()
                            ? Passage.UNDECIDED
                            : Passage.NOTICE,
                    "It stands on " + head.doneSegments() + " of " + head.plannedSegments() + " segments in the head, "
                            + base.doneSegments() + " of " + base.plannedSegments() + " in the base"));
        }
    }

    private static Gate gate(ComparedMetric metric, MeasureComparison measure) {
        Passage passage = switch (measure.verdict()) {
            case WORSE -> Passage.FAIL;
            case UNDECIDED -> measure.direction() == Measure.Direction.NONE ? Passage.NOTICE : Passage.UNDECIDED;
            case BETTER, SAME -> Passage.PASS;
        };
        return new Gate(
                "statistics",
                measure.measure(),
                metric.metric(),
                passage,
                measure.verdict().word() + ": " + measure.reason() + " (base "
                        + ComparisonWords.number(measure.base().value()) + ", head "
                        + ComparisonWords.number(measure.head().value()) + ", change "
                        + ComparisonWords.change(measure) + ", interval " + ComparisonWords.interval(measure) + ")");
    }

    private static RegressionOutcome.Verdict verdict(
            EndedRun base, EndedRun head, List<Gate> gates, RegressionRules rules) {
        if (base.broken() || head.broken()) {
            return RegressionOutcome.Verdict.BROKEN;
        }
        if (base.failed() || head.failed()) {
            return RegressionOutcome.Verdict.INFRASTRUCTURE;
        }
        TreeSet<String> failed = new TreeSet<>();
        gates.stream().filter(gate -> gate.passage() == Passage.FAIL).forEach(gate -> failed.add(gate.kind()));
        if (failed.contains("repeat") || failed.contains("compatibility") || failed.contains("contract")) {
            return RegressionOutcome.Verdict.BROKEN;
        }
        if (failed.contains("statistics")) {
            return RegressionOutcome.Verdict.REGRESSION;
        }
        return rules.undecidedFails() && gates.stream().anyMatch(gate -> gate.passage() == Passage.UNDECIDED)
                ? RegressionOutcome.Verdict.UNDECIDED
                : RegressionOutcome.Verdict.PASS;
    }
}
