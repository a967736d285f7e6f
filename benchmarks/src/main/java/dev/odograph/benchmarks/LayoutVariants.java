package dev.odograph.benchmarks;

import java.util.List;

/** Layouts of three shapes of results that are compared: what {@code MetricTableDdl} makes comes first. */
final class LayoutVariants {
    private static final String INDEX = ", INDEX write_no_range write_no TYPE minmax GRANULARITY 1";

    private LayoutVariants() {}

    /**
     * A shape of results.
     *
     * @param name what it is
     * @param rowsPerSegment how many rows a segment has
     * @param select expressions of a row's columns but {@code write_no}, over {@code number} and the segment's {@code seg}
     * @param column the column that queries read
     * @param variants its layouts
     */
    record Shape(String name, int rowsPerSegment, String select, String column, List<Variant> variants) {}

    /**
     * A layout.
     *
     * @param name what sets it apart
     * @param body columns, indexes and projections
     * @param order sorting key, and a table partition key before it where there is one
     */
    record Variant(String name, String body, String order) {}

    static List<Shape> all() {
        return List.of(samples(), events(), summaries());
    }

    private static Shape samples() {
        String key = "ORDER BY (segment_id, t_ms, write_no)";
        String writeFirst = "ORDER BY (write_no, segment_id, t_ms)";
        return new Shape(
                "per-sample series",
                20_000,
                "seg, number % 20000 * 100, 20 + round(5 * sin(number % 20000 / 300) + cityHash64(number) % 1000 / 1000, 3),"
                        + " if(number % 10 = 0, NULL, 30 + 10 * cos(number % 20000 / 200) + cityHash64(number, 1) % 1000 / 500)",
                "gap_m",
                List.of(
                        new Variant("as built", samples("String", "Delta, ", "", "1") + INDEX, key),
                        new Variant("doubles by Gorilla", samples("String", "Delta, ", "Gorilla, ", "1") + INDEX, key),
                        new Variant("doubles by FPC", samples("String", "Delta, ", "FPC, ", "1") + INDEX, key),
                        new Variant("ZSTD(3)", samples("String", "Delta, ", "", "3") + INDEX, key),
                        new Variant("times by DoubleDelta", samples("String", "DoubleDelta, ", "", "1") + INDEX, key),
                        new Variant(
                                "segment LowCardinality",
                                samples("LowCardinality(String)", "Delta, ", "", "1") + INDEX,
                                key),
                        new Variant("write first", samples("String", "Delta, ", "", "1"), writeFirst),
                        new Variant(
                                "write first, bloom filter of segment",
                                samples("String", "Delta, ", "", "1")
                                        + ", INDEX seg segment_id TYPE bloom_filter GRANULARITY 1",
                                writeFirst),
                        new Variant(
                                "16 table partitions",
                                samples("String", "Delta, ", "", "1") + INDEX,
                                "PARTITION BY cityHash64(segment_id) % 16 " + key),
                        new Variant(
                                "projection of sums by segment",
                                samples("String", "Delta, ", "", "1") + INDEX
                                        + ", PROJECTION sums (SELECT segment_id, write_no, count(), sum(gap_m)"
                                        + " GROUP BY segment_id, write_no)",
                                key)));
    }

    private static String samples(String segment, String times, String doubles, String zstd) {
        return "segment_id " + segment + " CODEC(ZSTD(" + zstd + ")), t_ms Int64 CODEC(" + times + "ZSTD(" + zstd
                + ")), speed_mps Float64 CODEC(" + doubles + "ZSTD(" + zstd + ")), gap_m Nullable(Float64) CODEC("
                + doubles + "ZSTD(" + zstd + ")), write_no UInt64 CODEC(ZSTD(" + zstd + "))";
    }

    private static Shape events() {
        String key = "ORDER BY (segment_id, start_ms, kind, write_no)";
        return new Shape(
                "events",
                200,
                "seg, number % 200 * 3000 + cityHash64(number) % 3000, ['brake', 'cut_in', 'swerve', 'stop'][number % 4 + 1],"
                        + " round(2 + cityHash64(number, 2) % 800 / 100, 2), toInt64(cityHash64(number, 3) % 4000)",
                "severity",
                List.of(
                        new Variant("as built", events("LowCardinality(String)", "String") + INDEX, key),
                        new Variant("kind String", events("String", "String") + INDEX, key),
                        new Variant(
                                "segment LowCardinality",
                                events("LowCardinality(String)", "LowCardinality(String)") + INDEX,
                                key),
                        new Variant(
                                "kind first",
                                events("LowCardinality(String)", "String") + INDEX,
                                "ORDER BY (kind, segment_id, start_ms, write_no)"),
                        new Variant(
                                "write first",
                                events("LowCardinality(String)", "String"),
                                "ORDER BY (write_no, segment_id, start_ms, kind)"),
                        new Variant("no index of writes", events("LowCardinality(String)", "String"), key),
                        new Variant(
                                "projection of sums by kind",
                                events("LowCardinality(String)", "String") + INDEX
                                        + ", PROJECTION kinds (SELECT kind, write_no, count(), sum(severity)"
                                        + " GROUP BY kind, write_no)",
                                key)));
    }

    private static String events(String kind, String segment) {
        return "segment_id " + segment + " CODEC(ZSTD(1)), start_ms Int64 CODEC(Delta, ZSTD(1)), kind " + kind
                + " CODEC(ZSTD(1)), severity Float64 CODEC(ZSTD(1)), duration_ms Int64 CODEC(Delta, ZSTD(1)),"
                + " write_no UInt64 CODEC(ZSTD(1))";
    }

    private static Shape summaries() {
        String key = "ORDER BY (segment_id, write_no)";
        return new Shape(
                "per-segment summaries",
                1,
                "seg, round(cityHash64(number) % 10000 / 1000, 3), if(number % 5 = 0, NULL, cityHash64(number, 1) / 1e18),"
                        + " toInt64(cityHash64(number, 2) % 20), 10 + cityHash64(number, 3) / 1e18",
                "km",
                List.of(
                        new Variant("as built", summaries("", "1") + INDEX, key),
                        new Variant("doubles by Gorilla", summaries("Gorilla, ", "1") + INDEX, key),
                        new Variant("ZSTD(3)", summaries("", "3") + INDEX, key),
                        new Variant("no index of writes", summaries("", "1"), key),
                        new Variant("write first", summaries("", "1"), "ORDER BY (write_no, segment_id)")));
    }

    private static String summaries(String doubles, String zstd) {
        return "segment_id String CODEC(ZSTD(" + zstd + ")), headway_s Float64 CODEC(" + doubles + "ZSTD(" + zstd
                + ")), min_ttc_s Nullable(Float64) CODEC(" + doubles + "ZSTD(" + zstd
                + ")), brakes Int64 CODEC(Delta, ZSTD(" + zstd + ")), km Float64 CODEC(" + doubles + "ZSTD(" + zstd
                + ")), write_no UInt64 CODEC(ZSTD(" + zstd + "))";
    }
}
