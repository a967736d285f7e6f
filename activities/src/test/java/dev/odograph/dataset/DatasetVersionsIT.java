package dev.odograph.dataset;

import static dev.odograph.dataset.ImportAction.ADD;
import static dev.odograph.dataset.ImportAction.IMPORT;
import static dev.odograph.dataset.ImportAction.REPLACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

final class DatasetVersionsIT {
    @TempDir
    static Path home;

    static TestDatabase database;

    @TempDir
    Path files;

    String name;

    @BeforeAll
    static void start() throws Exception {
        database = new TestDatabase(home);
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @BeforeEach
    void importTwo(TestInfo test) throws Exception {
        name = test.getTestMethod().orElseThrow().getName();
        Recordings.write(files.resolve("a.parquet"), "a", 10);
        Recordings.write(files.resolve("b.parquet"), "b", 20);
        database.run(name, IMPORT, files);
    }

    @Test
    void anImportTellsWhatTheRecordingsHold() {
        Dataset dataset = database.store.load(DatasetName.of(name), null);
        assertThat(dataset.version()).isEqualTo(1);
        assertThat(dataset.segments()).isEqualTo(2);
        assertThat(dataset.rows()).isEqualTo(44);
        assertThat(dataset.durationMs()).isEqualTo(2_000);
        assertThat(dataset.distanceM()).isCloseTo(30, within(1e-9));
        Segment segment = database.segments(name, 1).getFirst();
        assertThat(segment.segmentId()).isEqualTo("a");
        assertThat(segment.distanceM()).isCloseTo(10, within(1e-9));
        assertThat(segment.paths())
                .isEqualTo(Map.of("main", files.resolve("a.parquet").toString()));
        SegmentVerifier.verify(segment);
    }

    @Test
    void importingTheSameContentAgainMakesNoVersion() {
        ImportResult again = database.run(name, IMPORT, files);
        assertThat(again.changed()).isFalse();
        assertThat(again.unchanged()).isEqualTo(2);
        assertThat(again.dataset().version()).isEqualTo(1);
    }

    @Test
    void importingOtherContentUnderTheSameNameIsRefused() throws Exception {
        Path other = Recordings.write(files.resolve("other/c.parquet"), "c", 1);
        refused(ErrorCode.DATASET_CONFLICT, () -> database.run(name, IMPORT, other), "dataset add");
        assertThat(database.store.versions(DatasetName.of(name))).hasSize(1);
    }

    @Test
    void addingMakesAVersionAndLeavesTheFormerOne() throws Exception {
        Path more = Recordings.write(files.resolve("more/c.parquet"), "c", 5);
        ImportResult added = database.run(name, ADD, more, files.resolve("a.parquet"));
        assertThat(added.segments()).isEqualTo(1);
        assertThat(added.unchanged()).isEqualTo(1);
        assertThat(added.dataset().version()).isEqualTo(2);
        assertThat(added.dataset().distanceM()).isCloseTo(35, within(1e-9));
        assertThat(ids(1)).containsExactly("a", "b");
        assertThat(ids(2)).containsExactly("a", "b", "c");
    }

    @Test
    void addingOtherContentOfAHeldSegmentIsRefused() throws Exception {
        Path other = Recordings.write(files.resolve("other/a.parquet"), "a", 11);
        refused(ErrorCode.DATASET_CONFLICT, () -> database.run(name, ADD, other), "'a'; use `dataset replace`");
    }

    @Test
    void replacingChangesOneSegmentFromThatVersionOn() throws Exception {
        Path other = Recordings.write(files.resolve("other/a.parquet"), "a", 40);
        ImportResult replaced = database.run(name, REPLACE, other);
        assertThat(replaced.dataset().version()).isEqualTo(2);
        assertThat(replaced.dataset().segments()).isEqualTo(2);
        assertThat(replaced.dataset().distanceM()).isCloseTo(60, within(1e-9));
        String before = database.segments(name, 1).getFirst().contentDigest();
        assertThat(database.segments(name, 2).getFirst().contentDigest()).isNotEqualTo(before);
        assertThat(database.segments(name, 2).getLast())
                .isEqualTo(database.segments(name, 1).getLast());
    }

    @Test
    void replacingByTheSameContentInAnotherPlaceKeepsTheDigest() throws Exception {
        Path moved = files.resolve("moved.parquet");
        Files.move(files.resolve("a.parquet"), moved);
        Segment before = database.segments(name, 1).getFirst();
        refused(ErrorCode.FILE_NOT_FOUND, () -> SegmentVerifier.verify(before), "dataset replace");
        database.run(name, REPLACE, moved);
        Segment after = database.segments(name, 2).getFirst();
        assertThat(after.contentDigest()).isEqualTo(before.contentDigest());
        SegmentVerifier.verify(after);
    }

    @Test
    void replacingASegmentThatIsNotHeldIsRefused() throws Exception {
        Path other = Recordings.write(files.resolve("other/z.parquet"), "z", 1);
        refused(ErrorCode.SEGMENT_NOT_FOUND, () -> database.run(name, REPLACE, other), "'z'");
    }

    @Test
    void retractingLeavesTheFormerVersion() {
        ImportResult retracted = database.store.retract(DatasetName.of(name), List.of("a"));
        assertThat(retracted.dataset().rows()).isEqualTo(22);
        assertThat(retracted.dataset().action()).isEqualTo("retract");
        assertThat(ids(2)).containsExactly("b");
        assertThat(ids(1)).containsExactly("a", "b");
        ImportResult back = database.run(name, ADD, files.resolve("a.parquet"));
        assertThat(ids(back.dataset().version())).containsExactly("a", "b");
    }

    @Test
    void retractingWhatIsNotHeldIsRefused() {
        DatasetName dataset = DatasetName.of(name);
        refused(ErrorCode.SEGMENT_NOT_FOUND, () -> database.store.retract(dataset, List.of("a", "nope")), "'nope'");
        assertThat(ids(1)).containsExactly("a", "b");
    }

    @Test
    void tagsAreCorrectedWithoutANewVersionOrDigest() {
        Dataset dataset = database.store.load(DatasetName.of(name), null);
        String digest = database.segments(name, 1).getFirst().contentDigest();
        database.corrections.tag(dataset, "a", "weather", "rain");
        database.corrections.tag(dataset, "a", "weather", "fog");
        database.corrections.tag(dataset, "a", "city", "Graz");
        database.corrections.tag(dataset, "a", "city", null);
        Segment segment = database.segments(name, 1).getFirst();
        assertThat(segment.tags()).isEqualTo(Map.of("weather", "fog"));
        assertThat(segment.contentDigest()).isEqualTo(digest);
        refused(ErrorCode.SEGMENT_NOT_FOUND, () -> database.corrections.tag(dataset, "z", "city", "Graz"), "'z'");
    }

    @Test
    void aSpanIsCorrectedAsAWholeOrNotAtAll() {
        Dataset dataset = database.store.load(DatasetName.of(name), null);
        Span wet = database.corrections.addSpan(dataset, "b", 500, 900, "wet road");
        Span cutIn = database.corrections.addSpan(dataset, "b", 100, 300, "cut-in");
        refused(
                ErrorCode.ARGUMENT_INVALID,
                () -> database.corrections.correctSpan(dataset, wet, 900, 500, "wet road"),
                "before its start");
        assertThat(database.corrections.spans(dataset, "b")).containsExactly(cutIn, wet);
        Span wider = database.corrections.correctSpan(dataset, wet, 400, 950, "wet road");
        assertThat(database.corrections.spans(dataset, "b")).containsExactly(cutIn, wider);
        refused(
                ErrorCode.ARGUMENT_INVALID,
                () -> database.corrections.span(dataset, "b", wet.revision()),
                "list its spans first");
    }

    @Test
    void spansAreAddedAndRemoved() {
        Dataset dataset = database.store.load(DatasetName.of(name), null);
        Span wet = database.corrections.addSpan(dataset, "b", 500, 900, "wet road");
        Span cutIn = database.corrections.addSpan(dataset, "b", 100, 300, "cut-in");
        assertThat(database.corrections.spans(dataset, "b")).containsExactly(cutIn, wet);
        database.corrections.removeSpan(dataset, wet);
        assertThat(database.corrections.spans(dataset, "b")).containsExactly(cutIn);
        refused(ErrorCode.ARGUMENT_INVALID, () -> database.corrections.removeSpan(dataset, wet), "no span");
        refused(ErrorCode.ARGUMENT_INVALID, () -> database.corrections.addSpan(dataset, "b", 9, 1, "x"), "swap");
    }

    @Test
    void refsAndSegmentsByIdAgree() {
        Dataset dataset = database.store.load(DatasetName.of(name), null);
        assertThat(database.store.refs(dataset.datasetId(), 1).toList())
                .isEqualTo(database.segments(name, 1).stream().map(Segment::ref).toList());
        assertThat(database.store.load(dataset.datasetId(), 1, List.of("b")))
                .isEqualTo(database.segments(name, 1).subList(1, 2));
        refused(
                ErrorCode.SEGMENT_NOT_FOUND,
                () -> database.store.load(dataset.datasetId(), 1, List.of("b", "c")),
                "'c'");
    }

    @Test
    void aMissingDatasetOrVersionIsNamed() {
        refused(ErrorCode.DATASET_NOT_FOUND, () -> database.store.load(DatasetName.of("nope"), null), "nope");
        refused(ErrorCode.DATASET_NOT_FOUND, () -> database.store.load(DatasetName.of(name), 7), "version 7");
        refused(ErrorCode.DATASET_NOT_FOUND, () -> database.run("x/nope", ADD, files), "x/nope");
    }

    @Test
    void listingShowsTheLatestVersionOfEach() {
        database.store.retract(DatasetName.of(name), List.of("a"));
        assertThat(database.store.list())
                .filteredOn(dataset -> dataset.name().name().equals(name))
                .extracting(Dataset::version)
                .containsExactly(2);
    }

    @Test
    void extendingALargeDatasetWritesOnlyWhatIsNew() throws Exception {
        Dataset dataset = database.store.load(DatasetName.of(name), null);
        database.sql.execute("""
                INSERT INTO segment (dataset_id, segment_id, from_version, content_digest, rows, bytes, source_uri,
                    tables, tags)
                SELECT cast(? AS text), 'm' || lpad(i::text, 6, '0'), 1, 'd' || i, 1, 1, 'x', '[]', '{}'
                FROM generate_series(1, 12000) AS i""", dataset.datasetId());
        Path more = Recordings.write(files.resolve("more/c.parquet"), "c", 5);
        ImportResult added = database.run(name, ADD, more);
        assertThat(database.sql.fetchCount(
                        dev.odograph.schema.postgres.generated.Tables.SEGMENT,
                        dev.odograph.schema.postgres.generated.Tables.SEGMENT.DATASET_ID.eq(dataset.datasetId())))
                .isEqualTo(12_003);
        List<String> all = ids(added.dataset().version());
        assertThat(all).hasSize(12_003).isSorted().doesNotHaveDuplicates();
    }

    private List<String> ids(int version) {
        Dataset dataset = database.store.load(DatasetName.of(name), version);
        return database.store
                .refs(dataset.datasetId(), version)
                .map(dev.odograph.plan.SegmentRef::segmentId)
                .toList();
    }

    private static void refused(ErrorCode code, ThrowingCallable call, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(part);
    }
}
