package dev.odograph.query;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.MetricName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose rows of a metric are wanted. Of channel, run and version at most one is given; none means what readers see first.
 *
 * @param namespace the metric's namespace
 * @param metric the metric's name
 * @param dataset name of the dataset; null for the one that was published last
 * @param channel what this channel publishes; null where it is not asked for
 * @param run of this run, published or not; null where it is not asked for
 * @param version of this version of the metric; null where it is not asked for
 */
public record ResultQuestion(
        String namespace,
        String metric,
        @Nullable String dataset,
        @Nullable String channel,
        @Nullable String run,
        @Nullable String version) {
    public ResultQuestion {
        List<String> given = new ArrayList<>();
        add(given, "channel", channel);
        add(given, "run", run);
        add(given, "version", version);
        if (given.size() > 1) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    String.join(" and ", given) + " exclude each other: give one of channel, run and version");
        }
    }

    /** The question about a metric that is written {@code name} or {@code namespace/name}. */
    public static ResultQuestion of(
            String metric,
            @Nullable String dataset,
            @Nullable String channel,
            @Nullable String run,
            @Nullable String version) {
        MetricName name = MetricName.parse(metric);
        return new ResultQuestion(name.namespace(), name.name(), dataset, channel, run, version);
    }

    private static void add(List<String> given, String what, @Nullable String value) {
        if (value != null) {
            given.add(what + " \"" + value + "\"");
        }
    }

    ResultQuestion ofChannel(String name) {
        return new ResultQuestion(namespace, metric, dataset, name, run, version);
    }
}
