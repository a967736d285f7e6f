package dev.odograph.spec;

import static java.util.Objects.requireNonNull;

/**
 * What a metric is called: {@code name}, or {@code namespace/name} where its namespace is not the default one.
 *
 * @param namespace its namespace
 * @param name its name in there
 */
public record MetricName(String namespace, String name) {
    /** The namespace of what names none. */
    public static final String DEFAULT = "default";

    public MetricName {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
    }

    /** Reads it; a text without a slash is of the default namespace. */
    public static MetricName parse(String text) {
        int slash = text.indexOf('/');
        return new MetricName(slash < 0 ? DEFAULT : text.substring(0, slash), text.substring(slash + 1));
    }

    /** As it is read. */
    @Override
    public String toString() {
        return namespace.equals(DEFAULT) ? name : namespace + "/" + name;
    }
}
