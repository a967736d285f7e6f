package dev.odograph.web;

import io.quarkus.qute.TemplateExtension;

/** Where things have their pages; templates say {@code {web:run(id)}}. */
@TemplateExtension(namespace = "web")
final class Links {
    private Links() {}

    static String run(String runId) {
        return "/runs/" + Here.encoded(runId);
    }

    /** Of names such as {@code team/fleet}, the slash stays. */
    static String dataset(String name) {
        return "/datasets/" + Here.encoded(name).replace("%2F", "/");
    }

    /** A metric of the default namespace has its name alone. */
    static String metric(String namespace, String metric) {
        return "/metrics/" + (namespace.equals("default") ? "" : Here.encoded(namespace) + "/") + Here.encoded(metric);
    }

    /** The same by a name that has its namespace where there is one. */
    static String metric(String name) {
        return "/metrics/" + Here.encoded(name).replace("%2F", "/");
    }

    /** A segment of a dataset. */
    static String segment(String dataset, String segmentId) {
        return dataset(dataset) + "/segments/" + Here.encoded(segmentId);
    }

    /** The runs of a graph. */
    static String graph(String name) {
        return "/?graph=" + Here.encoded(name);
    }
}
