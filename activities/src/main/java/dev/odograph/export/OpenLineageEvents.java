package dev.odograph.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.odograph.contract.RunStatus;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.RunRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as OpenLineage events: START, and once it is settled COMPLETE, FAIL or ABORT. They are made of the ledger alone, so
 * they come out the same whenever they are asked for. Data sets are in the namespace {@code odograph}: inputs are the
 * tables of the dataset that the graph reads, {@code fleet} or {@code fleet/objects}; outputs the metrics,
 * {@code default.ttc}.
 */
public final class OpenLineageEvents {
    /** Namespace of jobs and data sets. */
    public static final String NAMESPACE = "odograph";

    private static final String PRODUCER = "urn:odograph:openlineage:1";
    private static final String SPEC = "https://openlineage.io/spec/";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final RunRecord run;
    private final Map<String, Long> rows;
    private final ColumnOrigins origins;

    private OpenLineageEvents(RunRecord run, Map<String, Long> rows) {
        this.run = run;
        this.rows = Map.copyOf(rows);
        this.origins = ColumnOrigins.of(run.plan().spec());
    }

    /** An event as it is sent: its type, its time, and its JSON on one line. */
    public record Event(String type, Instant time, String json) {}

    /**
     * The events of a run so far, in order.
     *
     * @param rows committed rows by metric, for the event of the end
     */
    public static List<Event> of(RunRecord run, Map<String, Long> rows) {
        OpenLineageEvents events = new OpenLineageEvents(run, rows);
        List<Event> all = new ArrayList<>();
        Instant started = run.startedAt() == null ? run.createdAt() : run.startedAt();
        all.add(events.event("START", started));
        if (run.status().settled() && run.finishedAt() != null) {
            all.add(events.event(end(run.status()), run.finishedAt()));
        }
        return List.copyOf(all);
    }

    private static String end(RunStatus status) {
        return switch (status) {
            case SUCCEEDED -> "COMPLETE";
            case CANCELLED -> "ABORT";
            default -> "FAIL";
        };
    }

    private Event event(String type, Instant time) {
        ObjectNode event = NODES.objectNode();
        event.put("eventType", type);
        event.put("eventTime", time.toString());
        event.put("producer", PRODUCER);
        event.put("schemaURL", SPEC + "2-0-2/OpenLineage.json#/$defs/RunEvent");
        event.set("run", run(type));
        event.set("job", job());
        event.set("inputs", inputs());
        event.set("outputs", outputs(type));
        return new Event(type, time, event.toString());
    }

    private ObjectNode run(String type) {
        ObjectNode node = NODES.objectNode();
        // An id is free again once its run is deleted: the time of its making tells the two apart.
        node.put(
                "runId",
                UUID.nameUUIDFromBytes(
                                (run.runId() + " " + run.createdAt().toEpochMilli()).getBytes(StandardCharsets.UTF_8))
                        .toString());
        ObjectNode facets = node.putObject("facets");
        facet(facets, "processing_engine", "1-1-1/ProcessingEngineRunFacet")
                .put("name", "Odograph")
                .put("version", "1");
        NewRun plan = run.plan();
        ObjectNode own = facets.putObject("odograph_run");
        own.put("_producer", PRODUCER).put("_schemaURL", PRODUCER + ":run");
        own.put("run_id", run.runId());
        own.put("purpose", plan.purpose().name().toLowerCase(Locale.ROOT));
        own.put("graph_version", plan.spec().version().toString());
        own.put("bundle", plan.bundleDigest());
        if (plan.branch() != null) {
            own.put("branch", plan.branch());
        }
        own.set("parameters", JSON.valueToTree(new TreeMap<>(plan.parameters())));
        own.put("planned_segments", run.planned().segments());
        if (type.equals("FAIL")) {
            String code = run.failureCode() == null ? "" : run.failureCode() + ": ";
            facet(facets, "errorMessage", "1-0-1/ErrorMessageRunFacet")
                    .put("message", code + (run.failureMessage() == null ? "" : run.failureMessage()))
                    .put("programmingLanguage", "JAVA");
        }
        return node;
    }

    private ObjectNode job() {
        GraphSpec spec = run.plan().spec();
        ObjectNode node = NODES.objectNode();
        node.put("namespace", NAMESPACE);
        node.put("name", spec.namespace() + "." + spec.name());
        ObjectNode facets = node.putObject("facets");
        facet(facets, "jobType", "2-0-4/JobTypeJobFacet")
                .put("processingType", "BATCH")
                .put("integration", "ODOGRAPH")
                .put("jobType", "GRAPH");
        if (!spec.description().isEmpty()) {
            facet(facets, "documentation", "1-1-0/DocumentationJobFacet").put("description", spec.description());
        }
        if (spec.owner() != null) {
            facet(facets, "ownership", "1-0-1/OwnershipJobFacet")
                    .putArray("owners")
                    .addObject()
                    .put("name", "team:" + spec.owner());
        }
        return node;
    }

    private ArrayNode inputs() {
        ArrayNode inputs = NODES.arrayNode();
        for (StepSpec step : run.plan().spec().steps()) {
            if (step instanceof StepSpec.Source source) {
                ObjectNode input = inputs.addObject();
                input.put("namespace", NAMESPACE).put("name", table(source));
                ObjectNode facets = input.putObject("facets");
                schema(facets, source.output());
                version(facets, Long.toString(run.plan().datasetVersion()));
            }
        }
        return inputs;
    }

    private ArrayNode outputs(String type) {
        GraphSpec spec = run.plan().spec();
        ArrayNode outputs = NODES.arrayNode();
        for (MetricSpec metric : spec.metrics()) {
            StepSpec step = spec.step(metric.step()).orElseThrow();
            ObjectNode output = outputs.addObject();
            output.put("namespace", NAMESPACE).put("name", spec.namespace() + "." + metric.name());
            ObjectNode facets = output.putObject("facets");
            schema(facets, step.output());
            version(facets, metric.version() + "@" + run.runId());
            columnLineage(facets, step);
            if (!type.equals("START")) {
                facet(output.putObject("outputFacets"), "outputStatistics", "1-0-2/OutputStatisticsOutputDatasetFacet")
                        .put("rowCount", rows.getOrDefault(metric.name(), 0L));
            }
        }
        return outputs;
    }

    /** Which columns pass through unchanged is known of checks and segments; of everything else, what it stands on. */
    private void columnLineage(ObjectNode facets, StepSpec step) {
        ObjectNode lineage = facet(facets, "columnLineage", "1-2-0/ColumnLineageDatasetFacet");
        ObjectNode fields = lineage.putObject("fields");
        origins.identical(step.name()).forEach((column, sources) -> {
            ArrayNode from = fields.putObject(column).putArray("inputFields");
            sources.forEach(source -> field(from, source, "DIRECT", "IDENTITY"));
        });
        ArrayNode whole = lineage.putArray("dataset");
        origins.behind(step.name()).forEach(source -> field(whole, source, "INDIRECT", null));
    }

    private void field(ArrayNode into, ColumnOrigins.Origin origin, String type, @Nullable String subtype) {
        ObjectNode field = into.addObject();
        field.put("namespace", NAMESPACE).put("name", table(origin.source())).put("field", origin.column());
        ObjectNode transformation =
                field.putArray("transformations").addObject().put("type", type);
        if (subtype != null) {
            transformation.put("subtype", subtype);
        }
    }

    private String table(StepSpec.Source source) {
        String dataset = run.plan().dataset();
        return source.table().equals("main") ? dataset : dataset + "/" + source.table();
    }

    private static void schema(ObjectNode facets, TableSchema schema) {
        ArrayNode fields = facet(facets, "schema", "1-2-0/SchemaDatasetFacet").putArray("fields");
        for (ColumnSpec column : schema.columns()) {
            ObjectNode field = fields.addObject();
            field.put("name", column.name());
            field.put("type", column.type().name());
            if (column.unit() != null) {
                field.put("description", "unit " + column.unit());
            }
        }
    }

    private static void version(ObjectNode facets, String version) {
        facet(facets, "version", "1-0-1/DatasetVersionDatasetFacet").put("datasetVersion", version);
    }

    private static ObjectNode facet(ObjectNode facets, String name, String schema) {
        String type = schema.substring(schema.indexOf('/') + 1);
        return facets.putObject(name)
                .put("_producer", PRODUCER)
                .put("_schemaURL", SPEC + "facets/" + schema + ".json#/$defs/" + type);
    }
}
