package dev.odograph.query;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.MetricName;
import dev.odograph.store.lineage.PublicationRow;
import dev.odograph.store.lineage.Publications;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which publication answers where a reader names a metric, and a dataset and a channel or neither. */
public final class PublishedRun {
    private PublishedRun() {}

    /**
     * What a channel shows.
     *
     * @param metric the metric, {@code namespace/name} where it has a namespace
     * @param dataset the dataset; null for the one that was published last
     * @param channel the channel; null for {@code latest}, or where only branch code computed the metric, the branch that ran
     *     last
     * @throws OdographException METRIC_NOT_FOUND, which names what is there
     */
    public static PublicationRow of(
            Publications publications, String metric, @Nullable String dataset, @Nullable String channel) {
        MetricName name = MetricName.parse(metric);
        List<PublicationRow> all = publications.list(name.namespace(), name.name());
        return shown(all, name, dataset, channel == null ? usual(of(all, dataset)) : channel)
                .getFirst();
    }

    /**
     * What a channel shows of a metric, the newest first; at least one.
     *
     * @param dataset the dataset; null for each that is published there
     * @throws OdographException METRIC_NOT_FOUND, which names what is there
     */
    public static List<PublicationRow> shown(
            Publications publications, MetricName metric, @Nullable String dataset, String channel) {
        return shown(publications.list(metric.namespace(), metric.name()), metric, dataset, channel);
    }

    private static List<PublicationRow> shown(
            List<PublicationRow> all, MetricName metric, @Nullable String dataset, String channel) {
        List<PublicationRow> shown = of(all, dataset).stream()
                .filter(row -> row.channel().equals(channel))
                .toList();
        if (shown.isEmpty()) {
            throw new OdographException(
                    ErrorCode.METRIC_NOT_FOUND,
                    "Metric " + metric + " has nothing published in channel \"" + channel + "\""
                            + (dataset == null ? "" : " for dataset \"" + dataset + "\"") + ": "
                            + (all.isEmpty()
                                    ? "is that its name? ./odograph graph list; or run its graph first"
                                    : "there are " + known(all)));
        }
        return shown;
    }

    private static List<PublicationRow> of(List<PublicationRow> rows, @Nullable String dataset) {
        return rows.stream()
                .filter(row -> dataset == null || row.dataset().equals(dataset))
                .toList();
    }

    /** The channel whose rows are shown where nobody names one. */
    static String usual(List<PublicationRow> rows) {
        return rows.stream().allMatch(row -> Publications.isBranch(row.channel()))
                ? rows.stream()
                        .max(Comparator.comparing(PublicationRow::publishedAt))
                        .map(PublicationRow::channel)
                        .orElse(Publications.LATEST)
                : Publications.LATEST;
    }

    private static String known(List<PublicationRow> rows) {
        return rows.stream()
                .map(row -> row.channel() + " of " + row.dataset())
                .distinct()
                .limit(10)
                .collect(Collectors.joining(", "));
    }
}
