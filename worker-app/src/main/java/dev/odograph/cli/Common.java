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

    /** The option as it must stand in a command that shall find the same stack, with a blank before it; else empty. */
    String homeOption() {
        return home == null ? "" : " --home " + Text.shell(home.toString());
    }

    EmbeddedHome home() {
        return EmbeddedHome.open(home == null ? EmbeddedHome.defaultDirectory() : home);
    }
}
