package dev.odograph.dataset;

import static dev.odograph.dataset.ImportAction.IMPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.odograph.dataset.simulator.FleetSimulator;
import dev.odograph.dataset.simulator.SimulatorOptions;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatasetImporterIT {
    @TempDir
    static Path home;

    static TestDatabase database;

    @TempDir
    Path files;

    @BeforeAll
    static void start() throws Exception {
        database = new TestDatabase(home);
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @Test
    void aSimulatedFleetIsImportedWithItsAttributes() {
        new FleetSimulator(2).simulate(SimulatorOptions.platoons(3, 1), files, (segments, rows) -> {});
        Dataset dataset = database.run("fleet", IMPORT, files).dataset();
        assertThat(dataset.segments()).isEqualTo(3);
        Segment segment = database.segments("fleet", 1).getFirst();
        assertThat(segment.segmentId()).isEqualTo("sim-0000000000000001-0000000");
        assertThat(segment.recordedAt())
                .isBetween(Instant.parse("2026-01-05T00:00:00Z"), Instant.parse("2026-03-03T00:00:00Z"));
        assertThat(segment.tags()).containsOnlyKeys("city", "vehicle_type", "weather");
        assertThat(segment.release()).startsWith("4.");
        assertThat(segment.scenarioSeed()).isNotNull();
        assertThat(segment.distanceM()).isPositive();
        assertThat(segment.durationMs()).isCloseTo(299_900L, within(1_000L));
    }

    @Test
    void foldersOfADirectoryAreTables() {
        new FleetSimulator(2).simulate(SimulatorOptions.deliveryRobots(2, 1), files, (segments, rows) -> {});
        Dataset dataset = database.run("robots", IMPORT, files).dataset();
        assertThat(dataset.segments()).isEqualTo(2);
        assertThat(database.segments("robots", 1).getFirst().paths())
                .containsOnlyKeys("ego", "objects", "mission", "detections", "ground_truth");
        assertThat(database.segments("robots", 1).getFirst().distanceM()).isBetween(20.0, 600.0);
    }

    @Test
    void namedTablesAreJoinedByFileNameAndALackingOneIsReported() throws Exception {
        Recordings.write(files.resolve("e/one.parquet"), "one", 1);
        Recordings.write(files.resolve("e/two.parquet"), "two", 1);
        Recordings.write(files.resolve("o/one.parquet"), "one", 2);
        ImportRequest request = new ImportRequest(
                DatasetName.of("tables"),
                IMPORT,
                List.of(),
                Map.of("ego", files.resolve("e").toString(), "objects", files + "/o/*.parquet"),
                null,
                null,
                false);
        assertThatThrownBy(() -> database.run(request)).hasMessageContaining("no file of this name for table objects");
        Recordings.write(files.resolve("o/two.parquet"), "two", 2);
        assertThat(database.run(request).dataset().segments()).isEqualTo(2);
    }

    @Test
    void attributesComeFromATableOfSegments() throws Exception {
        Recordings.write(files.resolve("a.parquet"), "a", 1);
        Path csv = Files.writeString(
                files.resolve("segments.csv"), "run,recorded_at,vehicle,acc,empty\na,2019-10-08,i3,1,\nother,,,,\n");
        database.run(new ImportRequest(
                DatasetName.of("attributes"), IMPORT, List.of(files + "/*.parquet"), Map.of(), null, csv, false));
        Segment segment = database.segments("attributes", 1).getFirst();
        assertThat(segment.recordedAt()).isEqualTo(Instant.parse("2019-10-08T00:00:00Z"));
        assertThat(segment.vehicle()).isEqualTo("i3");
        assertThat(segment.tags()).isEqualTo(Map.of("acc", "1"));
    }

    @Test
    void copiedFilesSurviveTheirOriginals() throws Exception {
        Path file = Recordings.write(files.resolve("a.parquet"), "a", 3);
        ImportRequest request = new ImportRequest(
                DatasetName.of("copied"), IMPORT, List.of(file.toString()), Map.of(), null, null, true);
        database.run(request);
        Files.delete(file);
        Segment segment = database.segments("copied", 1).getFirst();
        assertThat(segment.tables().getFirst().path())
                .startsWith(home.resolve("recordings").toString());
        SegmentVerifier.verify(segment);
    }

    @Test
    void aChangedFileIsFound() throws Exception {
        Path file = Recordings.write(files.resolve("a.parquet"), "a", 4);
        database.run("changed", IMPORT, file);
        Segment segment = database.segments("changed", 1).getFirst();
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1));
        SegmentVerifier.verify(segment);
        Recordings.write(file, "a", 5);
        assertThatThrownBy(() -> SegmentVerifier.verify(segment)).hasMessageContaining("is not what was imported");
    }

    @Test
    void fileNamesMayHoldWhatPatternsUse() throws Exception {
        Path file = Recordings.copy(files.resolve("drive [1] 'ü' 🚗.parquet"), "SELECT 1 AS x");
        database.run("hostile", IMPORT, file);
        assertThat(database.segments("hostile", 1).getFirst().segmentId()).isEqualTo("drive [1] 'ü' 🚗");
        assertThat(database.segments("hostile", 1).getFirst().distanceM()).isNull();
    }

    @Test
    void aCsvFileIsMappedByAQuery() throws Exception {
        Path csv = Files.writeString(files.resolve("drive7.csv"), "time,speed\n0.2,3\n0.1,2\n0.0,1\n");
        String mapping = """
                SELECT regexp_extract($file, 'drive[0-9]+') AS segment_id, (time * 1000)::BIGINT AS t_ms,
                    speed::DOUBLE AS speed_mps FROM read_csv($file);""";
        ImportRequest request = new ImportRequest(
                DatasetName.of("csv"), IMPORT, List.of(csv.toString()), Map.of(), mapping, null, false);
        assertThat(database.run(request).dataset().distanceM()).isCloseTo(0.4, within(1e-12));
        assertThat(database.run(request).changed()).isFalse();
        Segment segment = database.segments("csv", 1).getFirst();
        assertThat(segment.segmentId()).isEqualTo("drive7");
        assertThat(segment.sourceUri()).endsWith("drive7.csv");
        SegmentVerifier.verify(segment);
    }

    @Test
    void aFailedImportLeavesNothingBehind() throws Exception {
        Recordings.write(files.resolve("good.parquet"), "good", 77);
        Files.writeString(files.resolve("bad.parquet"), "nonsense");
        long before = recordings();
        ImportRequest request = new ImportRequest(
                DatasetName.of("failed"), IMPORT, List.of(files.toString()), Map.of(), null, null, true);
        assertThatThrownBy(() -> database.run(request))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_CORRUPT));
        assertThat(database.store.find(DatasetName.of("failed"))).isEmpty();
        assertThat(recordings()).isEqualTo(before);
    }

    @Test
    void openAccIsImportedWhole() {
        Path openacc = openAcc();
        Dataset dataset =
                database.run("openacc", IMPORT, openacc.resolve("segments")).dataset();
        assertThat(dataset.segments()).isEqualTo(50);
        assertThat(dataset.rows()).isEqualTo(1_018_095);
    }

    @Test
    void rawOpenAccFilesBecomeTheSameRowsAsThePublishedSegments() throws Exception {
        Path openacc = openAcc();
        String mapping =
                Files.readString(Path.of("../examples/src/main/resources/dev/odograph/examples/openacc_zalazone.sql"));
        database.run(new ImportRequest(
                DatasetName.of("openacc-raw"),
                IMPORT,
                List.of(openacc.resolve("raw").toString()),
                Map.of(),
                mapping,
                null,
                false));
        List<Segment> segments = database.segments("openacc-raw", 1);
        assertThat(segments)
                .extracting(Segment::segmentId)
                .containsExactly("dynamic_part12", "handling_part36", "handling_part40");
        try (Engine engine = new Engine(files)) {
            for (Segment segment : segments) {
                String mine =
                        "FROM read_parquet(" + Engine.literal(segment.paths().get("main")) + ")";
                String theirs = "FROM read_parquet("
                        + Engine.literal(openacc + "/segments/" + segment.segmentId() + ".parquet") + ")";
                assertThat(engine.rows("(" + mine + " EXCEPT ALL " + theirs + ") UNION ALL (" + theirs + " EXCEPT ALL "
                                + mine + ")"))
                        .as(segment.segmentId())
                        .isEmpty();
                assertThat(engine.rows("SELECT count(*) " + theirs).getFirst()[0])
                        .isEqualTo(segment.rows());
            }
        }
    }

    private static Path openAcc() {
        String directory = System.getenv("ODOGRAPH_OPENACC");
        assumeTrue(directory != null, "ODOGRAPH_OPENACC names no directory with the OpenACC recordings");
        return Path.of(directory).toAbsolutePath();
    }

    private static long recordings() throws IOException {
        Path directory = home.resolve("recordings");
        if (!Files.exists(directory)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> !Files.isDirectory(path)
                            || path.getFileName().toString().startsWith(".staging"))
                    .count();
        }
    }
}
