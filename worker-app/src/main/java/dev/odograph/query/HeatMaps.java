package dev.odograph.query;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.HeatMap.Row;
import dev.odograph.query.HeatMap.Span;
import dev.odograph.query.HeatMap.State;
import dev.odograph.store.lineage.StageRecord;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Reads {@link HeatMap}s. */
final class HeatMaps {
    private static final String CELLS = Sql.resource("run_cells.sql");

    private HeatMaps() {}

    /**
     * A range of partitions, counted from 1 as people do.
     *
     * @param from the first
     * @param to the last
     */
    record Range(int from, int to) {
        /** The range that an address names; the whole where it names none. ARGUMENT_INVALID where it is none. */
        static Range of(@Nullable String from, @Nullable String to, int partitions) {
            int first = number("from", from, 1, partitions);
            int last = number("to", to, Math.max(1, partitions), partitions);
            if (first > last) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "from is " + first + " and to is " + last + ": the first partition comes before the last");
            }
            return new Range(first, last);
        }

        private static int number(String name, @Nullable String text, int otherwise, int most) {
            if (text == null || text.isBlank()) {
                return otherwise;
            }
            if (!text.matches("[1-9][0-9]{0,8}") || Integer.parseInt(text) > Math.max(1, most)) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        name + " is \"" + text + "\": give the number of a partition, from 1 to " + most);
            }
            return Integer.parseInt(text);
        }
    }

    private static final class Cell {
        long computed;
        long reused;
        long failed;
        long waived;

        State state(long planned) {
            long done = computed + reused + waived;
            if (failed > 0) {
                return State.FAILED;
            }
            if (done == 0) {
                return State.PENDING;
            }
            if (done < planned) {
                return State.PARTLY;
            }
            return computed > 0 ? State.COMPUTED : reused > 0 ? State.REUSED : State.WAIVED;
        }
    }

    static HeatMap load(DSLContext db, String runId, List<StageRecord> stages, int partitions, Range range) {
        int first = range.from() - 1;
        int last = Math.min(range.to(), partitions) - 1;
        int perCell = Math.max(1, (last - first + HeatMap.COLUMNS) / HeatMap.COLUMNS);
        int columns = partitions == 0 ? 0 : (last - first) / perCell + 1;
        Cell[][] cells = new Cell[stages.size()][columns];
        for (Record row : db.resultQuery(CELLS, runId, first, last, perCell).fetch()) {
            Cell cell = new Cell();
            cell.computed = row.get("computed", long.class);
            cell.reused = row.get("reused", long.class);
            cell.failed = row.get("failed", long.class);
            cell.waived = row.get("waived", long.class);
            cells[row.get("stage", int.class)][row.get("cell", int.class)] = cell;
        }
        List<Row> rows = new ArrayList<>();
        for (StageRecord stage : stages) {
            if (!stage.reduce()) {
                rows.add(new Row(stage.name(), spans(cells[stage.stage()], first, last, perCell)));
            }
        }
        return new HeatMap(partitions, first, last, perCell, rows);
    }

    private static List<Span> spans(@Nullable Cell[] cells, int first, int last, int perCell) {
        List<Span> spans = new ArrayList<>();
        for (int column = 0; column < cells.length; column++) {
            int from = first + column * perCell;
            int to = Math.min(last, from + perCell - 1);
            Cell cell = cells[column] == null ? new Cell() : cells[column];
            State state = cell.state(to - from + 1L);
            Span before = spans.isEmpty() ? null : spans.getLast();
            // A failure is looked for and clicked: its column stays by itself.
            if (before != null && before.state() == state && state != State.FAILED) {
                spans.set(
                        spans.size() - 1,
                        new Span(
                                state,
                                before.from(),
                                before.columns() + 1,
                                before.first(),
                                to,
                                before.computed() + cell.computed,
                                before.reused() + cell.reused,
                                before.failed() + cell.failed,
                                before.waived() + cell.waived));
            } else {
                spans.add(new Span(state, column, 1, from, to, cell.computed, cell.reused, cell.failed, cell.waived));
            }
        }
        return spans;
    }
}
