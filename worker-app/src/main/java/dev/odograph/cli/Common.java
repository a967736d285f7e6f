package dev.odograph.cli;

import dev.odograph.embedded.EmbeddedHome;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command has. */
final class Common {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Data directory of the stack (default: $ODOGRAPH_HOME, else ~/.odograph).")
    private @Nullable Path home;

    @Option(names = "--json", description = "Print JSON with snake_case names, for programs.")
    private boolean json;

    boolean json() {
        return json;
    }

    EmbeddedHome home() {
        return EmbeddedHome.open(home == null ? EmbeddedHome.defaultDirectory() : home);
    }
}
