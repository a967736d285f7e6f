package dev.odograph.query;

import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;

import dev.odograph.query.MetricAnswer.Distribution;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the numbers of a metric are distributed over its rows: figures by one statement, then bins by another. */
final class MetricDistributions {
    private static final int BINS = 40;
    private static final int FIGURES = 5;
    /** Bins are laid between the second and the last but one: a single far row does not hide all others. */
    private static final String QUANTILES = "0, 0.005, 0.05, 0.25, 0.5, 0.75, 0.95, 0.995, 1";

    private static final Pattern BIN = Pattern.compile("(-?[0-9]+):([0-9]+)");
    private static final String WHAT = "The distribution";

    private final LimitedReads reads;

    MetricDistributions(LimitedReads reads) {
        this.reads = reads;
    }

    private record Figures(
            ColumnSpec column,
            long rows,
            long nulls,
            long notFinite,
            @Nullable Double mean,
            double[] quantiles) {
        double width() {
            double raw = rows == 0 ? 0 : (quantiles[7] - quantiles[1]) / BINS;
            if (!(raw > 0)) {
                return 0;
            }
            double power = Math.pow(10, Math.floor(Math.log10(raw)));
            double nice = power
                    * Arrays.stream(new double[] {1, 2, 2.5, 5, 10})
                            .filter(step -> step * power >= raw)
                            .findFirst()
                            .orElse(10);
            return column.type() == ColumnType.FLOAT64 ? nice : Math.max(1, Math.ceil(nice));
        }

        double from() {
            return width() > 0 ? Math.floor(quantiles[1] / width()) * width() : 0;
        }

        int bins() {
            return width() > 0 ? (int) Math.floor((quantiles[7] - from()) / width()) + 1 : 0;
        }
    }

    List<Distribution> of(List<ColumnSpec> numbers, MetricRows rows) {
        if (numbers.isEmpty()) {
            return List.of();
        }
        List<String> row =
                one(numbers.stream().map(MetricDistributions::figuresSql).toList(), rows);
        List<Figures> figures = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            figures.add(figures(numbers.get(i), row.subList(i * FIGURES, (i + 1) * FIGURES)));
        }
        List<Figures> binned = figures.stream().filter(each -> each.bins() > 1).toList();
        List<String> bins = binned.isEmpty()
                ? List.of()
                : one(binned.stream().map(MetricDistributions::binsSql).toList(), rows);
        return figures.stream()
                .map(each -> distribution(each, binned.contains(each) ? bins.get(binned.indexOf(each)) : ""))
                .toList();
    }

    private List<String> one(List<String> terms, MetricRows rows) {
        String sql = terms.stream().collect(Collectors.joining(",\n    ", "SELECT\n    ", "\n" + rows.fromWhere()));
        return reads.rows(WHAT, ClickHouseQuery.of(sql)).getFirst();
    }

    private static String value(ColumnSpec column) {
        return "assumeNotNull(toFloat64(" + quoted(column.name()) + "))";
    }

    private static String finite(ColumnSpec column) {
        return "(" + quoted(column.name()) + " IS NOT NULL AND isFinite(" + value(column) + "))";
    }

    private static String figuresSql(ColumnSpec column) {
        String finite = finite(column);
        String there = quoted(column.name()) + " IS NOT NULL";
        return "countIf(" + finite + "), countIf(NOT " + there + "), countIf(" + there + " AND NOT isFinite("
                + value(column) + ")), avgIf(" + value(column) + ", " + finite + "), quantilesExactInclusiveIf("
                + QUANTILES + ")(" + value(column) + ", " + finite + ")";
    }

    private static String binsSql(Figures one) {
        String bin = "floor((" + value(one.column) + " - (" + one.from() + ")) / " + one.width() + ")";
        return "sumMapIf(map(toInt32(greatest(-1, least(" + one.bins() + ", " + bin + "))), toUInt64(1)), "
                + finite(one.column) + ")";
    }

    private static Figures figures(ColumnSpec column, List<String> row) {
        long rows = Long.parseLong(row.get(0));
        return new Figures(
                column,
                rows,
                Long.parseLong(row.get(1)),
                Long.parseLong(row.get(2)),
                rows == 0 ? null : Double.valueOf(row.get(3)),
                rows == 0
                        ? new double[0]
                        : Arrays.stream(row.get(4).replaceAll("[\\[\\]]", "").split(","))
                                .mapToDouble(Double::parseDouble)
                                .toArray());
    }

    private static Distribution distribution(Figures one, String bins) {
        long[] counts = new long[one.bins() + 2];
        Matcher matcher = BIN.matcher(bins.replace("'", ""));
        while (matcher.find()) {
            counts[Integer.parseInt(matcher.group(1)) + 1] = Long.parseLong(matcher.group(2));
        }
        boolean drawn = one.bins() > 1;
        List<Double> quantiles = new ArrayList<>();
        for (int i : one.rows == 0 ? new int[0] : new int[] {0, 2, 3, 4, 5, 6, 8}) {
            quantiles.add(one.quantiles[i]);
        }
        return new Distribution(
                one.column.name(),
                one.column.unit(),
                one.rows,
                one.nulls,
                one.notFinite,
                one.mean,
                quantiles,
                one.from(),
                drawn ? one.width() : 0,
                drawn ? Arrays.stream(counts, 1, counts.length - 1).boxed().toList() : List.of(),
                drawn ? counts[0] : 0,
                drawn ? counts[counts.length - 1] : 0);
    }
}
