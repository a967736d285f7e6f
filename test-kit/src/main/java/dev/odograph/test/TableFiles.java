package dev.odograph.test;

import dev.odograph.artifact.ArrowSchemas;
import dev.odograph.artifact.TableFile;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Tables as the files that steps read and write. */
final class TableFiles {
    private TableFiles() {}

    /** An Arrow stream, as stages hand it on, in batches of that many rows. */
    static TableFile arrow(TestTable table, Path path, int batchRows) {
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.of(table.schema()), allocator);
                FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                ArrowStreamWriter writer = new ArrowStreamWriter(root, null, channel)) {
            writer.start();
            for (int from = 0; from < table.size(); from += batchRows) {
                int rows = Math.min(batchRows, table.size() - from);
                root.allocateNew();
                for (int column = 0; column < root.getFieldVectors().size(); column++) {
                    for (int row = 0; row < rows; row++) {
                        Cells.put(
                                root.getVector(column),
                                row,
                                table.rows().get(from + row).get(column));
                    }
                }
                root.setRowCount(rows);
                writer.writeBatch();
                root.clear();
            }
            writer.end();
            return new TableFile(TableFile.Format.ARROW_STREAM, path.toString(), null);
        } catch (IOException e) {
            throw new UncheckedIOException("table cannot be written to " + path, e);
        }
    }

    /** A Parquet file, as recordings are. */
    static void parquet(TestTable table, Path path) {
        Path arrow = path.resolveSibling(path.getFileName() + ".arrow");
        arrow(table, arrow, 65_536);
        try (RootAllocator allocator = new RootAllocator();
                ArrowReader reader = new ArrowStreamReader(Files.newInputStream(arrow), allocator);
                Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, reader, stream);
            connection.unwrap(DuckDBConnection.class).registerArrowStream("rows", stream);
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute(
                    "COPY (SELECT * FROM rows) TO '" + path.toString().replace("'", "''") + "' (FORMAT parquet)");
            stream.release();
        } catch (IOException e) {
            throw new UncheckedIOException("table cannot be written to " + path, e);
        } catch (SQLException e) {
            throw new IllegalStateException("table cannot be written to " + path, e);
        }
    }

    /** All rows of a reader. */
    static TestTable read(TableSchema schema, ArrowReader reader) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try {
            VectorSchemaRoot batch = reader.getVectorSchemaRoot();
            while (reader.loadNextBatch()) {
                for (int at = 0; at < batch.getRowCount(); at++) {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (ColumnSpec column : schema.columns()) {
                        row.add(Cells.value(batch.getVector(column.name()), at));
                    }
                    rows.add(row);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a step's output cannot be read", e);
        }
        return new TestTable(schema, List.of(), rows);
    }

    /** All rows of one Arrow stream file. */
    static TestTable read(TableSchema schema, Path path) {
        try (RootAllocator allocator = new RootAllocator();
                ArrowReader reader = new ArrowStreamReader(Files.newInputStream(path), allocator)) {
            return read(schema, reader);
        } catch (IOException e) {
            throw new UncheckedIOException("a step's output cannot be read from " + path, e);
        }
    }
}
