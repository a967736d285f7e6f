package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Imports recordings into datasets. An import makes one new version or none: every file is read first, and all that is
 * wrong with all of them is reported at once. Thread-safe.
 */
public final class DatasetImporter {
    private final DatasetStore store;
    private final Path dataDirectory;
    private final int threads;

    /**
     * An importer.
     *
     * @param dataDirectory where copies and mapped CSV files are kept, below {@code recordings/}
     * @param threads files that are read at once, each with up to 512 MB of memory
     */
    public DatasetImporter(DatasetStore store, Path dataDirectory, int threads) {
        this.store = store;
        this.dataDirectory = dataDirectory;
        this.threads = Math.max(1, threads);
    }

    /** Told how far an import is; called from several threads, one at a time. */
    @FunctionalInterface
    public interface Listener {
        /** {@code done} of {@code total} files are read. */
        void read(int done, int total);
    }

    /** Files with the place they came from. */
    private record Source(SegmentFiles files, String uri) {}

    /**
     * Imports, adds or replaces.
     *
     * @return the dataset's latest version, and whether this import made it: content that is held already makes none
     * @throws OdographException with up to 20 problems and their number, and the first one's code; DATASET_CONFLICT,
     *     DATASET_NOT_FOUND or SEGMENT_NOT_FOUND where the dataset does not allow the action; DISK_FULL
     */
    public ImportResult run(ImportRequest request, Listener listener) {
        if (request.paths().isEmpty() == request.tables().isEmpty()) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "dataset " + request.name() + ": give either paths or --table NAME=PATH, at least one");
        }
        request.tables().keySet().forEach(table -> new DatasetName("table", table));
        Problems problems = new Problems();
        try (RecordingFiles recordings = new RecordingFiles(dataDirectory)) {
            Map<String, Attributes> attributes = attributes(request, recordings, problems);
            List<Source> sources = sources(request, recordings, problems, listener);
            List<Segment> segments = segments(sources, attributes, recordings, problems, listener);
            problems.throwIfAny(request.name());
            boolean bring = request.copy() || request.mapping() != null;
            List<Segment> ready = bring
                    ? segments.stream()
                            .map(segment -> bring(segment, recordings))
                            .toList()
                    : segments;
            ImportResult result = store.apply(request.name(), request.action(), ready);
            if (result.changed()) {
                recordings.keep();
            }
            return result;
        }
    }

    private static Map<String, Attributes> attributes(
            ImportRequest request, RecordingFiles recordings, Problems problems) {
        Path file = request.attributes();
        if (file == null) {
            return Map.of();
        }
        try (Engine engine = new Engine(recordings.staging())) {
            return Attributes.read(file.toAbsolutePath(), engine);
        } catch (OdographException e) {
            problems.add(e);
            return Map.of();
        }
    }

    private List<Source> sources(
            ImportRequest request, RecordingFiles recordings, Problems problems, Listener listener) {
        String mapping = request.mapping();
        FileFinder finder = new FileFinder(mapping != null, problems);
        Collection<SegmentFiles> found =
                request.tables().isEmpty() ? finder.find(request.paths()) : finder.findTables(request.tables());
        if (mapping == null) {
            return found.stream().map(files -> new Source(files, uri(files))).toList();
        }
        Map<Integer, List<Source>> mapped = new ConcurrentHashMap<>();
        List<SegmentFiles> csv = new ArrayList<>(found);
        if (csv.stream().anyMatch(files -> files.tables().size() > 1)) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "a mapping query gives one table per segment; map to Parquet table by table");
        }
        parallel(csv.size(), recordings, problems, listener, (engine, at) -> {
            Path file = csv.get(at).tables().values().iterator().next();
            CsvMapper mapper = new CsvMapper(mapping, engine);
            List<Source> made = new ArrayList<>();
            for (Path parquet : mapper.map(file, recordings.staging().resolve(Integer.toString(at)))) {
                SegmentFiles files =
                        new SegmentFiles(csv.get(at).stem(), new TreeMap<>(Map.of(FileFinder.MAIN, parquet)));
                made.add(new Source(files, file.toUri().toString()));
            }
            mapped.put(at, made);
        });
        return new TreeMap<>(mapped).values().stream().flatMap(List::stream).toList();
    }

    private List<Segment> segments(
            List<Source> sources,
            Map<String, Attributes> attributes,
            RecordingFiles recordings,
            Problems problems,
            Listener listener) {
        SegmentBuilder builder = new SegmentBuilder(attributes);
        Map<String, Segment> byId = new ConcurrentHashMap<>();
        parallel(sources.size(), recordings, problems, listener, (engine, at) -> {
            Source source = sources.get(at);
            ParquetInspector inspector = new ParquetInspector(engine);
            List<FileFacts> facts = new ArrayList<>();
            source.files().tables().forEach((table, path) -> {
                try {
                    facts.add(inspector.inspect(table, path));
                } catch (OdographException e) {
                    problems.add(e);
                }
            });
            if (facts.size() < source.files().tables().size()) {
                return;
            }
            Segment segment = builder.build(source.files().stem(), source.uri(), facts);
            Segment other = byId.putIfAbsent(segment.segmentId(), segment);
            if (other != null) {
                problems.add(ErrorCode.DATASET_CONFLICT, duplicate(segment, other));
            }
        });
        return new TreeMap<>(byId).values().stream().toList();
    }

    private static String duplicate(Segment one, Segment other) {
        boolean ordered = one.sourceUri().compareTo(other.sourceUri()) < 0;
        return "segment %s is in two files: %s and %s; keep one, or rename one segment"
                .formatted(
                        Shown.quoted(one.segmentId()),
                        ordered ? one.sourceUri() : other.sourceUri(),
                        ordered ? other.sourceUri() : one.sourceUri());
    }

    private void parallel(
            int count,
            RecordingFiles recordings,
            Problems problems,
            Listener listener,
            BiConsumer<Engine, Integer> work) {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        Workers.run(Math.min(threads, count), () -> {
            try (Engine engine = new Engine(recordings.staging())) {
                for (int at = next.getAndIncrement(); at < count; at = next.getAndIncrement()) {
                    try {
                        work.accept(engine, at);
                    } catch (OdographException e) {
                        problems.add(e);
                    }
                    synchronized (done) {
                        listener.read(done.incrementAndGet(), count);
                    }
                }
            }
        });
    }

    private static Segment bring(Segment segment, RecordingFiles recordings) {
        return segment.withTables(
                segment.tables().stream().map(recordings::bring).toList());
    }

    private static String uri(SegmentFiles files) {
        return files.tables().values().iterator().next().toUri().toString();
    }
}
