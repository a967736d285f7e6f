package dev.odograph.chaos.graph;

import dev.odograph.chaos.graph.ChaosGraph.Speed;
import dev.odograph.graph.Emitter;
import dev.odograph.graph.JavaStep;
import dev.odograph.graph.Rows;
import dev.odograph.graph.StepContext;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Passes its rows on. While the directory that the parameter {@code gate} names holds a file {@code hold}, it writes
 * its process id there as the name of a file and waits, so that a fault finds it under way.
 */
public final class GatedStep implements JavaStep<Speed, Speed> {
    @Override
    public void process(StepContext context, Rows<Speed> rows, Emitter<Speed> out) throws Exception {
        Path gate = Path.of((String) context.parameter("gate"));
        Path hold = gate.resolve("hold");
        if (Files.exists(hold)) {
            Path begun = gate.resolve("begun-" + ProcessHandle.current().pid());
            if (Files.notExists(begun)) {
                Files.createFile(begun);
            }
            while (Files.exists(hold)) {
                Thread.sleep(5);
            }
        }
        for (Speed row : rows) {
            out.emit(row);
        }
    }
}
