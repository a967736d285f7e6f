package dev.odograph.cli;

import dev.odograph.contract.DatasetRef;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RegressionInput;
import dev.odograph.contract.RegressionRules;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.SegmentSample;
import dev.odograph.dataset.Dataset;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.regression.RegressionJudge;
import dev.odograph.regression.RegressionStart;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.worker.RunStart;
import dev.odograph.worker.Stores;
import dev.odograph.worker.TemporalConnection;
import io.temporal.api.common.v1.WorkflowExecution;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "ci",
        mixinStandardHelpOptions = true,
        description = {
            "Judge a change: run the graph before and after it, compare, and exit by the verdict.",
            "With --dataset: the code here against that of --base, on the same recordings. With --base-dataset",
            "and --head-dataset: the robot's software, by what its two releases recorded or simulated.",
            "Exit codes: 0 pass; 1 a metric got worse; 2 broken: a run failed by its code or data, or readers",
            "of a metric would be surprised; 3 undecided, with --undecided fail; 4 a store, disk or network failed."
        },
        footer = {
            "",
            "Examples: odograph ci --graph car_following --dataset fleet --sample 50 --base main",
            "          odograph ci --graph car_following --base-dataset sim_4_2 --head-dataset sim_4_3"
        })
final class CiCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    @Option(
            names = "--graph",
            required = true,
            paramLabel = "GRAPH",
            description = "Name of the graph, or a metric's FILE.sql or FILE.py.")
    private String graph = "";

    @Option(names = "--dataset", paramLabel = "DATASET", description = "Both sides run on it; or name@version.")
    private @Nullable String dataset;

    @Option(names = "--base-dataset", paramLabel = "DATASET", description = "The base runs on this one.")
    private @Nullable String baseDataset;

    @Option(names = "--head-dataset", paramLabel = "DATASET", description = "The head runs on this one.")
    private @Nullable String headDataset;

    @Option(
            names = "--base",
            paramLabel = "REF",
            description = "Code of the base: a branch, or a bundle's digest (default: merged code).")
    private @Nullable String base;

    @Mixin
    private CodeOptions code = new CodeOptions();

    @Mixin
    private SampleOptions sample = new SampleOptions();

    @Option(names = "--param", paramLabel = "NAME=VALUE", description = "Value of a graph parameter; may be repeated.")
    private Map<String, Object> parameters = new TreeMap<>();

    @Option(
            names = "--metric",
            split = ",",
            paramLabel = "METRIC",
            description = "Judge by these only (default: all that can be compared).")
    private List<String> metrics = List.of();

    @Mixin
    private VerdictOptions verdict = new VerdictOptions();

    @Option(
            names = "--undecided",
            defaultValue = "pass",
            paramLabel = "pass|fail",
            description = "What becomes of a measure that the data do not decide (default: pass, with a notice).")
    private String undecided = "pass";

    @Option(
            names = "--repeat",
            defaultValue = "0",
            paramLabel = "N",
            description = "Compute outputs of the head N times more, to find steps that are flaky (default: 0).")
    private int repeats;

    @Option(
            names = "--supersede",
            paramLabel = "KEY",
            description = "Cancel the run of this key that is under way, such as one of the same branch.")
    private @Nullable String supersede;

    @Mixin
    private ReportOptions reports = new ReportOptions();

    private final Console console;

    CiCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        RegressionRules rules = rules();
        SegmentSample chosen = sample.sample();
        String before = requireDatasets();
        String after = headDataset == null ? before : headDataset;
        if (supersede != null) {
            var unused = RegressionStart.id(graph, supersede);
        }
        reports.requireWritable();
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2);
                TemporalConnection temporal = TemporalConnection.open(session.endpoints())) {
            RunCode head = RunCode.find(graph, code, session, stores, console);
            Bundle headCode = bundle(session, stores, head.reference(), head.graph());
            requireMetrics(GraphCommand.graph(headCode, head.graph()));
            String baseDigest = dataset == null
                    ? headCode.digest()
                    : bundle(session, stores, base, head.graph()).digest();
            String baseVersion = pinned(stores, before);
            String headVersion = before.equals(after) ? baseVersion : pinned(stores, after);
            RegressionInput input = new RegressionInput(
                    input(head.graph(), baseDigest, baseVersion, chosen),
                    input(head.graph(), headCode.digest(), headVersion, chosen),
                    RunStart.newId(head.graph() + "-base", before),
                    RunStart.newId(head.graph() + "-head", after),
                    metrics.stream().distinct().toList(),
                    rules);
            String id = RegressionStart.id(head.graph(), supersede == null ? input.headRunId() : supersede);
            WorkflowExecution execution = RegressionStart.start(temporal.client(), id, input, supersede != null);
            console.say("Regression run " + id + "  " + RunLinks.temporal(session.endpoints(), id));
            return new CiWatch(stores, temporal.client(), console, reports, common.json())
                    .untilEnd(execution, input, session);
        }
    }

    private RegressionRules rules() {
        if (!undecided.equals("pass") && !undecided.equals("fail")) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "--undecided is \"" + undecided + "\": choose one of pass, fail");
        }
        RegressionRules rules = new RegressionRules(
                verdict.alpha, verdict.correction, verdict.tolerance, verdict.seed, undecided.equals("fail"), repeats);
        var unused = RegressionJudge.options(rules);
        return rules;
    }

    /** The base's dataset. */
    private String requireDatasets() {
        boolean two = baseDataset != null && headDataset != null;
        boolean any = baseDataset != null || headDataset != null;
        if (dataset != null && !any) {
            return dataset;
        }
        if (dataset == null && two && baseDataset != null) {
            if (base != null) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "--base names other code, and two datasets are judged by the same: leave --base out, or give"
                                + " --dataset");
            }
            return baseDataset;
        }
        throw new OdographException(
                ErrorCode.ARGUMENT_INVALID,
                dataset != null
                        ? "--dataset and " + (baseDataset != null ? "--base-dataset" : "--head-dataset")
                                + " exclude each other: give --dataset to judge code, or --base-dataset and"
                                + " --head-dataset to judge the robot's software"
                        : any
                                ? "Only " + (baseDataset != null ? "--base-dataset" : "--head-dataset")
                                        + " is given: give both --base-dataset and --head-dataset"
                                : "No dataset is given: give --dataset to judge code, or --base-dataset and"
                                        + " --head-dataset to judge the robot's software");
    }

    private static Bundle bundle(StackSession session, Stores stores, @Nullable String reference, String graph) {
        Bundle found = CodeOptions.references(stores, session)
                .resolve(reference, graph)
                .bundle();
        GraphCommand.graph(found, graph);
        return found;
    }

    private void requireMetrics(GraphSpec spec) {
        List<String> there = spec.metrics().stream().map(MetricSpec::name).toList();
        for (String metric : metrics) {
            if (!there.contains(metric)) {
                throw new OdographException(
                        ErrorCode.METRIC_NOT_FOUND,
                        "Graph \"" + spec.name() + "\" has no metric \"" + metric + "\": it has "
                                + String.join(", ", there));
            }
        }
    }

    /** Both sides see one version, whatever is imported meanwhile. */
    private static String pinned(Stores stores, String text) {
        Dataset there = stores.datasets().load(DatasetRef.parse(text));
        return there.name() + "@" + there.version();
    }

    private RunInput input(String name, String digest, String version, @Nullable SegmentSample chosen) {
        return new RunInput(name, null, digest, version, parameters, Purpose.CI, null, null, null, chosen);
    }
}
