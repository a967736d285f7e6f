package dev.odograph.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;

/** Events as CloudEvents 1.0 in structured JSON, https://github.com/cloudevents/spec. */
public final class CloudEvents {
    /** Media type of one. */
    public static final String MEDIA_TYPE = "application/cloudevents+json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private CloudEvents() {}

    /** The event as JSON; {@code id} is its position. */
    public static String json(Event event) {
        return tree(event).toString();
    }

    /** The same as a tree. */
    public static ObjectNode tree(Event event) {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("specversion", "1.0");
        tree.put("id", Long.toString(event.position()));
        tree.put("source", "/odograph");
        tree.put("type", event.type());
        tree.put("subject", event.subject());
        tree.put("time", event.occurredAt().truncatedTo(ChronoUnit.MILLIS).toString());
        tree.put("datacontenttype", "application/json");
        try {
            tree.set("data", JSON.readTree(event.data()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("event " + event.position() + " holds no JSON", e);
        }
        return tree;
    }
}
