package dev.odograph.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.query.HeatMap;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The address of the page that is asked for; filters, sort and zoom are in it. */
public final class Here {
    private final String path;
    private final Map<String, String> parameters;

    private Here(String path, Map<String, String> parameters) {
        this.path = path;
        this.parameters = parameters;
    }

    static Here of(UriInfo uri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        uri.getQueryParameters().forEach((name, values) -> parameters.put(name, values.getFirst()));
        return new Here(uri.getRequestUri().getRawPath(), parameters);
    }

    /** The value of a query parameter; null where it is absent. */
    public @Nullable String value(String name) {
        return parameters.get(name);
    }

    /** This page with another value of a parameter; without the parameter where the value is empty. */
    public String with(String name, Object value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        if (value.toString().isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, value.toString());
        }
        return text(changed);
    }

    /** This page without a parameter. */
    public String without(String name) {
        return with(name, "");
    }

    /** The page without any parameter. */
    public String path() {
        return path;
    }

    /** This page with the partitions around one. */
    public String zoom(int partition, int partitions) {
        return range(partition - 20, Math.min(partitions - 1, partition + 20));
    }

    /** This page with the partitions before those that are shown. */
    public String left(HeatMap heat) {
        int shown = heat.last() - heat.first() + 1;
        int first = Math.max(0, heat.first() - shown);
        return range(first, Math.min(heat.partitions() - 1, first + shown - 1));
    }

    /** This page with the partitions after those that are shown. */
    public String right(HeatMap heat) {
        int shown = heat.last() - heat.first() + 1;
        int last = Math.min(heat.partitions() - 1, heat.last() + shown);
        return range(last - shown + 1, last);
    }

    /** This page with three times as many partitions. */
    public String out(HeatMap heat) {
        int shown = heat.last() - heat.first() + 1;
        if (3L * shown >= heat.partitions()) {
            return whole();
        }
        int first = Math.max(0, heat.first() - shown);
        return range(first, Math.min(heat.partitions() - 1, first + 3 * shown - 1));
    }

    /** This page with all partitions. */
    public String whole() {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.remove("from");
        changed.remove("to");
        return text(changed);
    }

    private String range(int first, int last) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.put("from", Integer.toString(Math.max(0, first) + 1));
        changed.put("to", Integer.toString(last + 1));
        return text(changed);
    }

    /** The same as JSON. */
    public String json() {
        return with("format", "json");
    }

    /** The address itself. */
    @Override
    public String toString() {
        return text(parameters);
    }

    private String text(Map<String, String> values) {
        return values.isEmpty()
                ? path
                : values.entrySet().stream()
                        .map(value -> encoded(value.getKey()) + "=" + encoded(value.getValue()))
                        .collect(Collectors.joining("&", path + "?", ""));
    }

    /** Text as a part of a path or of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
