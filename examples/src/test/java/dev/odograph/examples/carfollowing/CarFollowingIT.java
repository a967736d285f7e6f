package dev.odograph.examples.carfollowing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.spec.GraphSpec;
import dev.odograph.step.Bundle;
import dev.odograph.step.LocalRunner;
import dev.odograph.step.SegmentInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example graph over real platoon drives gives what an independent program computed from the same recordings. */
class CarFollowingIT {
    private static final double RELATIVE = 1e-9;

    private static @Nullable LocalRunner runner;
    private static JsonNode reference = new ObjectMapper().createObjectNode();

    @BeforeAll
    static void runTheGraph() throws IOException {
        String data = System.getenv("ODOGRAPH_OPENACC");
        if (data == null) {
            System.out.println("NOTICE: CarFollowingIT is skipped: set ODOGRAPH_OPENACC to the directory of the"
                    + " OpenACC recordings (segments/*.parquet and reference.json)");
        }
        assumeTrue(data != null, "ODOGRAPH_OPENACC is not set");
        Path directory = Path.of(data);
        reference =
                new ObjectMapper().readTree(directory.resolve("reference.json").toFile());
        GraphSpec graph = GraphSpecs.of(new CarFollowing());
        runner = LocalRunner.run(graph, segments(directory.resolve("segments")), Map.of(), Bundle.ON_CLASS_PATH);
    }

    @AfterAll
    static void forgetTheRows() {
        if (runner != null) {
            runner.close();
        }
    }

    @Test
    void everySegmentIsAsTheReferenceSays() throws IOException {
        List<Map<String, Object>> rows = rows("platoon_safety");

        assertThat(rows).hasSize(reference.path("segments").size()).hasSize(50);
        for (Map<String, Object> row : rows) {
            String segmentId = String.valueOf(row.get("segment_id"));
            assertSame(segmentId, row, reference.path("segments").path(segmentId));
        }
    }

    @Test
    void fleetTotalsAreAsTheReferenceSays() throws IOException {
        List<Map<String, Object>> rows = rows("fleet_safety");

        assertThat(rows).hasSize(1);
        assertSame("total", rows.getFirst(), reference.path("total"));
    }

    @Test
    void everyHardBrakeHasItsRow() throws IOException {
        assertThat(rows("hard_brakes"))
                .hasSize(reference.path("total").path("hard_brakes").asInt());
    }

    private static void assertSame(String what, Map<String, Object> row, JsonNode expected) {
        assertThat(expected.isObject()).as("reference of %s", what).isTrue();
        int compared = 0;
        for (Map.Entry<String, Object> cell : row.entrySet()) {
            JsonNode wanted = expected.path(cell.getKey());
            if (wanted.isMissingNode()) {
                continue;
            }
            compared++;
            if (wanted.isNull()) {
                assertThat(cell.getValue()).as("%s of %s", cell.getKey(), what).isNull();
            } else if (wanted.isIntegralNumber() && !(cell.getValue() instanceof Double)) {
                assertThat(((Number) cell.getValue()).longValue())
                        .as("%s of %s", cell.getKey(), what)
                        .isEqualTo(wanted.asLong());
            } else {
                assertThat(((Number) cell.getValue()).doubleValue())
                        .as("%s of %s", cell.getKey(), what)
                        .isCloseTo(wanted.asDouble(), within(Math.abs(wanted.asDouble()) * RELATIVE));
            }
        }
        assertThat(compared).as("columns of %s that the reference has", what).isGreaterThanOrEqualTo(7);
    }

    private static List<Map<String, Object>> rows(String step) throws IOException {
        assertThat(runner).isNotNull();
        try (RootAllocator allocator = new RootAllocator();
                ArrowReader reader = runner.read(step, allocator)) {
            List<Map<String, Object>> rows = new ArrayList<>();
            VectorSchemaRoot batch = reader.getVectorSchemaRoot();
            while (reader.loadNextBatch()) {
                for (int i = 0; i < batch.getRowCount(); i++) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    for (FieldVector vector : batch.getFieldVectors()) {
                        row.put(vector.getName(), vector.getObject(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    private static List<SegmentInput> segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .map(file -> new SegmentInput(
                            file.getFileName().toString().replace(".parquet", ""), Map.of("main", file.toString())))
                    .toList();
        }
    }
}
