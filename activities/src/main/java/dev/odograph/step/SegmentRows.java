package dev.odograph.step;

import dev.odograph.graph.Rows;
import dev.odograph.spec.TableSchema;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** A stream of rows, handed out segment by segment. One batch is in memory. */
final class SegmentRows<I extends Record> implements Rows<I> {
    private final ArrowReader reader;
    private final VectorSchemaRoot batch;
    private final VarCharVector segmentIds;
    private final RecordReader<I> records;
    private String segmentId = "";
    private int row = -1;
    private int segmentEnd;
    private boolean started;

    SegmentRows(ArrowReader reader, Class<I> record) throws IOException {
        this.reader = reader;
        this.batch = reader.getVectorSchemaRoot();
        this.segmentIds = (VarCharVector) batch.getVector(TableSchema.SEGMENT_ID);
        this.records = new RecordReader<>(record, batch);
    }

    /** Passes over what is left of the segment in hand, and goes to {@code next}, which may have no rows. */
    void enter(String next) {
        while (next()) {
            continue;
        }
        segmentId = next;
        bound();
    }

    /** The segment that comes next in the stream, where there is one. */
    Optional<String> upcoming() {
        return row + 1 < batch.getRowCount() || load()
                ? Optional.of(segmentIds.getObject(row + 1).toString())
                : Optional.empty();
    }

    @Override
    public boolean next() {
        if (row + 1 < segmentEnd) {
            row++;
            return true;
        }
        if (row + 1 < batch.getRowCount() || segmentId.isEmpty() || !load()) {
            return false;
        }
        bound();
        if (row + 1 < segmentEnd) {
            row++;
            return true;
        }
        return false;
    }

    private boolean load() {
        try {
            do {
                if (!reader.loadNextBatch()) {
                    row = batch.getRowCount() - 1;
                    segmentEnd = batch.getRowCount();
                    return false;
                }
            } while (batch.getRowCount() == 0);
        } catch (IOException e) {
            throw Failures.unreadable("segment \"" + segmentId + "\"", e);
        }
        started = true;
        row = -1;
        segmentEnd = 0;
        return true;
    }

    private void bound() {
        segmentEnd = started ? SegmentOrder.firstOther(segmentIds, segmentId, row + 1, batch.getRowCount()) : 0;
    }

    @Override
    public I row() {
        return records.read(current());
    }

    private int current() {
        if (row < 0) {
            throw new IllegalStateException("no row yet: call next() first");
        }
        return row;
    }

    @Override
    public DoubleColumn doubles(String column) {
        return Columns.doubles(batch, column, this::current);
    }

    @Override
    public LongColumn longs(String column) {
        return Columns.longs(batch, column, this::current);
    }

    @Override
    public BooleanColumn booleans(String column) {
        return Columns.booleans(batch, column, this::current);
    }

    @Override
    public StringColumn strings(String column) {
        return Columns.strings(batch, column, this::current);
    }

    @Override
    public Iterator<I> iterator() {
        return new Iterator<>() {
            private boolean looked;
            private boolean there;

            @Override
            public boolean hasNext() {
                if (!looked) {
                    there = SegmentRows.this.next();
                    looked = true;
                }
                return there;
            }

            @Override
            public I next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("segment \"" + segmentId + "\" has no more rows");
                }
                looked = false;
                return row();
            }
        };
    }
}
