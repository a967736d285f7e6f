package dev.odograph.store.clickhouse;

import static dev.odograph.schema.clickhouse.ClickHouseNames.byRunView;
import static dev.odograph.schema.clickhouse.ClickHouseNames.literal;
import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Summary figures of a metric's rows in a run. Thread-safe. */
public final class RunFigures {
    private final ClickHouse clickhouse;

    public RunFigures(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /**
     * A figure.
     *
     * @param name such as {@code rows} or {@code mean of ttc_s}
     * @param value empty where no row has a value
     */
    public record Figure(String name, OptionalDouble value) {}

    /** Rows, and mean, least and greatest value of each of these numeric columns, in that order. */
    public List<Figure> of(String table, String runId, List<String> columns) {
        List<String> names = new ArrayList<>(List.of("rows"));
        List<String> terms = new ArrayList<>(List.of("toString(count())"));
        for (String column : columns) {
            for (String[] figure :
                    new String[][] {{"mean", "avgOrNull"}, {"least", "minOrNull"}, {"most", "maxOrNull"}}) {
                names.add(figure[0] + " of " + column);
                terms.add("ifNull(toString(" + figure[1] + "(" + quoted(column) + ")), '')");
            }
        }
        List<String> row = clickhouse
                .rows(ClickHouseQuery.of("SELECT " + String.join(", ", terms) + " FROM " + quoted(byRunView(table))
                        + "(run = " + literal(runId) + ")"))
                .getFirst();
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String value = row.get(i);
            figures.add(new Figure(
                    names.get(i),
                    value.isEmpty() || value.equals("nan")
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(Double.parseDouble(value))));
        }
        return figures;
    }
}
