package dev.odograph.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.SpecJson;
import dev.odograph.step.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTML file that shows results: figures of each column over all rows, plots over time (bars where a metric has no
 * time), and the first rows. Chart library and data are in the file: it needs no network. Of a metric with very many
 * rows every k-th is drawn, and the page says so.
 */
public final class LocalPage {
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final long DRAWN_ROWS = 50_000;

    private LocalPage() {}

    /** Writes the page. */
    public static void write(
            GraphSpec graph,
            List<String> segments,
            List<LocalResult> results,
            List<Violation> violations,
            OutputStream out)
            throws IOException {
        String page = resource(LocalPage.class, "page.html")
                .replace("{{title}}", escaped(graph.name()))
                .replace("{{css}}", resource(LocalPage.class, CHARTS + "uPlot.min.css"))
                .replace("{{charts}}", resource(LocalPage.class, CHARTS + "uPlot.iife.min.js"))
                .replace("{{script}}", resource(LocalPage.class, "page.js"));
        int data = page.indexOf("{{data}}");
        out.write(page.substring(0, data).getBytes(UTF_8));
        out.write(json(graph, segments, results, violations).getBytes(UTF_8));
        out.write(page.substring(data + "{{data}}".length()).getBytes(UTF_8));
        out.flush();
    }

    private static String json(
            GraphSpec graph, List<String> segments, List<LocalResult> results, List<Violation> violations)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("graph", graph.name());
            json.writeStringField("version", graph.version().toString());
            json.writeStringField("description", graph.description());
            json.writeArrayFieldStart("segments");
            for (String segment : segments) {
                json.writeString(segment);
            }
            json.writeEndArray();
            json.writeFieldName("violations");
            json.writeRawValue(SpecJson.write(violations));
            json.writeArrayFieldStart("metrics");
            for (LocalResult result : results) {
                metric(json, result);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        // A text of the data must not end the script that holds it.
        return text.toString().replace("<", "\\u003c");
    }

    private static void metric(JsonGenerator json, LocalResult result) throws IOException {
        long every = Math.max(1, Math.ceilDiv(result.rows(), DRAWN_ROWS));
        List<ColumnSpec> columns = result.columns();
        List<ColumnFigures> figures = new ArrayList<>();
        columns.forEach(column -> figures.add(new ColumnFigures()));
        json.writeStartObject();
        json.writeStringField("name", result.metric().name());
        json.writeStringField("version", result.metric().version().toString());
        json.writeNumberField("rows", result.rows());
        json.writeNumberField("every", every);
        json.writeArrayFieldStart("data");
        long[] at = {0};
        result.forEach(row -> {
            for (int column = 0; column < row.length; column++) {
                figures.get(column).add(row[column]);
            }
            if (at[0]++ % every == 0) {
                json.writeStartArray();
                for (@Nullable Object value : row) {
                    LocalFiles.value(json, value);
                }
                json.writeEndArray();
            }
            return true;
        });
        json.writeEndArray();
        json.writeArrayFieldStart("columns");
        for (int column = 0; column < columns.size(); column++) {
            column(json, columns.get(column), figures.get(column));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void column(JsonGenerator json, ColumnSpec column, ColumnFigures figures) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", column.name());
        json.writeStringField("type", column.type().name());
        json.writeStringField("unit", column.unit() == null ? "" : column.unit());
        json.writeBooleanField("key", column.key());
        figures.write(json);
        json.writeEndObject();
    }

    private static String resource(Class<?> owner, String name) {
        try (InputStream stream = owner.getResourceAsStream(name)) {
            if (stream == null) {
                throw new OdographException(
                        ErrorCode.INTERNAL_ERROR, "Resource " + name + " is not in the application");
            }
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new OdographException(ErrorCode.INTERNAL_ERROR, "Resource " + name + " cannot be read", e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
