package dev.odograph.test;

import dev.odograph.error.OdographException;
import dev.odograph.spec.SpecJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The other process of {@link Apart}. */
final class ApartMain {
    private ApartMain() {}

    /** Runs the stage that a task's file names; writes an answer where it fails in a way that can be told. */
    public static void main(String[] arguments) throws IOException {
        Apart.Task task = SpecJson.read(Files.readString(Path.of(arguments[0])), Apart.Task.class);
        TestGraph graph = TestGraph.load(task.graph()).libraries(Path.of(task.libraries()));
        for (Map.Entry<String, String> given : task.files().entrySet()) {
            graph = graph.given(given.getKey(), Path.of(given.getValue()));
        }
        for (Map.Entry<String, Object> parameter : task.parameters().entrySet()) {
            graph = graph.parameter(parameter.getKey(), parameter.getValue());
        }
        try {
            graph.runStage(task.stage());
        } catch (OdographException e) {
            Files.writeString(
                    Path.of(arguments[1]),
                    SpecJson.write(new Apart.Answer(e.code().name(), e.getMessage())));
        }
    }
}
