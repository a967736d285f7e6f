package dev.odograph.event;

import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted.
 *
 * @param types of these types; empty for all
 * @param subject of this run; null for all
 * @param graph of runs of this graph; null for all
 * @param owner of graphs that this team answers for; null for all
 */
public record EventFilter(
        Set<String> types,
        @Nullable String subject,
        @Nullable String graph,
        @Nullable String owner) {
    /** All types that there are. */
    public static final List<String> TYPES = List.of(
            "dev.odograph.run.started",
            "dev.odograph.run.parked",
            "dev.odograph.run.succeeded",
            "dev.odograph.run.failed",
            "dev.odograph.run.cancelled",
            "dev.odograph.publication.moved",
            "dev.odograph.alert.opened",
            "dev.odograph.alert.resolved");

    private static final String PREFIX = "dev.odograph.";

    /** Every event. */
    public static final EventFilter ALL = new EventFilter(Set.of(), null, null, null);

    public EventFilter {
        types = Set.copyOf(requireNonNull(types, "types is null"));
    }

    /** Whether an event is wanted. */
    public boolean wants(Event event) {
        return (types.isEmpty() || types.contains(event.type()))
                && (subject == null || subject.equals(event.subject()))
                && (graph == null || graph.equals(event.graph()))
                && (owner == null || owner.equals(event.owner()));
    }

    /** Events of one run. */
    public static EventFilter ofRun(String runId) {
        return new EventFilter(Set.of(), runId, null, null);
    }

    /**
     * Types by their names, with or without {@code dev.odograph.}.
     *
     * @throws OdographException ARGUMENT_INVALID where one is no type
     */
    public static Set<String> types(List<String> words) {
        Set<String> types = new TreeSet<>();
        for (String word : words) {
            String type = word.startsWith(PREFIX) ? word : PREFIX + word;
            if (!TYPES.contains(type)) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "\"" + word + "\" is no type of event: give "
                                + String.join(
                                        ", ",
                                        TYPES.stream()
                                                .map(one -> one.substring(PREFIX.length()))
                                                .toList()));
            }
            types.add(type);
        }
        return types;
    }
}
