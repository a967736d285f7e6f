package dev.odograph.cli;

import dev.odograph.contract.FailurePolicy;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunLimits;
import dev.odograph.contract.SegmentSample;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.worker.RunStart;
import dev.odograph.worker.Stores;
import dev.odograph.worker.TemporalConnection;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = {
            "Run a graph on a dataset. Prints the run's id; what was computed before is reused.",
            "With --local: run it over files in this process, without any server, and print the results."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: odograph run car_following openacc --param ttc_limit_s=3 --wait",
            "          odograph run car_following --local drive_1.parquet",
            "          odograph run top_speed.sql --local drive_1.csv --out page.html"
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    @Parameters(
            index = "0",
            paramLabel = "GRAPH",
            description = "Name of the graph, or a metric's FILE.sql or FILE.py.")
    private String graph = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATASET",
            description = "Name of the dataset, or name@version; none with --local.")
    private String dataset = "";

    @Option(names = "--param", paramLabel = "NAME=VALUE", description = "Value of a graph parameter; may be repeated.")
    private Map<String, Object> parameters = new TreeMap<>();

    @Option(names = "--purpose", description = "adhoc, ci, backfill or production (default: adhoc).")
    private String purpose = "adhoc";

    @Option(
            names = "--failure-policy",
            paramLabel = "POLICY",
            description = "When something failed: fail, or park and wait for an operator"
                    + " (default: park for backfill and production, else fail).")
    private @Nullable String failurePolicy;

    @Option(names = "--max-partitions", paramLabel = "N", description = "Partitions under way at once (default: 32).")
    private @Nullable Integer maxPartitions;

    @Option(
            names = "--max-step",
            paramLabel = "STEP=N",
            description = "Outputs of a step under way at once; may be repeated.")
    private Map<String, Integer> maxSteps = new TreeMap<>();

    @Option(names = "--target-rows", paramLabel = "ROWS", description = "Mean rows of a partition (default: 500000).")
    private @Nullable Long targetRows;

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "Id of the run; the same id with other input is refused.")
    private @Nullable String runId;

    @Option(names = "--wait", description = "Show progress until the run ends; exit with 1 unless it succeeds.")
    private boolean wait;

    @Mixin
    private CodeOptions code = new CodeOptions();

    @Mixin
    private SampleOptions sample = new SampleOptions();

    @ArgGroup(validate = false, heading = "%nWithout a server:%n")
    private LocalOptions local = new LocalOptions();

    private final Console console;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (local.given()) {
            return local.run(graph, dataset, parameters, code, common, console);
        }
        if (dataset.isEmpty()) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Neither a dataset nor --local FILES is given: name the dataset to run " + graph + " on");
        }
        if (runId != null) {
            RunStart.requireId(runId);
        }
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2);
                TemporalConnection temporal = TemporalConnection.open(session.endpoints())) {
            return start(session, stores, temporal);
        }
    }

    private int start(StackSession session, Stores stores, TemporalConnection temporal) throws IOException {
        SegmentSample chosen = sample.sample();
        RunCode found = RunCode.find(graph, code, session, stores, console);
        String graph = found.graph();
        RunInput input = new RunInput(
                graph,
                null,
                found.reference(),
                dataset,
                parameters,
                Purpose.parse(purpose),
                failurePolicy == null ? null : FailurePolicy.parse(failurePolicy),
                targetRows,
                maxPartitions == null && maxSteps.isEmpty() ? null : new RunLimits(maxPartitions, maxSteps),
                chosen);
        String id = runId == null ? RunStart.newId(graph, dataset) : runId;
        RunStart.start(temporal.client(), id, input);
        if (!wait) {
            started(session, id);
            return ExitCodes.OK;
        }
        if (!common.json()) {
            console.say("Run " + id + "  " + RunLinks.page(session.endpoints(), id));
        }
        int ended = new RunWatch(stores, temporal.client(), console).untilEnd(id, common.json());
        if (ended == ExitCodes.OK && found.justPushed() && !common.json()) {
            // Whoever changes a step wants to know what it did to the numbers.
            new RunDifference(stores).printBesideTheOneBefore(id, console);
        }
        return ended;
    }

    private void started(StackSession session, String id) {
        if (common.json()) {
            console.json(Map.of(
                    "run_id",
                    id,
                    "page_url",
                    RunLinks.page(session.endpoints(), id),
                    "temporal_url",
                    RunLinks.temporal(session.endpoints(), id)));
        } else {
            console.print(id);
            console.say("Watch it: ./odograph runs watch " + id + "   or " + RunLinks.page(session.endpoints(), id));
        }
    }
}
