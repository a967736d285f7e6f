package dev.odograph.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.query.HeatMap;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The address of a page; filters, sort and zoom are in it, in order of name, so that the same page has one address.
 * Immutable: every method gives another address.
 */
public final class Here {
    private final String path;
    private final Map<String, List<String>> parameters;

    private Here(String path, Map<String, List<String>> parameters) {
        this.path = path;
        this.parameters = parameters;
    }

    /** The page that is asked for. */
    static Here of(UriInfo uri) {
        Map<String, List<String>> parameters = new TreeMap<>();
        uri.getQueryParameters().forEach((name, values) -> {
            List<String> said =
                    values.stream().filter(value -> !value.isBlank()).toList();
            if (!said.isEmpty()) {
                parameters.put(name, said);
            }
        });
        return new Here(uri.getRequestUri().getRawPath(), parameters);
    }

    /** A page without parameters, by its path as it stands in an address. */
    static Here of(String path) {
        return new Here(path, Map.of());
    }

    /** Its path. */
    public String path() {
        return path;
    }

    /** The first value of a query parameter; null where it is absent. */
    public @Nullable String value(String name) {
        return parameters.containsKey(name) ? values(name).getFirst() : null;
    }

    /** All values of a query parameter. */
    public List<String> values(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /** Names of its parameters. */
    public Set<String> names() {
        return parameters.keySet();
    }

    /** This page with another value of a parameter; without the parameter where the value is empty. */
    public Here with(String name, Object value) {
        List<String> values = value instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of(value.toString());
        return changed(name, values.equals(List.of("")) ? List.of() : values);
    }

    /** This page with one more value of a parameter. */
    public Here adding(String name, String value) {
        List<String> values = new ArrayList<>(values(name));
        if (!values.contains(value)) {
            values.add(value);
        }
        return changed(name, values);
    }

    /** This page without one value of a parameter. */
    public Here without(String name, String value) {
        return changed(
                name, values(name).stream().filter(each -> !each.equals(value)).toList());
    }

    /** This page without a parameter. */
    public Here without(String name) {
        return changed(name, List.of());
    }

    /** This page without parameters. */
    public Here bare() {
        return of(path);
    }

    /** Another page with the same parameters. */
    Here at(String other) {
        return new Here(other, parameters);
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
        return without("from").without("to").toString();
    }

    private String range(int first, int last) {
        return with("from", Math.max(0, first) + 1).with("to", last + 1).toString();
    }

    /** The same as JSON. */
    public Here json() {
        return with("format", "json");
    }

    private Here changed(String name, List<String> values) {
        Map<String, List<String>> changed = new TreeMap<>(parameters);
        if (values.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, List.copyOf(values));
        }
        return new Here(path, changed);
    }

    /** The address itself. */
    @Override
    public String toString() {
        return parameters.isEmpty()
                ? path
                : parameters.entrySet().stream()
                        .flatMap(each ->
                                each.getValue().stream().map(value -> encoded(each.getKey()) + "=" + encoded(value)))
                        .collect(Collectors.joining("&", path + "?", ""));
    }

    /** Text as a part of a path or of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
