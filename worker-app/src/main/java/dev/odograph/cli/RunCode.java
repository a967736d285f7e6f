package dev.odograph.cli;

import dev.odograph.activity.BundleReferences;
import dev.odograph.cli.project.AuthorProject;
import dev.odograph.graph.MetricFile;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.worker.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The code that a run is of.
 *
 * @param graph name of the graph
 * @param reference names its bundle
 * @param justPushed whether its author's project or file was pushed for it
 */
record RunCode(String graph, String reference, boolean justPushed) {
    /**
     * Finds the code of a graph, and pushes it where it is an author's that is here.
     *
     * @param graph name of the graph, or a metric's file
     */
    static RunCode find(String graph, CodeOptions options, StackSession session, Stores stores, Console console)
            throws IOException {
        if (MetricFile.isFile(graph)) {
            AuthorCode.Pushed pushed = AuthorCode.push(stores, session.directory(), Path.of(graph), null);
            console.say(PushCommand.words(pushed));
            return new RunCode(
                    pushed.bundle().graphs().getFirst().name(), pushed.bundle().digest(), true);
        }
        BundleReferences references = CodeOptions.references(stores, session);
        String reference = options.reference();
        if (reference != null) {
            GraphCommand.graph(references.resolve(reference, graph).bundle(), graph);
            return new RunCode(graph, reference, false);
        }
        Optional<AuthorProject> project = options.project();
        if (project.isPresent()) {
            AuthorCode.Pushed pushed = AuthorCode.push(stores, session.directory(), project.get(), null);
            if (pushed.bundle().graph(graph).isPresent()) {
                console.say(PushCommand.words(pushed));
                return new RunCode(graph, pushed.bundle().digest(), true);
            }
        }
        Bundle examples = ExampleBundle.current(session.directory());
        Bundle bundle = examples.graph(graph).isPresent()
                ? examples
                : references.resolve(null, graph).bundle();
        GraphCommand.graph(bundle, graph);
        return new RunCode(graph, bundle.digest(), false);
    }
}
