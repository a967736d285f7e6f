package dev.odograph.web;

import dev.odograph.query.MetricAnswer;
import dev.odograph.query.MetricAnswer.Distribution;
import dev.odograph.query.MetricAnswer.Group;
import dev.odograph.query.MetricAnswer.Moment;
import dev.odograph.query.MetricAnswer.Published;
import dev.odograph.query.MetricAnswer.VersionOf;
import dev.odograph.query.MetricQuestion;
import dev.odograph.spec.Measure.Direction;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The page of a metric: the answer, and the addresses that lead on from it.
 *
 * @param question what was asked
 * @param answer the answer
 * @param here the page's address
 */
record MetricView(MetricQuestion question, MetricAnswer answer, Here here) {
    private static final long AROUND_MS = 10_000;

    /** A filter that is set, with the page without it. */
    public record Chip(String text, String without) {}

    /** This page with the run pinned, so that it shows the same numbers for ever. */
    public String permalink() {
        MetricAnswer.Source source = answer.source();
        return here.with("version", "")
                .with("dataset", source.dataset())
                .with("channel", source.channel())
                .with("run", source.runId())
                .with("as_of", source.asOf())
                .toString();
    }

    /** What the channel shows now. */
    public String unpinned() {
        return here.with("run", "").with("as_of", "").toString();
    }

    public List<Chip> chips() {
        return question.tags().entrySet().stream()
                .map(tag -> tag.getKey() + ":" + tag.getValue())
                .map(tag -> new Chip(tag, here.without("tag", tag).toString()))
                .toList();
    }

    public TreeSet<String> datasets() {
        TreeSet<String> names = new TreeSet<>();
        answer.publications().forEach(row -> names.add(row.dataset()));
        names.add(answer.source().dataset());
        return names;
    }

    public TreeSet<String> channels() {
        TreeSet<String> names = new TreeSet<>();
        answer.publications().forEach(row -> names.add(row.channel()));
        names.add(answer.source().channel());
        return names;
    }

    /** The page of a publication. */
    public String link(Published row) {
        return here.bare()
                .with("dataset", row.dataset())
                .with("channel", row.channel())
                .toString();
    }

    /** The page of a version's newest run. */
    public String link(VersionOf row) {
        return here.bare()
                .with("dataset", row.newestDataset())
                .with("version", row.version())
                .toString();
    }

    /** This page for a slice alone; empty where the slice lacks the tag. */
    public String link(Group slice) {
        return slice.value().isEmpty()
                ? ""
                : here.adding("tag", answer.by() + ":" + slice.value()).toString();
    }

    /** A moment's segment at that time, with the rows of the same run. */
    public String link(Moment moment) {
        MetricAnswer.Source source = answer.source();
        Here segment = Here.of(Links.segment(source.dataset(), moment.segmentId()))
                .with("version", source.datasetVersion())
                .with("run", source.runId());
        Long at = moment.tMs();
        return at == null
                ? segment.toString()
                : segment.with("from", at - AROUND_MS)
                        .with("to", at + AROUND_MS)
                        .with("t", at)
                        .toString();
    }

    /** The comparison of the pinned run with the one that the channel shows now. */
    public String comparison() {
        return Here.of("/compare")
                .with("metric", answer.metric())
                .with("base", "run:" + answer.source().runId())
                .with(
                        "head",
                        answer.source().otherRun() == null
                                ? ""
                                : "run:" + answer.source().otherRun())
                .toString();
    }

    /** The command that prints the rows. */
    public String command() {
        return "./odograph results " + answer.metric() + " --run "
                + answer.source().runId() + " --format csv";
    }

    public String direction() {
        return answer.measure() == null ? "" : words(answer.measure().direction());
    }

    static String words(Direction direction) {
        return switch (direction) {
            case LOWER_IS_BETTER -> "lower is better";
            case HIGHER_IS_BETTER -> "higher is better";
            case NONE -> "no direction";
        };
    }

    public List<Distribution> drawn() {
        return answer.distributions().stream()
                .filter(one -> !one.bins().isEmpty())
                .toList();
    }

    public boolean filtered() {
        return !question.tags().isEmpty();
    }

    public List<Map.Entry<String, Integer>> tags() {
        return List.copyOf(answer.tags().entrySet());
    }
}
