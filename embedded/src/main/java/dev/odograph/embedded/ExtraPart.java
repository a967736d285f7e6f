package dev.odograph.embedded;

import java.util.List;
import java.util.Map;

/**
 * A further program that the supervisor keeps running beside the servers. In each string {@code ${port}} stands for a
 * port of its own, {@code ${home}} for the data directory.
 *
 * @param name lower-case name for status and log, not one of the servers'
 * @param command program and arguments
 * @param environment variables added to the supervisor's; ODOGRAPH_HOME is always set
 * @param healthUrl http address that answers with a status below 400 when the program serves
 */
public record ExtraPart(String name, List<String> command, Map<String, String> environment, String healthUrl) {
    public ExtraPart {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new EmbeddedException(
                    "OPTION_INVALID", "the part name '" + name + "' is not lower-case letters, digits and '-'");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
