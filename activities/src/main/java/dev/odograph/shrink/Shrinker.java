package dev.odograph.shrink;

import dev.odograph.artifact.TableFile;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.host.StepHosts;
import dev.odograph.shrink.InputTables.Table;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.step.InputTable;
import dev.odograph.step.Progress;
import dev.odograph.step.SegmentInput;
import dev.odograph.step.StageWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shrinks the inputs of a stage that fails: to few segments, then to few moments and rows, then to columns without values,
 * as long as it fails with the same code and the same message but for numbers, segments and paths. The stage runs in a
 * step host each time, so that crashes are survived. Deterministic, but for where time is up. Not thread-safe.
 */
public final class Shrinker {
    private final StepHosts hosts;
    private final StageWork work;
    private final Path directory;
    private final Consumer<String> told;
    private final long deadline;
    private int attempts;

    /**
     * A shrinker of one stage.
     *
     * @param work the stage with the inputs that failed
     * @param directory an empty directory for its files
     * @param limit how long it may take; what is least by then is the result
     * @param told gets a line of progress now and then
     */
    public Shrinker(StepHosts hosts, StageWork work, Path directory, Duration limit, Consumer<String> told) {
        this.hosts = hosts;
        this.work = work;
        this.directory = directory;
        this.told = told;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /**
     * Shrinks.
     *
     * @param code the code that it failed with
     * @param message the message that it failed with
     * @param segmentId the segment that was in hand; null where that is not known
     * @throws OdographException FAILURE_NOT_REPRODUCED where it does not fail so again
     */
    public Shrunk shrink(ErrorCode code, String message, @Nullable String segmentId) {
        FailureShape wanted = FailureShape.of(code, message);
        try (InputTables tables = InputTables.load(work, directory)) {
            DeltaDebugging debugging = new DeltaDebugging(() -> System.nanoTime() > deadline);
            Slice slice = segments(tables, wanted, segmentId, debugging);
            long before = tables.tables().stream().mapToLong(Table::rows).sum();
            told.accept("it fails again in " + slice.segments().size() + " of "
                    + tables.segments().size() + " segments, " + slice.size() + " of " + before + " rows");
            slice = moments(tables, slice, wanted, debugging);
            for (Table table : tables.tables()) {
                slice = rows(tables, table, slice, wanted, debugging);
            }
            told.accept("it fails with " + slice.size() + " rows; looking at columns");
            for (Table table : tables.tables()) {
                slice = columns(tables, table, slice, wanted);
            }
            Path kept = directory.resolve("slice");
            Written written = write(tables, slice, kept);
            OdographException failure = attempt(written).orElseThrow(() -> notReproduced(wanted, null));
            return new Shrunk(
                    code,
                    failure.getMessage(),
                    written.files(),
                    before,
                    slice.size(),
                    slice.segments(),
                    slice.blanked(),
                    attempts,
                    System.nanoTime() < deadline);
        }
    }

    private Slice segments(
            InputTables tables, FailureShape wanted, @Nullable String segmentId, DeltaDebugging debugging) {
        List<String> all = tables.segments();
        Slice whole = slice(tables, all);
        if (segmentId != null && all.contains(segmentId) && all.size() > 1) {
            Slice one = slice(tables, List.of(segmentId));
            if (fails(tables, one, wanted)) {
                return one;
            }
        }
        Optional<OdographException> failure = attempt(tables, whole);
        if (failure.isEmpty() || !shape(failure.get()).equals(wanted)) {
            throw notReproduced(wanted, failure.orElse(null));
        }
        return slice(tables, debugging.least(all, some -> fails(tables, slice(tables, some), wanted)));
    }

    private static OdographException notReproduced(FailureShape wanted, @Nullable OdographException instead) {
        return new OdographException(
                ErrorCode.FAILURE_NOT_REPRODUCED,
                "The stage does not fail with " + wanted.code() + " again: "
                        + (instead == null
                                ? "it succeeds here"
                                : "here it fails with " + instead.code() + ": " + instead.getMessage())
                        + ". What a machine, a server or a file brought about cannot be shrunk: retry the run",
                instead);
    }

    private static Slice slice(InputTables tables, List<String> segments) {
        Map<String, List<Long>> rows = new TreeMap<>();
        for (Table table : tables.tables()) {
            rows.put(table.name(), segments.isEmpty() ? List.of() : tables.rows(table, segments));
        }
        return new Slice(segments, rows, Map.of());
    }

    /** Several inputs shrink together along the time that they have in common. */
    private Slice moments(InputTables tables, Slice slice, FailureShape wanted, DeltaDebugging debugging) {
        Optional<String> time = tables.tables().size() < 2 ? Optional.empty() : tables.commonTime();
        if (time.isEmpty()) {
            return slice;
        }
        List<Map<String, List<Long>>> moments = tables.moments(time.get(), slice.rows());
        List<Map<String, List<Long>>> least = debugging.least(moments, some -> fails(tables, at(slice, some), wanted));
        told.accept("it fails with " + least.size() + " of " + moments.size() + " moments");
        return at(slice, least);
    }

    private static Slice at(Slice slice, List<Map<String, List<Long>>> moments) {
        Slice kept = slice;
        for (String table : slice.rows().keySet()) {
            Set<Long> rows = new HashSet<>();
            moments.forEach(moment -> rows.addAll(moment.getOrDefault(table, List.of())));
            kept = kept.withRows(table, rows.stream().sorted().toList());
        }
        return kept;
    }

    private Slice rows(InputTables tables, Table table, Slice slice, FailureShape wanted, DeltaDebugging debugging) {
        List<Long> all = slice.rows().getOrDefault(table.name(), List.of());
        List<Long> least = debugging.least(all, some -> fails(tables, slice.withRows(table.name(), some), wanted));
        told.accept("it fails with " + least.size() + " of " + table.rows() + " rows of " + table.name());
        return slice.withRows(table.name(), List.copyOf(least));
    }

    private Slice columns(InputTables tables, Table table, Slice slice, FailureShape wanted) {
        Slice least = slice;
        List<String> blanked = new ArrayList<>();
        for (ColumnSpec column : tables.valueColumns(table)) {
            if (System.nanoTime() > deadline) {
                return least;
            }
            List<String> more = new ArrayList<>(blanked);
            more.add(column.name());
            Slice candidate = least.withBlanked(table.name(), more);
            if (fails(tables, candidate, wanted)) {
                blanked = more;
                least = candidate;
            }
        }
        return least;
    }

    private boolean fails(InputTables tables, Slice slice, FailureShape wanted) {
        return attempt(tables, slice)
                .filter(failure -> shape(failure).equals(wanted))
                .isPresent();
    }

    private static FailureShape shape(OdographException failure) {
        return FailureShape.of(failure.code(), failure.getMessage());
    }

    private Optional<OdographException> attempt(InputTables tables, Slice slice) {
        return attempt(write(tables, slice, directory.resolve("attempt-" + attempts)));
    }

    /** Files of a slice, and the segments that have any. */
    private record Written(Path directory, Map<String, Map<String, Path>> files) {}

    private Written write(InputTables tables, Slice slice, Path into) {
        Map<String, Map<String, Path>> files = new LinkedHashMap<>();
        try {
            for (Table table : tables.tables()) {
                Path place = Files.createDirectories(into.resolve(table.name()));
                Map<String, Path> written = new LinkedHashMap<>();
                for (String segment : slice.segments()) {
                    Path file = place.resolve(fileName(segment));
                    List<Long> rows = slice.rows().getOrDefault(table.name(), List.of());
                    List<String> blanked = slice.blanked().getOrDefault(table.name(), List.of());
                    if (tables.write(table, segment, rows, blanked, file)) {
                        written.put(segment, file);
                    }
                }
                files.put(table.name(), written);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no directory can be made in " + into, e);
        }
        return new Written(into, files);
    }

    /** The file of a segment: its id, with what no file's name holds as in an address. */
    static String fileName(String segmentId) {
        return URLEncoder.encode(segmentId, StandardCharsets.UTF_8) + ".parquet";
    }

    private Optional<OdographException> attempt(Written written) {
        attempts++;
        if (attempts % 20 == 0) {
            told.accept("attempt " + attempts);
        }
        Path scratch = directory.resolve("scratch-" + attempts);
        try {
            Files.createDirectories(scratch);
            hosts.run(work(written, scratch), Progress.NONE);
            return Optional.empty();
        } catch (OdographException e) {
            return Optional.of(e);
        } catch (IOException e) {
            throw new UncheckedIOException("no directory can be made: " + scratch, e);
        } finally {
            Trees.delete(scratch);
            if (written.directory().getFileName().toString().startsWith("attempt-")) {
                Trees.delete(written.directory());
            }
        }
    }

    private StageWork work(Written written, Path scratch) {
        Map<String, InputTable> inputs = new LinkedHashMap<>();
        work.inputs().forEach((name, input) -> {
            List<TableFile> files = new ArrayList<>();
            written.files()
                    .getOrDefault(name, Map.of())
                    .forEach((segment, file) -> files.add(new TableFile(
                            TableFile.Format.PARQUET, file.toString(), segment.isEmpty() ? null : segment)));
            inputs.put(name, new InputTable(input.schema(), files));
        });
        List<SegmentInput> segments = new ArrayList<>();
        if (work.steps().getFirst() instanceof StepSpec.Source source) {
            written.files()
                    .getOrDefault(source.name(), Map.of())
                    .forEach((segment, file) ->
                            segments.add(new SegmentInput(segment, Map.of(source.table(), file.toString()))));
        } else {
            Set<String> ids = new java.util.LinkedHashSet<>();
            written.files().values().forEach(files -> ids.addAll(files.keySet()));
            work.segments().stream()
                    .filter(segment -> ids.contains(segment.segmentId()))
                    .forEach(segments::add);
        }
        return new StageWork(
                work.stage(),
                work.steps(),
                inputs,
                segments,
                work.parameters(),
                work.bundle(),
                scratch.resolve("output.arrow").toString(),
                work.materialise(),
                scratch.toString(),
                work.memoryBytes());
    }
}
