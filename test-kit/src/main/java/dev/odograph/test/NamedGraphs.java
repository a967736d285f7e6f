package dev.odograph.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.graph.SqlMetric;
import dev.odograph.step.DuckDbSqlCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The graphs of the class path. */
final class NamedGraphs {
    private NamedGraphs() {}

    static TestGraph find(String name) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        List<GraphDefinition> all = GraphSpecs.discover(loader);
        for (GraphDefinition definition : all) {
            if (GraphSpecs.name(definition).equals(name)) {
                return TestGraph.of(definition);
            }
        }
        String file = SqlMetric.RESOURCES + name + ".sql";
        try (InputStream stream = loader.getResourceAsStream(file)) {
            if (stream != null) {
                String text = new String(stream.readAllBytes(), UTF_8);
                return TestGraph.of(SqlMetric.of(name + ".sql", text).graph(DuckDbSqlCatalog::new));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        throw new IllegalArgumentException("graph \"" + name + "\" is not on the class path: META-INF/services lists "
                + all.stream().map(GraphSpecs::name).toList() + ", and there is no " + file);
    }
}
