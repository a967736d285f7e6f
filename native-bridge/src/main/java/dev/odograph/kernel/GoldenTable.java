package dev.odograph.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.Schema;

/** Golden tables: text into Arrow. The format is that of {@code OdographGolden} in the ABI's header. */
final class GoldenTable {
    private GoldenTable() {}

    /**
     * The lines of a table, names first, as their cells; quotes are kept.
     *
     * @throws IllegalArgumentException where a quote is not closed
     */
    static List<List<String>> lines(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(GoldenTable::cells)
                .toList();
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            if (Character.isWhitespace(line.charAt(at))) {
                at++;
                continue;
            }
            int start = at;
            if (line.charAt(at) == '"') {
                at++;
                while (at < line.length() && line.charAt(at) != '"') {
                    at += line.charAt(at) == '\\' ? 2 : 1;
                }
                if (at >= line.length()) {
                    throw new IllegalArgumentException("a quote is not closed in: " + line.strip());
                }
                at++;
            } else {
                while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
                    at++;
                }
            }
            cells.add(line.substring(start, at));
        }
        return cells;
    }

    /** The table in Arrow, columns as declared. The caller closes it. */
    static VectorSchemaRoot read(BufferAllocator allocator, KernelSchema schema, String text) {
        List<List<String>> lines = lines(text);
        List<String> names = lines.isEmpty() ? List.of() : lines.getFirst();
        VectorSchemaRoot root = VectorSchemaRoot.create(
                new Schema(schema.fields().stream()
                        .map(field -> field.type().arrowField(field.name(), field.nullable()))
                        .toList()),
                allocator);
        try {
            if (names.size() != schema.fields().size()) {
                throw new IllegalArgumentException("table " + schema.name() + " names " + names.size()
                        + " columns, but declares " + schema.fields().size());
            }
            for (KernelField field : schema.fields()) {
                int column = names.indexOf(field.name());
                if (column < 0) {
                    throw new IllegalArgumentException("table " + schema.name() + " lacks column " + field.name());
                }
                FieldVector vector = root.getVector(field.name());
                for (int row = 1; row < lines.size(); row++) {
                    if (lines.get(row).size() != names.size()) {
                        throw new IllegalArgumentException("table " + schema.name() + " has "
                                + lines.get(row).size() + " cells in row " + (row - 1) + ", but " + names.size()
                                + " columns");
                    }
                    set(vector, row - 1, lines.get(row).get(column));
                }
                vector.setValueCount(lines.size() - 1);
            }
            root.setRowCount(lines.size() - 1);
            return root;
        } catch (IllegalArgumentException e) {
            root.close();
            throw e;
        }
    }

    private static void set(FieldVector vector, int row, String cell) {
        if (cell.equals("null")) {
            vector.setNull(row);
            return;
        }
        switch (vector) {
            case BitVector bits -> bits.setSafe(row, cell.equals("true") ? 1 : 0);
            case IntVector integers -> integers.setSafe(row, Integer.parseInt(cell));
            case BigIntVector integers -> integers.setSafe(row, Long.parseLong(cell));
            case Float4Vector numbers -> numbers.setSafe(row, (float) number(cell));
            case Float8Vector numbers -> numbers.setSafe(row, number(cell));
            case VarCharVector texts -> texts.setSafe(row, text(cell).getBytes(StandardCharsets.UTF_8));
            case ListVector lists -> list(lists, row, cell);
            default -> throw new IllegalArgumentException("no golden table has a " + vector.getField());
        }
    }

    private static void list(ListVector lists, int row, String cell) {
        if (!cell.startsWith("[") || !cell.endsWith("]")) {
            throw new IllegalArgumentException(cell + " is no list: write [1,2]");
        }
        String inner = cell.substring(1, cell.length() - 1);
        int start = lists.startNewValue(row);
        FieldVector elements = lists.getDataVector();
        int count = 0;
        for (String element : inner.isEmpty() ? new String[0] : inner.split(",", -1)) {
            set(elements, start + count++, element);
        }
        lists.endValue(row, count);
    }

    private static double number(String cell) {
        return switch (cell) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(cell);
        };
    }

    /** The text of a cell, without its quotes. */
    static String text(String cell) {
        return cell.startsWith("\"") ? cell.substring(1, cell.length() - 1).replaceAll("\\\\(.)", "$1") : cell;
    }
}
