package dev.odograph.web;

import dev.odograph.dataset.Dataset;
import dev.odograph.query.dataset.DatasetAnswer;
import dev.odograph.query.dataset.DatasetAnswer.Label;
import dev.odograph.query.dataset.DatasetAnswer.Published;
import dev.odograph.query.dataset.DatasetAnswer.Row;
import dev.odograph.query.dataset.DatasetAnswer.Tag;
import dev.odograph.query.dataset.DatasetQuestion;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The page of a dataset: the answer, and the addresses that lead on from it.
 *
 * @param question what was asked
 * @param answer the answer
 * @param here the page's address
 */
record DatasetView(DatasetQuestion question, DatasetAnswer answer, Here here) {
    private static final long AROUND_MS = 10_000;

    /** A filter that is set, with the page without it. */
    public record Chip(String text, String without) {}

    public List<Chip> chips() {
        return question.tags().entrySet().stream()
                .map(tag -> tag.getKey() + ":" + tag.getValue())
                .map(tag ->
                        new Chip(tag, here.without("tag", tag).with("after", "").toString()))
                .toList();
    }

    public boolean filtered() {
        return !question.tags().isEmpty() || question.contains() != null;
    }

    public String link(Row row) {
        Here segment = Here.of(Links.segment(answer.dataset(), row.segmentId()));
        return (question.version() == null ? segment : segment.with("version", question.version())).toString();
    }

    public String link(Label label) {
        return Here.of(Links.segment(answer.dataset(), label.firstSegment()))
                .with("from", label.firstMs() - AROUND_MS)
                .with("to", label.firstMs() + AROUND_MS)
                .with("t", label.firstMs())
                .toString();
    }

    public String link(Dataset version) {
        return here.bare().with("version", version.version()).toString();
    }

    public String link(Published row) {
        return Here.of(Links.metric(row.namespace(), row.metric()))
                .with("dataset", answer.dataset())
                .with("channel", row.channel())
                .toString();
    }

    /** This page with one more tag. */
    public String narrowed(String tag, String value) {
        return here.adding("tag", tag + ":" + value).with("after", "").toString();
    }

    public String nextPage() {
        return answer.next() == null ? "" : here.with("after", answer.next()).toString();
    }

    public String firstPage() {
        return here.with("after", "").toString();
    }

    public List<Map.Entry<String, Long>> values(Tag tag) {
        return List.copyOf(tag.values().entrySet());
    }

    public String tags(Row row) {
        return row.tags().entrySet().stream()
                .map(tag -> tag.getKey() + ":" + tag.getValue())
                .collect(Collectors.joining(", "));
    }

    public String duration(@org.jspecify.annotations.Nullable Long ms) {
        return ms == null ? "–" : Times.clock(ms);
    }

    public String kilometres(@org.jspecify.annotations.Nullable Double metres) {
        return metres == null ? "–" : Formats.tenths(metres / 1_000);
    }

    public double hours(Dataset version) {
        return version.durationMs() / 3_600_000.0;
    }
}
