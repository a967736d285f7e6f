package dev.odograph.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.odograph.spec.ColumnSpec;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a local run row by row, or to Parquet through DuckDB. */
public final class LocalFiles {
    private LocalFiles() {}

    /** CSV with a line of names, as RFC 4180 has it. */
    public static void csv(LocalResult result, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, UTF_8));
        writer.write(
                result.columns().stream().<String>map(ColumnSpec::name).collect(Collectors.joining(",", "", "\n")));
        result.forEach(row -> {
            for (int column = 0; column < row.length; column++) {
                writer.write(column == 0 ? "" : ",");
                writer.write(quoted(row[column]));
            }
            writer.write('\n');
            return true;
        });
        writer.flush();
    }

    /** An array of objects with the columns' names; NaN and infinities, which JSON lacks, are texts. */
    public static void json(LocalResult result, OutputStream out) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        rows(json, result);
        json.flush();
        out.write('\n');
        out.flush();
    }

    /** An object with an array of objects for each metric. */
    public static void json(List<LocalResult> results, OutputStream out) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        for (LocalResult result : results) {
            json.writeFieldName(result.metric().name());
            rows(json, result);
        }
        json.writeEndObject();
        json.flush();
        out.write('\n');
        out.flush();
    }

    private static void rows(JsonGenerator json, LocalResult result) throws IOException {
        json.writeStartArray();
        result.forEach(row -> {
            json.writeRaw('\n');
            json.writeStartObject();
            for (int column = 0; column < row.length; column++) {
                json.writeFieldName(result.columns().get(column).name());
                value(json, row[column]);
            }
            json.writeEndObject();
            return true;
        });
        json.writeEndArray();
    }

    static void value(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Boolean flag -> json.writeBoolean(flag);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            default -> json.writeString(value.toString());
        }
    }

    /** A Parquet file. */
    public static void parquet(LocalResult result, Path file) {
        result.reading((reader, allocator) -> {
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = connection.createStatement();
                    ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
                Data.exportArrayStream(allocator, reader, stream);
                connection.unwrap(DuckDBConnection.class).registerArrowStream("result", stream);
                statement.execute("SET TimeZone = 'UTC'");
                statement.execute("COPY (SELECT * FROM result) TO '"
                        + file.toString().replace("'", "''") + "' (FORMAT parquet, COMPRESSION zstd)");
                stream.release();
            }
        });
    }

    private static String quoted(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
