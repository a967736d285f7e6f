package dev.odograph.cli;

import dev.odograph.dataset.Corrections;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetName;
import dev.odograph.dataset.Span;
import dev.odograph.dataset.SpanTable;
import dev.odograph.worker.Stores;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "span",
        description = "Label time ranges of segments, such as \"cut-in\". Makes no version and no run stale.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph dataset span add openacc ZalaZone_run3 12000 15500 'wet road'"})
final class DatasetSpanCommand {
    private final Console console;

    DatasetSpanCommand(Console console) {
        this.console = console;
    }

    @Command(
            name = "add",
            description = "Label a time range of a segment; both ends are in it.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph dataset span add openacc ZalaZone_run3 12000 15500 'wet road'"})
    int add(
            @Mixin Common common,
            @Parameters(index = "0", paramLabel = "DATASET") String dataset,
            @Parameters(index = "1", paramLabel = "SEGMENT") String segment,
            @Parameters(index = "2", paramLabel = "START_MS") long start,
            @Parameters(index = "3", paramLabel = "END_MS") long end,
            @Parameters(index = "4", paramLabel = "LABEL") String label) {
        return print(common, "Added", dataset, (spans, of) -> spans.addSpan(of, segment, start, end, label));
    }

    @Command(
            name = "import",
            description = {
                "Label the time ranges of a table, all or none; those that are there already stay.",
                "Its columns: segment, start_ms, end_ms (since the segment's start) and label."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph dataset span import openacc annotations.csv"})
    int importTable(
            @Mixin Common common,
            @Parameters(index = "0", paramLabel = "DATASET") String dataset,
            @Parameters(index = "1", paramLabel = "FILE", description = "CSV or Parquet.") Path file) {
        List<SpanTable.Row> rows = SpanTable.read(file);
        try (Stores stores = stores(common)) {
            Dataset of = stores.datasets().load(DatasetName.of(dataset), null);
            List<Span> added = corrections(stores).addSpans(of, rows);
            if (common.json()) {
                console.json(added.stream().map(DatasetSpanCommand::view).toList());
            } else {
                console.print("Added " + Text.number(added.size()) + " spans; "
                        + Text.number(rows.size() - added.size()) + " were there already");
            }
            return ExitCodes.OK;
        }
    }

    @Command(
            name = "list",
            description = "List the spans of a segment, with the numbers that correct and retract take.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph dataset span list openacc ZalaZone_run3"})
    int list(
            @Mixin Common common,
            @Parameters(index = "0", paramLabel = "DATASET") String dataset,
            @Parameters(index = "1", paramLabel = "SEGMENT") String segment) {
        try (Stores stores = stores(common)) {
            Dataset of = stores.datasets().load(DatasetName.of(dataset), null);
            // Refuses a segment that the dataset does not hold.
            var unused = stores.datasets().load(of.datasetId(), of.version(), List.of(segment));
            List<Span> spans = corrections(stores).spans(of, segment);
            if (common.json()) {
                console.json(spans.stream().map(DatasetSpanCommand::view).toList());
            } else if (spans.isEmpty()) {
                console.print("No spans of " + segment);
            } else {
                console.table(
                        List.of("SPAN", "START_MS", "END_MS", "LABEL"),
                        spans.stream()
                                .map(span -> List.of(
                                        Long.toString(span.revision()),
                                        Long.toString(span.startMs()),
                                        Long.toString(span.endMs()),
                                        span.label()))
                                .toList(),
                        "LABEL");
            }
            return ExitCodes.OK;
        }
    }

    @Command(
            name = "correct",
            description = "Replace a span by another range or label.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph dataset span correct openacc ZalaZone_run3 4 12000 16000 'wet road'"})
    int correct(
            @Mixin Common common,
            @Parameters(index = "0", paramLabel = "DATASET") String dataset,
            @Parameters(index = "1", paramLabel = "SEGMENT") String segment,
            @Parameters(index = "2", paramLabel = "SPAN") long number,
            @Parameters(index = "3", paramLabel = "START_MS") long start,
            @Parameters(index = "4", paramLabel = "END_MS") long end,
            @Parameters(index = "5", paramLabel = "LABEL") String label) {
        return print(
                common,
                "Corrected",
                dataset,
                (spans, of) -> spans.correctSpan(of, spans.span(of, segment, number), start, end, label));
    }

    @Command(
            name = "retract",
            description = "Remove a span.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph dataset span retract openacc ZalaZone_run3 4"})
    int retract(
            @Mixin Common common,
            @Parameters(index = "0", paramLabel = "DATASET") String dataset,
            @Parameters(index = "1", paramLabel = "SEGMENT") String segment,
            @Parameters(index = "2", paramLabel = "SPAN") long number) {
        return print(common, "Retracted", dataset, (spans, of) -> {
            Span span = spans.span(of, segment, number);
            spans.removeSpan(of, span);
            return span;
        });
    }

    private int print(Common common, String done, String dataset, BiFunction<Corrections, Dataset, Span> change) {
        try (Stores stores = stores(common)) {
            Dataset of = stores.datasets().load(DatasetName.of(dataset), null);
            Span span = change.apply(corrections(stores), of);
            if (common.json()) {
                console.json(view(span));
            } else {
                console.print(done + " span " + span.revision() + " of " + span.segmentId() + ": " + span.startMs()
                        + " to " + span.endMs() + " ms, " + span.label());
            }
            return ExitCodes.OK;
        }
    }

    private Stores stores(Common common) {
        return Stores.open(StackSession.open(common, console).endpoints(), 2);
    }

    private static Corrections corrections(Stores stores) {
        return new Corrections(DSL.using(stores.pool(), SQLDialect.POSTGRES));
    }

    private static Map<String, Object> view(Span span) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("span", span.revision());
        view.put("segment_id", span.segmentId());
        view.put("start_ms", span.startMs());
        view.put("end_ms", span.endMs());
        view.put("label", span.label());
        return view;
    }
}
