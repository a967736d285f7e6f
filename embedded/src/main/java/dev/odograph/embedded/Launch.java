package dev.odograph.embedded;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a part's process is started this time.
 *
 * @param command program and arguments
 * @param environment variables added to those of the supervisor
 * @param ports the ports it was given
 * @param address where clients reach it
 * @param stopSignal the signal for a clean end, such as {@code TERM}
 * @param stopPatience after which it is killed
 */
record Launch(
        List<String> command,
        Map<String, String> environment,
        Map<String, Integer> ports,
        String address,
        String stopSignal,
        Duration stopPatience) {
    Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        ports = Map.copyOf(ports);
    }
}
