package dev.odograph.cli;

import dev.odograph.activity.BundleReferences;
import dev.odograph.cli.project.AuthorProject;
import dev.odograph.contract.FailurePolicy;
import dev.odograph.contract.MetricGraphRun;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunLimits;
import dev.odograph.contract.TaskQueues;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.MetricFile;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.worker.Stores;
import dev.odograph.worker.TemporalConnection;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
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
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,199}");

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
        if (runId != null && !RUN_ID.matcher(runId).matches()) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    "Run id " + Text.quoted(runId)
                            + " is not valid: begin with a letter or digit and use letters, digits,"
                            + " '_', '.', ':', '-', at most 200 characters");
        }
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2);
                TemporalConnection temporal = TemporalConnection.open(session.endpoints())) {
            return start(session, stores, temporal);
        }
    }

    private int start(StackSession session, Stores stores, TemporalConnection temporal) {
        Code found = code(session, stores);
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
                maxPartitions == null && maxSteps.isEmpty() ? null : new RunLimits(maxPartitions, maxSteps));
        String id = runId == null ? newId(graph, dataset) : runId;
        start(temporal.client(), id, input);
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

    /** The code of a run: its graph's name, what names its bundle, and whether its author just pushed it. */
    private record Code(String graph, String reference, boolean justPushed) {}

    private Code code(StackSession session, Stores stores) {
        if (MetricFile.isFile(graph)) {
            AuthorCode.Pushed pushed = AuthorCode.push(stores, session.directory(), Path.of(graph), null);
            console.say(PushCommand.words(pushed));
            return new Code(
                    pushed.bundle().graphs().getFirst().name(), pushed.bundle().digest(), true);
        }
        BundleReferences references = CodeOptions.references(stores, session);
        String reference = code.reference();
        if (reference != null) {
            GraphCommand.graph(references.resolve(reference, graph).bundle(), graph);
            return new Code(graph, reference, false);
        }
        Optional<AuthorProject> project = code.project();
        if (project.isPresent()) {
            AuthorCode.Pushed pushed = AuthorCode.push(stores, session.directory(), project.get(), null);
            if (pushed.bundle().graph(graph).isPresent()) {
                console.say(PushCommand.words(pushed));
                return new Code(graph, pushed.bundle().digest(), true);
            }
        }
        Bundle examples = ExampleBundle.current(session.directory());
        Bundle bundle = examples.graph(graph).isPresent()
                ? examples
                : references.resolve(null, graph).bundle();
        GraphCommand.graph(bundle, graph);
        return new Code(graph, bundle.digest(), false);
    }

    /** Starts a run, or a new pass of a run that ended. */
    static void start(WorkflowClient client, String id, RunInput input) {
        MetricGraphRun run = client.newWorkflowStub(
                MetricGraphRun.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setTaskQueue(TaskQueues.RUNS)
                        .setStaticSummary(input.graph() + " on " + input.dataset())
                        .setStaticDetails("Metric graph `" + input.graph() + "` on dataset `" + input.dataset()
                                + "`, purpose " + input.purpose() + ". Each activity is one stage for one partition.")
                        .build());
        try {
            WorkflowClient.start(run::run, input, null);
        } catch (WorkflowExecutionAlreadyStarted e) {
            throw new OdographException(
                    ErrorCode.RUN_ID_REUSED,
                    "Run \"" + id + "\" is under way: watch it with ./odograph runs watch " + id,
                    e);
        } catch (WorkflowServiceException | io.grpc.StatusRuntimeException e) {
            throw new OdographException(
                    ErrorCode.TEMPORAL_UNAVAILABLE,
                    "Temporal did not accept run \"" + id + "\": " + e.getMessage() + ". See ./odograph status",
                    e);
        }
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

    /** A run id that says what it is. */
    static String newId(String graph, String dataset) {
        String random = Integer.toString(new SecureRandom().nextInt(36 * 36 * 36 * 36), 36);
        String plain = dataset.replaceAll("[^A-Za-z0-9_.-]", "-");
        return graph + "-" + plain + "-" + STAMP.format(Instant.now()) + "-" + random;
    }
}
