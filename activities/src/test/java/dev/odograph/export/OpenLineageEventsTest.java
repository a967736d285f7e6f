package dev.odograph.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.odograph.contract.FailurePolicy;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunStatus;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Version;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.RunRecord;
import dev.odograph.store.lineage.Totals;
import io.openlineage.client.OpenLineage;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against OpenLineage's own Java client, whose classes are generated from the official schema. */
final class OpenLineageEventsTest {
    private static final Instant MADE = Instant.parse("2026-03-01T10:00:00.123Z");
    private static final Instant ENDED = Instant.parse("2026-03-01T10:05:00.456Z");
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    @Test
    void theClientReadsEveryFieldOfEveryEventAndWritesTheSame() throws IOException {
        for (RunStatus status : List.of(RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.CANCELLED)) {
            for (OpenLineageEvents.Event event : OpenLineageEvents.of(run(status), Map.of("gap", 7L))) {
                OpenLineage.RunEvent read = JSON.readValue(event.json(), OpenLineage.RunEvent.class);
                assertThat(read.getEventTime().toInstant()).isEqualTo(event.time());
                assertThat(withoutTime(JSON.readTree(JSON.writeValueAsString(read))))
                        .isEqualTo(withoutTime(JSON.readTree(event.json())));
            }
        }
    }

    @Test
    void facetsNameTheSchemasThatTheClientWasMadeFrom() throws IOException {
        OpenLineage client = new OpenLineage(URI.create("urn:odograph:openlineage:1"));
        JsonNode event = event(RunStatus.FAILED, 1);
        assertThat(event.at("/run/facets/errorMessage/_schemaURL").asText())
                .isEqualTo(client.newErrorMessageRunFacet("m", "JAVA", null)
                        .get_schemaURL()
                        .toString());
        assertThat(event.at("/outputs/0/facets/schema/_schemaURL").asText())
                .isEqualTo(
                        client.newSchemaDatasetFacet(List.of()).get_schemaURL().toString());
        assertThat(event.at("/outputs/0/facets/version/_schemaURL").asText())
                .isEqualTo(client.newDatasetVersionDatasetFacet("1")
                        .get_schemaURL()
                        .toString());
        assertThat(event.at("/outputs/0/outputFacets/outputStatistics/_schemaURL")
                        .asText())
                .isEqualTo(client.newOutputStatisticsOutputDatasetFacet(1L, 1L, 1L)
                        .get_schemaURL()
                        .toString());
    }

    @Test
    void aRunBeginsOnceAndEndsAsTheLedgerSays() {
        assertThat(OpenLineageEvents.of(run(RunStatus.RUNNING), Map.of()))
                .extracting(OpenLineageEvents.Event::type)
                .containsExactly("START");
        assertThat(OpenLineageEvents.of(run(RunStatus.SUCCEEDED), Map.of()))
                .extracting(OpenLineageEvents.Event::type)
                .containsExactly("START", "COMPLETE");
        assertThat(OpenLineageEvents.of(run(RunStatus.CANCELLED), Map.of())
                        .getLast()
                        .type())
                .isEqualTo("ABORT");
        assertThat(OpenLineageEvents.of(run(RunStatus.FAILED), Map.of())
                        .getLast()
                        .json())
                .contains("\"eventType\":\"FAIL\"", "STEP_FAILED: brake is null");
    }

    @Test
    void inputsAndOutputsAreTheTablesReadAndTheMetricsStored() throws IOException {
        JsonNode event = event(RunStatus.SUCCEEDED, 1);
        assertThat(event.at("/job/name").asText()).isEqualTo("team_a.gaps");
        assertThat(event.at("/inputs").findValuesAsText("name")).contains("fleet", "fleet/objects");
        assertThat(event.at("/inputs/0/facets/version/datasetVersion").asText()).isEqualTo("3");
        assertThat(event.at("/outputs/0/name").asText()).isEqualTo("team_a.gap");
        assertThat(event.at("/outputs/0/outputFacets/outputStatistics/rowCount").asLong())
                .isEqualTo(7);
        assertThat(event.at("/run/facets/odograph_run/parameters/limit_m").asDouble())
                .isEqualTo(2.5);
        assertThat(event(RunStatus.SUCCEEDED, 0).at("/outputs/0/outputFacets").isMissingNode())
                .isTrue();
    }

    @Test
    void columnsThatACheckPassesOnAreTheSourcesAndTheRestStandsOnAllThatIsRead() throws IOException {
        JsonNode checked = event(RunStatus.SUCCEEDED, 1).at("/outputs/1/facets/columnLineage");
        assertThat(checked.at("/fields/gap_m/inputFields/0/name").asText()).isEqualTo("fleet");
        assertThat(checked.at("/fields/gap_m/inputFields/0/transformations/0/subtype")
                        .asText())
                .isEqualTo("IDENTITY");

        JsonNode computed = event(RunStatus.SUCCEEDED, 1).at("/outputs/0/facets/columnLineage");
        assertThat(computed.at("/fields").fieldNames()).toIterable().containsExactly("segment_id");
        assertThat(computed.at("/fields/segment_id/inputFields")).hasSize(2);
        assertThat(computed.at("/dataset").findValuesAsText("field"))
                .containsExactlyInAnyOrder("segment_id", "gap_m", "segment_id", "gap_m");
    }

    @Test
    void anotherRunUnderTheSameIdIsAnotherRun() throws IOException {
        assertThat(event(RunStatus.SUCCEEDED, 0).at("/run/runId"))
                .isEqualTo(event(RunStatus.FAILED, 1).at("/run/runId"));
        RunRecord later = run(RunStatus.SUCCEEDED, MADE.plusSeconds(60));
        assertThat(JSON.readTree(
                                OpenLineageEvents.of(later, Map.of()).getFirst().json())
                        .at("/run/runId"))
                .isNotEqualTo(event(RunStatus.SUCCEEDED, 0).at("/run/runId"));
    }

    private static JsonNode event(RunStatus status, int index) throws IOException {
        return JSON.readTree(
                OpenLineageEvents.of(run(status), Map.of("gap", 7L)).get(index).json());
    }

    private static JsonNode withoutTime(JsonNode event) {
        return ((ObjectNode) event).without("eventTime");
    }

    private static RunRecord run(RunStatus status) {
        return run(status, MADE);
    }

    private static RunRecord run(RunStatus status, Instant made) {
        TableSchema rows = new TableSchema(List.of(
                new ColumnSpec("segment_id", ColumnType.STRING, false, true, null, false),
                new ColumnSpec("gap_m", ColumnType.FLOAT64, true, false, "m", false)));
        GraphSpec spec = new GraphSpec(
                GraphSpec.FORMAT,
                "team_a",
                "gaps",
                new Version(1, 2),
                "chassis",
                "Gaps of platoons.",
                List.of(),
                List.of(
                        new StepSpec.Source("samples", "main", rows),
                        new StepSpec.Source("objects", "objects", rows),
                        new StepSpec.Check("checked", List.of("samples"), rows, List.of()),
                        new StepSpec.Sql("gap", List.of("checked", "objects"), rows, "SELECT …")),
                List.of(
                        new MetricSpec("gap", new Version(1, 0), "gap"),
                        new MetricSpec("sample", new Version(2, 1), "checked")));
        NewRun plan = new NewRun(
                "run-1",
                spec,
                "digest",
                "dataset-id",
                "fleet",
                3,
                Map.of("limit_m", 2.5),
                Purpose.PRODUCTION,
                FailurePolicy.values()[0],
                "input");
        boolean failed = status == RunStatus.FAILED;
        @Nullable Instant ended = status.settled() ? ENDED : null;
        return new RunRecord(
                plan,
                Totals.NONE,
                1,
                status,
                made,
                made,
                ended,
                failed ? "STEP_FAILED" : null,
                failed ? "brake is null" : null);
    }
}
