package dev.odograph.cli;

import dev.odograph.compare.CompareOptions;
import dev.odograph.compare.Correction;
import dev.odograph.compare.Verdict;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.Comparison;
import dev.odograph.query.ComparisonMarkdown;
import dev.odograph.query.Comparisons;
import dev.odograph.worker.Stores;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Say whether metrics got better or worse between two runs, versions, releases or datasets.",
            "A side is run:ID, version:1.0@DATASET, release:2.3@DATASET, dataset:NAME[@VERSION] or",
            "channel:NAME@DATASET; @DATASET may be left out, and so may the first word where it is clear.",
            "Exits with 0; with --gate, with 1 where a metric is worse."
        },
        footer = {
            "",
            "Examples: odograph compare platoon_safety --base channel:main@fleet --head run:RUN_ID --gate",
            "          odograph compare platoon_safety --base release:4.2.0 --head release:4.3.0"
        })
final class CompareCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    @Parameters(
            arity = "1..*",
            paramLabel = "METRIC",
            description = "Names of metrics; namespace/name where they have one. All are one family for --correction.")
    private List<String> metrics = List.of();

    @Option(names = "--base", required = true, paramLabel = "REF", description = "The side to compare with.")
    private String base = "";

    @Option(names = "--head", required = true, paramLabel = "REF", description = "The side to judge.")
    private String head = "";

    @Option(names = "--gate", description = "Exit with 1 where a metric is worse.")
    private boolean gate;

    @Option(
            names = "--pair",
            paramLabel = "A,B",
            description = "Attributes by which segments pair, or none (default: the recordings themselves where both"
                    + " sides read the same, else scenario_id,seed, else none).")
    private @Nullable String pair;

    @Option(
            names = "--cluster",
            paramLabel = "A",
            description = "Attribute whose segments depend on each other (default: vehicle where nothing pairs;"
                    + " scenario_id where at least 20 scenarios have several seeds).")
    private @Nullable String cluster;

    @Option(
            names = "--stratify",
            paramLabel = "TAG,TAG",
            description = "Tags whose mix is made equal where nothing pairs.")
    private String stratify = "";

    @Option(names = "--measure", paramLabel = "M,M", description = "Only these measures (default: all).")
    private String measures = "";

    @Mixin
    private VerdictOptions verdict = new VerdictOptions();

    @Option(names = "--bootstraps", defaultValue = "2000", description = "Samples for intervals (default: 2000).")
    private int bootstraps;

    @Option(names = "--permutations", defaultValue = "9999", description = "Arrangements for p-values (default: 9999).")
    private int permutations;

    @Option(names = "--top", defaultValue = "5", description = "How many segments to name (default: 5).")
    private int top;

    @Option(names = "--markdown", description = "Print Markdown, as for the comment on a change.")
    private boolean markdown;

    private final Console console;

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (markdown && common.json()) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "--markdown and --json exclude each other: give one of them");
        }
        CompareOptions options = new CompareOptions(
                pair == null ? null : pair.equals("none") ? List.of() : list(pair),
                cluster,
                list(stratify),
                list(measures),
                verdict.alpha,
                Correction.parse(verdict.correction),
                verdict.tolerance,
                verdict.seed,
                bootstraps,
                permutations,
                top);
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2)) {
            Comparison comparison = new Comparisons(stores.postgres(), stores.datasets(), stores.clickhouse())
                    .compare(metrics.stream().distinct().toList(), base, head, options);
            if (common.json()) {
                console.json(comparison);
            } else if (markdown) {
                console.out().print(ComparisonMarkdown.of(comparison));
                console.out().flush();
            } else {
                new ComparisonView(console).print(comparison);
            }
            return gate && comparison.verdict() == Verdict.WORSE ? ExitCodes.RUN_NOT_SUCCEEDED : ExitCodes.OK;
        }
    }

    private static List<String> list(String words) {
        return words.isBlank()
                ? List.of()
                : Arrays.stream(words.split(","))
                        .map(String::strip)
                        .flatMap(word -> word.isEmpty() ? Stream.empty() : Stream.of(word))
                        .toList();
    }
}
