package dev.odograph.alert;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What someone is to be told.
 *
 * @param name its name
 * @param kind what it looks at
 * @param severity how urgent what it finds is
 * @param owner the team that is told; null takes the graph's owner
 * @param graph of PARKED: only runs of this graph; null for all
 * @param namespace of the others: the metric's namespace
 * @param metric of the others: the metric; null of PARKED
 * @param channel of the others: the channel that is watched
 * @param dataset of the others: only this dataset; null for all that are published
 * @param figure of THRESHOLD: what is compared
 * @param column of THRESHOLD: the column; null for the first measure's, or of a rate for the number of rows
 * @param side of THRESHOLD: on which side of the limit it is found
 * @param limit of THRESHOLD: the limit
 * @param by of THRESHOLD: the property of recordings that slices are made by; null for all together
 * @param coverage of THRESHOLD: the share of segments below which nothing is said, from 0 to 1
 * @param minutes of STALE and PARKED: after how long
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertRule(
        String name,
        Kind kind,
        Severity severity,
        @Nullable String owner,
        @Nullable String graph,
        String namespace,
        @Nullable String metric,
        String channel,
        @Nullable String dataset,
        @Nullable Figure figure,
        @Nullable String column,
        @Nullable Side side,
        @Nullable Double limit,
        @Nullable String by,
        double coverage,
        long minutes) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    /** What a rule looks at. */
    public enum Kind {
        /** A figure of what a channel shows. */
        @JsonProperty("threshold")
        THRESHOLD,
        /** The comparison of what a channel shows with what it showed before. */
        @JsonProperty("verdict")
        VERDICT,
        /** How old what a channel shows is. */
        @JsonProperty("stale")
        STALE,
        /** Runs that wait for an operator. */
        @JsonProperty("parked")
        PARKED
    }

    /** How urgent it is; PagerDuty's and Alertmanager's words. */
    public enum Severity {
        /** Nobody need come. */
        @JsonProperty("info")
        INFO,
        /** In working hours. */
        @JsonProperty("warning")
        WARNING,
        /** Now. */
        @JsonProperty("critical")
        CRITICAL;

        /** The lower-case word. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is compared with the limit. */
    public enum Figure {
        /** The mean of all values. */
        @JsonProperty("mean")
        MEAN("mean"),
        /** The least value. */
        @JsonProperty("min")
        MIN("least"),
        /** The 5 % quantile. */
        @JsonProperty("p05")
        P05("p05"),
        /** The median. */
        @JsonProperty("p50")
        P50("p50"),
        /** The 95 % quantile. */
        @JsonProperty("p95")
        P95("p95"),
        /** The greatest value. */
        @JsonProperty("max")
        MAX("most"),
        /** Rows, or the sum of the column, per 1,000 km. */
        @JsonProperty("rate")
        RATE("per_1000_km");

        private final String answer;

        Figure(String answer) {
            this.answer = answer;
        }

        /** Its column in the answer of a saved read. */
        public String answer() {
            return answer;
        }

        /** The lower-case word. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where trouble is. */
    public enum Side {
        /** Above the limit. */
        @JsonProperty("above")
        ABOVE,
        /** Below the limit. */
        @JsonProperty("below")
        BELOW;

        /** Whether a value is on this side of a limit. */
        boolean has(double value, double limit) {
            return this == ABOVE ? value > limit : value < limit;
        }
    }

    /**
     * A rule.
     *
     * @throws OdographException NAME_INVALID, ARGUMENT_INVALID with all that is wrong
     */
    public AlertRule {
        requireNonNull(kind, "kind is null");
        requireNonNull(severity, "severity is null");
        if (!NAME.matcher(name).matches()) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    "Alert rule name \"" + name
                            + "\" is not valid: begin with a letter and use small letters, digits, '_',"
                            + " '-', at most 63 characters");
        }
        List<String> wrong = new ArrayList<>();
        if (kind == Kind.PARKED == (metric != null)) {
            wrong.add(
                    kind == Kind.PARKED
                            ? "a rule of kind parked is about runs: leave out the metric"
                            : "a rule of kind " + kind.name().toLowerCase(Locale.ROOT) + " needs a metric");
        }
        if (kind == Kind.THRESHOLD) {
            if (limit == null || side == null) {
                wrong.add("a rule of kind threshold needs a limit: above X or below X");
            } else if (!Double.isFinite(limit)) {
                wrong.add("limit " + limit + " is no number that a value can pass");
            }
            if (figure == null) {
                wrong.add("a rule of kind threshold needs a figure: one of mean, min, p05, p50, p95, max, rate");
            }
        } else if (limit != null || side != null || figure != null || column != null || by != null) {
            wrong.add("a figure, a column, a limit and slices are of rules of kind threshold");
        }
        if (!(coverage >= 0 && coverage <= 1)) {
            wrong.add("coverage " + coverage + " is no share: give 0 to 1");
        }
        if (minutes < 0 || (kind == Kind.STALE && minutes == 0)) {
            wrong.add("after " + minutes + " minutes: say after how long, such as 26h");
        }
        if (!wrong.isEmpty()) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "Alert rule \"" + name + "\": " + String.join("; ", wrong));
        }
    }

    /** Whether a value is one to tell of; only of a THRESHOLD. */
    public boolean finds(double value) {
        return side != null && limit != null && side.has(value, limit);
    }
}
