package dev.odograph.web;

import dev.odograph.query.segment.SegmentAnswer;
import dev.odograph.query.segment.SegmentAnswer.Chart;
import dev.odograph.query.segment.SegmentAnswer.Event;
import dev.odograph.query.segment.SegmentAnswer.Recording;
import dev.odograph.query.segment.SegmentAnswer.Source;
import dev.odograph.query.segment.SegmentQuestion;
import dev.odograph.spec.SpecJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The page of a segment: the answer, and the addresses that lead on from it.
 *
 * @param question what was asked
 * @param answer the answer
 * @param here the page's address
 * @param origin scheme, host and port by which the page was asked for; viewers load windows from there
 */
record SegmentView(SegmentQuestion question, SegmentAnswer answer, Here here, String origin) {
    private static final long AROUND_MS = 10_000;

    /** A band or a mark on the charts. */
    public record Mark(String kind, String label, long from, long to) {}

    public boolean pinned() {
        return !question.runs().isEmpty() && question.version() != null;
    }

    /** This page with version, runs and corrections pinned, so that it shows the same for ever. */
    public String permalink() {
        Here pinned = here.with("version", answer.version())
                .with("as_of", answer.asOf())
                .with("channel", "");
        return pinned.with(
                        "run",
                        answer.sources().stream().map(Source::runId).distinct().toList())
                .toString();
    }

    public String unpinned() {
        return here.with("version", "").with("run", "").with("as_of", "").toString();
    }

    /** Where the charts get their rows from; the window is put behind it. */
    public String series() {
        return here.at(path() + "/series")
                .with("from", "")
                .with("to", "")
                .with("t", "")
                .toString();
    }

    /** Where a window is to be had as a file; the window is put behind it. */
    public String window(String file) {
        return here.at(path() + "/" + file)
                .with("chart", "")
                .with("from", "")
                .with("to", "")
                .with("t", "")
                .toString();
    }

    private String path() {
        return Links.segment(answer.dataset(), answer.segment().segmentId());
    }

    /** The page at a moment. */
    public String link(Event event) {
        return at(event.startMs(), event.endMs());
    }

    public String at(long start, long end) {
        return here.with("from", start - AROUND_MS)
                .with("to", end + AROUND_MS)
                .with("t", start)
                .toString();
    }

    /** The page of what the dataset held in a version. */
    public String link(Recording recording) {
        return here.bare().with("version", recording.fromVersion()).toString();
    }

    /** The metric's page, of the run whose rows are shown. */
    public String link(Source source) {
        return Here.of(Links.metric(source.metric()))
                .with("dataset", answer.dataset())
                .with("run", source.runId())
                .toString();
    }

    public List<Chart> drawn() {
        return answer.charts().stream().filter(Chart::drawn).toList();
    }

    /** Charts by their tables, for the choice. */
    public Map<String, List<Chart>> tables() {
        Map<String, List<Chart>> tables = new LinkedHashMap<>();
        answer.charts()
                .forEach(chart -> tables.computeIfAbsent(chart.table(), any -> new ArrayList<>())
                        .add(chart));
        return tables;
    }

    /** Tables that a CSV or Parquet file can be of. */
    public List<String> files() {
        List<String> files = new ArrayList<>(
                answer.charts().stream().map(Chart::table).distinct().toList());
        answer.events().stream().map(Event::metric).distinct().forEach(files::add);
        return files.stream().distinct().toList();
    }

    /** Spans and events, for the charts. */
    public String marks() {
        List<Mark> marks = new ArrayList<>();
        answer.spans().forEach(span -> marks.add(new Mark("span", span.label(), span.startMs(), span.endMs())));
        answer.events().forEach(event -> marks.add(new Mark("event", event.metric(), event.startMs(), event.endMs())));
        answer.worst().forEach(event -> marks.add(new Mark("worst", event.metric(), event.startMs(), event.endMs())));
        return SpecJson.write(marks);
    }

    /** The segment's time 0, in milliseconds since 1970. */
    public long epochMs() {
        return answer.segment().recordedAt() == null
                ? 0
                : answer.segment().recordedAt().toEpochMilli();
    }

    /** Facts that are known, by name. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        var segment = answer.segment();
        put(facts, "Recorded", segment.recordedAt() == null ? null : Formats.utc(segment.recordedAt()));
        put(facts, "Duration", segment.durationMs() == null ? null : Times.clock(segment.durationMs()));
        put(facts, "Distance", segment.distanceM() == null ? null : Numbers.of(segment.distanceM() / 1_000) + " km");
        put(facts, "Vehicle", segment.vehicle());
        put(facts, "Release", segment.release());
        put(facts, "Scenario", segment.scenarioId());
        put(
                facts,
                "Seed",
                segment.scenarioSeed() == null ? null : segment.scenarioSeed().toString());
        put(facts, "Rows", Formats.shown(segment.rows()) + " in " + Numbers.bytes(segment.bytes()));
        return facts;
    }

    private static void put(Map<String, String> facts, String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }

    public List<Map.Entry<String, String>> tags() {
        return List.copyOf(new TreeMap<>(answer.segment().tags()).entrySet());
    }

    /** The dataset's segments with a tag. */
    public String link(String tag, String value) {
        return Here.of(Links.dataset(answer.dataset()))
                .with("tag", tag + ":" + value)
                .toString();
    }
}
