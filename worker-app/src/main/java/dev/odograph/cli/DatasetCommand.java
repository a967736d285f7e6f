package dev.odograph.cli;

import dev.odograph.dataset.Corrections;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetName;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.dataset.Segment;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.worker.Stores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dataset",
        description = "Import, change, list and simulate datasets.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DatasetImportCommand.Import.class,
            DatasetImportCommand.Add.class,
            DatasetImportCommand.Replace.class,
            DatasetSimulateCommand.class,
            DatasetSpanCommand.class,
            DatasetPurgeCommand.class,
            DatasetStatusCommand.class
        },
        footer = {"", "Example: odograph dataset import openacc recordings/segments"})
final class DatasetCommand {
    private final Console console;

    DatasetCommand(Console console) {
        this.console = console;
    }

    @Command(
            name = "list",
            description = "List datasets in their newest version.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph dataset list"})
    int list(@Mixin Common common) {
        try (Stores stores = stores(common)) {
            List<Dataset> datasets = stores.datasets().list();
            if (common.json()) {
                console.json(datasets.stream().map(DatasetCommand::view).toList());
            } else if (datasets.isEmpty()) {
                console.print("No datasets yet. Make one: ./odograph dataset simulate fleet --segments 20");
            } else {
                table(datasets);
            }
            return ExitCodes.OK;
        }
    }

    @Command(
            name = "show",
            description = "Show a dataset's versions and the first of its segments.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph dataset show openacc --limit 50"})
    int show(
            @Mixin Common common,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--limit", defaultValue = "20", description = "At most so many segments (default: 20).")
                    int limit) {
        try (Stores stores = stores(common)) {
            DatasetStore store = stores.datasets();
            List<Dataset> versions = store.versions(DatasetName.of(name));
            Dataset newest = versions.getLast();
            List<Segment> segments;
            try (Stream<Segment> all = store.segments(newest.datasetId(), newest.version())) {
                segments = all.limit(limit).toList();
            }
            if (common.json()) {
                Map<String, Object> view = new LinkedHashMap<>(view(newest));
                view.put("versions", versions.stream().map(DatasetCommand::view).toList());
                view.put("first_segments", segments);
                console.json(view);
                return ExitCodes.OK;
            }
            table(versions);
            console.print("");
            console.table(
                    List.of("SEGMENT", "ROWS", "KM", "MINUTES", "TABLES", "TAGS"),
                    segments.stream().map(DatasetCommand::row).toList(),
                    "TABLES");
            if (newest.segments() > segments.size()) {
                console.print("… and " + (newest.segments() - segments.size()) + " more; --limit shows them");
            }
            return ExitCodes.OK;
        }
    }

    @Command(
            name = "retract",
            description = "Make a version without these segments.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph dataset retract openacc ZalaZone_run3"})
    int retract(
            @Mixin Common common,
            @Parameters(index = "0", paramLabel = "NAME") String name,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "SEGMENT") List<String> segments) {
        try (Stores stores = stores(common)) {
            DatasetImportCommand.report(stores.datasets().retract(DatasetName.of(name), segments), common, console);
            return ExitCodes.OK;
        }
    }

    @Command(
            name = "tag",
            description = "Correct tags of a segment, NAME=VALUE; an empty value removes one. Makes no version.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph dataset tag openacc ZalaZone_run3 weather=rain"})
    int tag(
            @Mixin Common common,
            @Parameters(index = "0", paramLabel = "DATASET") String dataset,
            @Parameters(index = "1", paramLabel = "SEGMENT") String segment,
            @Parameters(index = "2..*", arity = "1..*", paramLabel = "NAME=VALUE") List<String> tags) {
        try (Stores stores = stores(common)) {
            Dataset found = stores.datasets().load(DatasetName.of(dataset), null);
            Corrections corrections = new Corrections(DSL.using(stores.pool(), SQLDialect.POSTGRES));
            for (String tag : tags) {
                int equals = tag.indexOf('=');
                if (equals < 1) {
                    throw new OdographException(
                            ErrorCode.ARGUMENT_INVALID, "Tag \"" + tag + "\" is not NAME=VALUE: write weather=rain");
                }
                String value = tag.substring(equals + 1);
                corrections.tag(found, segment, tag.substring(0, equals), value.isEmpty() ? null : value);
            }
            if (common.json()) {
                console.json(Map.of("dataset", dataset, "segment_id", segment, "corrected", tags.size()));
            } else {
                console.print("Corrected " + tags.size() + " tag(s) of " + segment);
            }
            return ExitCodes.OK;
        }
    }

    private Stores stores(Common common) {
        return Stores.open(StackSession.open(common, console).endpoints(), 2);
    }

    private void table(List<Dataset> datasets) {
        console.table(
                List.of("DATASET", "VERSION", "BY", "SEGMENTS", "ROWS", "KM", "HOURS", "MADE"),
                datasets.stream()
                        .map(dataset -> List.of(
                                dataset.name().toString(),
                                Integer.toString(dataset.version()),
                                dataset.action(),
                                Text.number(dataset.segments()),
                                Text.number(dataset.rows()),
                                Text.number(dataset.distanceM() / 1000, 1),
                                Text.number(dataset.durationMs() / 3_600_000.0, 2),
                                Text.ago(dataset.createdAt())))
                        .toList(),
                "BY",
                "ROWS");
    }

    private static List<String> row(Segment segment) {
        return List.of(
                segment.segmentId(),
                Text.number(segment.rows()),
                segment.distanceM() == null ? "" : Text.number(segment.distanceM() / 1000, 2),
                segment.durationMs() == null ? "" : Text.number(segment.durationMs() / 60_000.0, 1),
                String.join(", ", segment.paths().keySet()),
                Objects.toString(segment.tags(), ""));
    }

    static Map<String, Object> view(Dataset dataset) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", dataset.name().toString());
        view.put("version", dataset.version());
        view.put("action", dataset.action());
        view.put("created_at", dataset.createdAt());
        view.put("segments", dataset.segments());
        view.put("rows", dataset.rows());
        view.put("bytes", dataset.bytes());
        view.put("distance_m", dataset.distanceM());
        view.put("duration_ms", dataset.durationMs());
        return view;
    }
}
