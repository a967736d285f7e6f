package dev.odograph.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A table as lines of text that fit a width. */
final class TextTable {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9.,]*( ?%)?");
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final int GAP = 2;
    private static final int NARROWEST = 16;

    private final List<String> titles;
    private final List<List<String>> rows;
    private final int[] widths;
    private final int width;

    /**
     * Lays a table out.
     *
     * @param width characters in a line; 0 for as many as it takes
     * @param droppable titles of columns that may be left out to fit, the least important first
     */
    TextTable(List<String> titles, List<List<String>> rows, int width, List<String> droppable) {
        List<Integer> kept =
                new ArrayList<>(IntStream.range(0, titles.size()).boxed().toList());
        int[] natural = natural(titles, rows);
        for (String title : droppable) {
            if (width > 0 && total(kept, natural) > width) {
                kept.remove(Integer.valueOf(titles.indexOf(title)));
            }
        }
        this.titles = kept.stream().map(titles::get).toList();
        this.rows =
                rows.stream().map(row -> kept.stream().map(row::get).toList()).toList();
        this.widths = kept.stream().mapToInt(column -> natural[column]).toArray();
        this.width = width;
    }

    /** The lines, the first with the titles. */
    List<String> lines(UnaryOperator<String> bold) {
        int last = widths.length - 1;
        int before =
                IntStream.range(0, last).map(column -> widths[column] + GAP).sum();
        if (width > 0 && before + widths[last] > width) {
            widths[last] = Math.max(NARROWEST, width - before);
        }
        List<String> lines = new ArrayList<>();
        lines.add(bold.apply(line(titles, false)));
        for (List<String> row : rows) {
            List<String> parts = broken(row.getLast(), widths[last]);
            for (int part = 0; part < parts.size(); part++) {
                List<String> cells = new ArrayList<>(
                        part == 0 ? row : row.stream().map(cell -> "").toList());
                cells.set(last, parts.get(part));
                lines.add(line(cells, true));
            }
        }
        return lines;
    }

    private String line(List<String> cells, boolean values) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String pad = " ".repeat(Math.max(0, widths[column] - length(cell)));
            boolean right = values && NUMBER.matcher(cell).matches();
            line.append(right ? pad + cell : cell + pad).append(" ".repeat(GAP));
        }
        return line.toString().stripTrailing();
    }

    /** Text broken at spaces; a word that is longer than the width stays whole. */
    static List<String> broken(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && length(line.toString()) + 1 + length(word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static int[] natural(List<String> titles, List<List<String>> rows) {
        int[] widths = titles.stream().mapToInt(TextTable::length).toArray();
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], length(row.get(column)));
            }
        }
        return widths;
    }

    private static int total(List<Integer> kept, int[] widths) {
        return kept.stream().mapToInt(column -> widths[column] + GAP).sum() - GAP;
    }

    private static int length(String text) {
        String plain = text.indexOf('\u001b') < 0 ? text : COLOUR.matcher(text).replaceAll("");
        return plain.codePointCount(0, plain.length());
    }
}
