package dev.odograph.web;

import static java.nio.charset.StandardCharsets.UTF_8;

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
