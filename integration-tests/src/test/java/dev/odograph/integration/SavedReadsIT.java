package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.odograph.contract.Purpose;
import dev.odograph.dataset.Corrections;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.ImportAction;
import dev.odograph.dataset.Segment;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.ReadRequest;
import dev.odograph.query.SavedRead;
import dev.odograph.query.SavedReads;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.clickhouse.ResultSource;
import dev.odograph.store.clickhouse.ResultTables;
import dev.odograph.store.lineage.PostgresTableLock;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each saved read says what a loop over the rows says. */
class SavedReadsIT {
    private static final String RUN = "reads";

    private static Lab lab;
    private static SavedReads reads;
    private static Dataset dataset;
    private static Corrections corrections;
    private static final Map<String, Segment> SEGMENTS = new TreeMap<>();

    /** A row of metric ttc. */
    private record Row(
            String segment,
            int position,
            long tMs,
            @Nullable Double headway) {}

    @BeforeAll
    static void driveTwoReleases() {
        lab = Lab.open();
        drive("4.2.0", ImportAction.IMPORT, 4_101);
        dataset = drive("4.3.0", ImportAction.ADD, 4_102);
        try (Stream<Segment> segments = lab.stores.datasets().segments(dataset.datasetId(), dataset.version())) {
            segments.forEach(segment -> SEGMENTS.put(segment.segmentId(), segment));
        }
        corrections = new Corrections(DSL.using(lab.stores.pool(), SQLDialect.POSTGRES));
        lab.runs.succeed(RUN, Lab.input(lab.bundles.examples().digest(), "read_fleet", Purpose.ADHOC, 10_000));
        reads = new SavedReads(
                lab.stores.postgres(),
                lab.stores.clickhouse(),
                new ResultTables(lab.stores.clickhouse(), new PostgresTableLock(lab.stores.pool())));
    }

    @Test
    void theLatestValueIsThatOfTheLastRowOfEachSegment() {
        Map<String, Double> last = new HashMap<>();
        for (Row row : rows()) {
            if (row.headway != null) {
                last.put(row.segment, row.headway);
            }
        }
        List<Map<String, @Nullable String>> answer = ask("ttc", SavedRead.LATEST, "headway_s", null);
        assertThat(answer).hasSameSizeAs(last.keySet());
        assertThat(answer)
                .allSatisfy(row -> assertThat(number(row, "value")).isEqualTo(last.get(row.get("segment_id"))));
        assertThat(answer).extracting(row -> row.get("recorded_at")).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void theDistributionByReleaseIsThatOfTheRows() {
        assertDistribution(
                ask("ttc", SavedRead.DISTRIBUTION, "headway_s", "release"),
                row -> String.valueOf(segment(row).release()));
        assertDistribution(ask("ttc", SavedRead.DISTRIBUTION, "headway_s", null), row -> "all");
    }

    @Test
    void aCorrectedTagChangesSlicesWithoutARun() {
        List<String> ids = List.copyOf(SEGMENTS.keySet());
        Map<String, String> cities = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            cities.put(ids.get(i), i % 3 == 0 ? "Gent's" : "Lyon");
            corrections.tag(dataset, ids.get(i), "city", cities.get(ids.get(i)));
        }
        assertDistribution(
                ask("ttc", SavedRead.DISTRIBUTION, "headway_s", "city"),
                row -> Objects.requireNonNull(cities.get(row.segment)));
        corrections.tag(dataset, ids.getFirst(), "city", null);
        cities.put(ids.getFirst(), "");
        assertDistribution(
                ask("ttc", SavedRead.DISTRIBUTION, "headway_s", "city"),
                row -> Objects.requireNonNull(cities.get(row.segment)));
    }

    @Test
    void theDistributionBySpanIsThatOfTheRowsInIt() {
        List<String> ids = List.copyOf(SEGMENTS.keySet());
        corrections.addSpan(dataset, ids.get(0), 5_000, 20_000, "cut-in");
        corrections.addSpan(dataset, ids.get(1), 0, 10_000, "cut-in");
        corrections.addSpan(dataset, ids.get(1), 9_000, 30_000, "wet road");
        Map<String, List<Double>> expected = new TreeMap<>();
        for (Row row : rows()) {
            corrections.spans(dataset, row.segment).stream()
                    .filter(span -> span.startMs() <= row.tMs && row.tMs <= span.endMs() && row.headway != null)
                    .forEach(span -> expected.computeIfAbsent(span.label(), label -> new ArrayList<>())
                            .add(row.headway));
        }
        assertThat(expected).hasSize(2);
        assertGroups(ask("ttc", SavedRead.DISTRIBUTION, "headway_s", "span"), expected);
    }

    @Test
    void theWorstRowsAreThoseThatASortFindsFirst() {
        List<List<String>> naive = lab.stores
                .clickhouse()
                .rows(ClickHouseQuery.of("SELECT segment_id, position, t_ms, ttc_s FROM " + view("ttc")
                        + " WHERE ttc_s IS NOT NULL ORDER BY ttc_s, segment_id, position, t_ms LIMIT 100"));
        assertThat(naive).hasSize(100);
        assertThat(ask("ttc", SavedRead.WORST, null, null))
                .extracting(row ->
                        List.of(text(row, "segment_id"), text(row, "position"), text(row, "t_ms"), text(row, "ttc_s")))
                .isEqualTo(naive);
        List<List<String>> most = lab.stores
                .clickhouse()
                .rows(ClickHouseQuery.of("SELECT segment_id, drac_mps2 FROM " + view("ttc")
                        + " WHERE drac_mps2 IS NOT NULL ORDER BY drac_mps2 DESC, segment_id, position, t_ms LIMIT 3"));
        assertThat(rows(new ReadRequest(SavedRead.WORST, "drac_mps2", null, null, 3)))
                .extracting(row -> List.of(text(row, "segment_id"), text(row, "drac_mps2")))
                .isEqualTo(most);
    }

    @Test
    void theTrendIsByWeekOfRecordingWithTheChangeAndFourWeeksTogether() {
        TreeMap<LocalDate, List<Double>> weeks = new TreeMap<>();
        for (Row row : rows()) {
            if (row.headway != null) {
                LocalDate day =
                        LocalDate.ofInstant(Objects.requireNonNull(segment(row).recordedAt()), ZoneOffset.UTC);
                weeks.computeIfAbsent(
                                day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), week -> new ArrayList<>())
                        .add(row.headway);
            }
        }
        List<Map<String, @Nullable String>> answer = ask("ttc", SavedRead.TREND, "headway_s", null);
        assertThat(answer)
                .extracting(row -> row.get("week"))
                .containsExactlyElementsOf(weeks.descendingKeySet().stream()
                        .map(LocalDate::toString)
                        .toList());
        for (Map<String, @Nullable String> row : answer) {
            LocalDate week = LocalDate.parse(text(row, "week"));
            double mean = mean(Objects.requireNonNull(weeks.get(week)));
            assertThat(number(row, "mean")).isCloseTo(mean, within(1e-9));
            Map.Entry<LocalDate, List<Double>> before = weeks.lowerEntry(week);
            if (before == null) {
                assertThat(row.get("change")).isNull();
            } else {
                assertThat(number(row, "change")).isCloseTo(mean - mean(before.getValue()), within(1e-9));
            }
            List<Double> month = weeks.subMap(week.minusDays(21), true, week, true).values().stream()
                    .flatMap(List::stream)
                    .toList();
            assertThat(number(row, "mean_of_4_weeks")).isCloseTo(mean(month), within(1e-9));
        }
    }

    @Test
    void theSeriesIsOneSegmentsRowsInOrder() {
        String segment = SEGMENTS.keySet().iterator().next();
        List<Map<String, @Nullable String>> answer =
                rows(new ReadRequest(SavedRead.SERIES, null, null, segment, 1_000_000));
        assertThat(answer)
                .extracting(row -> row.get("segment_id") + "/" + row.get("position") + "/" + row.get("t_ms"))
                .isEqualTo(rows().stream()
                        .filter(row -> row.segment.equals(segment))
                        .map(row -> row.segment + "/" + row.position + "/" + row.tMs)
                        .toList());
    }

    @Test
    void ratesCountSegmentsInWhichNothingHappenedAndHaveAnInterval() {
        Map<String, Double> events = new HashMap<>();
        lab.results
                .rows(view("hard_brake") + " GROUP BY segment_id", List.of("segment_id", "count()"))
                .forEach(row -> events.put(text(row, "segment_id"), number(row, "count()")));
        Map<String, List<Segment>> releases =
                SEGMENTS.values().stream().collect(Collectors.groupingBy(segment -> String.valueOf(segment.release())));
        List<Map<String, @Nullable String>> answer = ask("hard_brake", SavedRead.RATES, null, "release");
        assertThat(answer).hasSize(2);
        for (Map<String, @Nullable String> row : answer) {
            List<Segment> segments = Objects.requireNonNull(releases.get(row.get("group")));
            double x = segments.stream().mapToDouble(SavedReadsIT::thousandKm).sum();
            double y = segments.stream()
                    .mapToDouble(segment -> events.getOrDefault(segment.segmentId(), 0.0))
                    .sum();
            double squares = segments.stream()
                    .mapToDouble(segment ->
                            Math.pow(events.getOrDefault(segment.segmentId(), 0.0) - y / x * thousandKm(segment), 2))
                    .sum();
            double n = segments.size();
            double half = 1.959964 * Math.sqrt(squares * n / (n - 1)) / x;
            assertThat(number(row, "segments")).isEqualTo(n);
            assertThat(number(row, "km")).isCloseTo(1_000 * x, within(1e-6));
            assertThat(number(row, "per_1000_km")).isCloseTo(y / x, within(1e-6 * (1 + y / x)));
            assertThat(number(row, "upper")).isCloseTo(y == 0 ? 3 / x : y / x + half, within(1e-4 * (1 + half)));
            assertThat(number(row, "lower")).isCloseTo(Math.max(0, y / x - half), within(1e-4 * (1 + half)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        DISTRIBUTION | headway_s') OR 1=1 --   |                       |         | ARGUMENT_INVALID  | choose ttc_s, drac_mps2, headway_s
        DISTRIBUTION | headway_s               | city') OR ('1'='1     |         | ARGUMENT_INVALID  | No segment has a tag
        DISTRIBUTION | headway_s               | ${segments}           |         | ARGUMENT_INVALID  | No segment has a tag
        SERIES       |                         |                       | x' OR 1 | SEGMENT_NOT_FOUND | x' OR 1
        WORST        | `ttc_s`                 |                       |         | ARGUMENT_INVALID  | no number "`ttc_s`"
        TREND        | segment_id              |                       |         | ARGUMENT_INVALID  | no number "segment_id"
        RATES        | {column:String}         |                       |         | ARGUMENT_INVALID  | no number
        """)
    void whatIsNotThereIsRefusedHoweverItIsSpelled(
            SavedRead read,
            @Nullable String column,
            @Nullable String by,
            @Nullable String segment,
            ErrorCode code,
            String said) {
        assertThatThrownBy(() -> rows(new ReadRequest(read, column, by, segment, 10)))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(said);
    }

    @Test
    void aReduceHasNoSegmentsToAskAbout() {
        assertThatThrownBy(() -> ask("fleet_safety", SavedRead.LATEST, null, null))
                .hasMessageContaining("fleet_safety is of all segments at once");
    }

    @ParameterizedTest
    @EnumSource(
            value = SavedRead.class,
            names = {"SERIES"},
            mode = EnumSource.Mode.EXCLUDE)
    void ofSegmentsOnlyTheSeriesIsAsked(SavedRead read) {
        assertThatThrownBy(() -> new ReadRequest(read, null, null, "a", 1)).hasMessageContaining("leave out segment");
        assertThatThrownBy(() -> new ReadRequest(read, null, null, null, 0)).hasMessageContaining("from 1 to");
    }

    private static void assertDistribution(List<Map<String, @Nullable String>> answer, Function<Row, String> group) {
        Map<String, List<Double>> expected = new TreeMap<>();
        for (Row row : rows()) {
            if (row.headway != null) {
                expected.computeIfAbsent(group.apply(row), name -> new ArrayList<>())
                        .add(row.headway);
            }
        }
        assertGroups(answer, expected);
    }

    private static void assertGroups(List<Map<String, @Nullable String>> answer, Map<String, List<Double>> expected) {
        assertThat(answer).extracting(row -> row.get("group")).containsExactlyInAnyOrderElementsOf(expected.keySet());
        for (Map<String, @Nullable String> row : answer) {
            List<Double> values = Objects.requireNonNull(expected.get(row.get("group"))).stream()
                    .sorted()
                    .toList();
            assertThat(number(row, "values")).isEqualTo(values.size());
            assertThat(number(row, "mean")).isCloseTo(mean(values), within(1e-12 * values.size()));
            assertThat(number(row, "least")).isEqualTo(values.getFirst());
            assertThat(number(row, "most")).isEqualTo(values.getLast());
            for (Map.Entry<String, Double> level : Map.of(
                            "p05", 0.05, "p25", 0.25, "p50", 0.5, "p75", 0.75, "p95", 0.95)
                    .entrySet()) {
                double value = number(row, level.getKey());
                double below = values.stream().filter(one -> one < value).count();
                double upTo = values.stream().filter(one -> one <= value).count();
                assertThat(level.getValue() * values.size())
                        .as(level.getKey() + " of " + row.get("group"))
                        .isBetween(below - 0.01 * values.size() - 1, upTo + 0.01 * values.size() + 1);
            }
        }
    }

    private static Dataset drive(String release, ImportAction action, long seed) {
        Path folder = lab.recordings("read_" + release, 6, seed, 1, release);
        return lab.change("read_fleet", action, folder);
    }

    private static List<Row> rows() {
        return lab
                .results
                .rows(
                        view("ttc") + " ORDER BY segment_id, position, t_ms",
                        List.of("segment_id", "position", "t_ms", "ifNull(toString(headway_s), '')"))
                .stream()
                .map(row -> new Row(
                        text(row, "segment_id"),
                        Integer.parseInt(text(row, "position")),
                        Long.parseLong(text(row, "t_ms")),
                        headway(text(row, "ifNull(toString(headway_s), '')"))))
                .toList();
    }

    private static @Nullable Double headway(String text) {
        return text.isEmpty() ? null : Double.valueOf(text);
    }

    private static List<Map<String, @Nullable String>> ask(
            String metric, SavedRead read, @Nullable String column, @Nullable String by) {
        return named(reads.rows(source(metric), new ReadRequest(read, column, by, null, 100)));
    }

    private static List<Map<String, @Nullable String>> rows(ReadRequest request) {
        return named(reads.rows(source("ttc"), request));
    }

    private static List<Map<String, @Nullable String>> named(List<List<@Nullable String>> answer) {
        return answer.stream()
                .skip(1)
                .map(values -> {
                    Map<String, @Nullable String> row = new LinkedHashMap<>();
                    for (int i = 0; i < values.size(); i++) {
                        row.put(Objects.requireNonNull(answer.getFirst().get(i)), values.get(i));
                    }
                    return row;
                })
                .toList();
    }

    private static ResultSource source(String metric) {
        return new ResultSource(lab.results.table(RUN, metric), metric, RUN, null, null, SEGMENTS.size());
    }

    private static String view(String metric) {
        return "`" + lab.results.table(RUN, metric) + "_by_run`(run = '" + RUN + "')";
    }

    private static Segment segment(Row row) {
        return Objects.requireNonNull(SEGMENTS.get(row.segment));
    }

    private static double thousandKm(Segment segment) {
        return Objects.requireNonNull(segment.distanceM()) / 1e6;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static String text(Map<String, ? extends @Nullable String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    private static double number(Map<String, ? extends @Nullable String> row, String column) {
        return Double.parseDouble(text(row, column));
    }
}
