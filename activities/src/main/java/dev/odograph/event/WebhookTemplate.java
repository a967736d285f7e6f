package dev.odograph.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** How an event is written for a receiver. */
public enum WebhookTemplate {
    /** As a CloudEvent, signed: for programs. */
    CLOUDEVENTS {
        @Override
        String body(Event event, String secret) {
            return CloudEvents.json(event);
        }
    },
    /** As a message of Slack's incoming webhooks, https://api.slack.com/messaging/webhooks. */
    SLACK {
        @Override
        String body(Event event, String secret) {
            JsonNode data = data(event);
            String title = title(event, data);
            String words =
                    data.path("message").asText(data.at("/failure/message").asText(""));
            ObjectNode body = JSON.createObjectNode();
            body.put("text", title + (words.isEmpty() ? "" : ": " + words));
            ArrayNode blocks = body.putArray("blocks");
            section(blocks, "*" + escaped(title) + "*" + (words.isEmpty() ? "" : "\n" + escaped(words)));
            ObjectNode context = blocks.addObject().put("type", "context");
            context.putArray("elements").addObject().put("type", "mrkdwn").put("text", escaped(facts(event, data)));
            return body.toString();
        }
    },
    /** As an event of PagerDuty's Events API v2; the webhook's secret is the integration's routing key. */
    PAGERDUTY {
        @Override
        String body(Event event, String secret) {
            JsonNode data = data(event);
            ObjectNode body = JSON.createObjectNode();
            body.put("routing_key", secret);
            body.put("event_action", isOpening(event) ? "trigger" : "resolve");
            body.put("dedup_key", event.subject());
            ObjectNode payload = body.putObject("payload");
            payload.put(
                    "summary",
                    cut(title(event, data) + ": " + data.path("message").asText(), 1_024));
            payload.put("source", "odograph");
            payload.put("severity", data.path("severity").asText("warning"));
            payload.put("timestamp", event.occurredAt().toString());
            payload.put("component", event.graph() == null ? "" : event.graph());
            payload.put("group", event.owner() == null ? "" : event.owner());
            payload.put("class", data.path("rule").asText());
            payload.set("custom_details", data);
            return body.toString();
        }
    },
    /** As alerts of Alertmanager's API v2. */
    ALERTMANAGER {
        @Override
        String body(Event event, String secret) {
            JsonNode data = data(event);
            ArrayNode alerts = JSON.createArrayNode();
            ObjectNode alert = alerts.addObject();
            ObjectNode labels = alert.putObject("labels");
            labels.put("alertname", data.path("rule").asText());
            labels.put("service", "odograph");
            labels.put("severity", data.path("severity").asText("warning"));
            put(labels, "slice", data.path("slice").asText());
            put(labels, "graph", event.graph());
            put(labels, "owner", event.owner());
            ObjectNode annotations = alert.putObject("annotations");
            annotations.put("summary", data.path("message").asText());
            put(annotations, "run_id", data.path("run_id").asText(""));
            alert.put("startsAt", data.path("opened_at").asText());
            if (!isOpening(event)) {
                alert.put("endsAt", data.path("resolved_at").asText());
            }
            return alerts.toString();
        }

        private void put(ObjectNode node, String name, @org.jspecify.annotations.Nullable String value) {
            if (value != null && !value.isEmpty()) {
                node.put(name, value);
            }
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPENED = "dev.odograph.alert.opened";

    /** Types of the events of alerts. */
    public static final Set<String> ALERTS = Set.of(OPENED, "dev.odograph.alert.resolved");

    abstract String body(Event event, String secret);

    /** The lower-case word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it can say only what alerts say. */
    public boolean isForAlerts() {
        return this == PAGERDUTY || this == ALERTMANAGER;
    }

    /** Media type of what it writes. */
    String mediaType() {
        return this == CLOUDEVENTS ? CloudEvents.MEDIA_TYPE + "; charset=utf-8" : "application/json";
    }

    /**
     * Reads the word.
     *
     * @throws OdographException ARGUMENT_INVALID
     */
    public static WebhookTemplate parse(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "\"" + word + "\" is no template: choose one of "
                                + Arrays.stream(values())
                                        .map(WebhookTemplate::word)
                                        .collect(Collectors.joining(", "))));
    }

    private static boolean isOpening(Event event) {
        return event.type().equals(OPENED);
    }

    private static JsonNode data(Event event) {
        try {
            return JSON.readTree(event.data());
        } catch (IOException e) {
            throw new IllegalStateException("event " + event.position() + " holds no JSON", e);
        }
    }

    private static String title(Event event, JsonNode data) {
        String what = event.type().substring(event.type().lastIndexOf('.') + 1);
        if (ALERTS.contains(event.type())) {
            String slice = data.path("slice").asText();
            return (isOpening(event) ? data.path("severity").asText().toUpperCase(Locale.ROOT) : "Resolved") + ": "
                    + data.path("rule").asText() + (slice.isEmpty() ? "" : " (" + slice + ")");
        }
        return event.type().contains(".publication.")
                ? "Channel " + data.path("channel").asText() + " of "
                        + data.path("metric").asText() + " moved to " + event.subject()
                : "Run " + event.subject() + " " + what;
    }

    private static String facts(Event event, JsonNode data) {
        String run = data.path("run_id").asText("");
        return (event.graph() == null ? "odograph" : event.graph())
                + (event.owner() == null ? "" : " · " + event.owner())
                + (run.isEmpty() ? "" : " · " + run)
                + " · " + event.occurredAt();
    }

    private static void section(ArrayNode blocks, String text) {
        blocks.addObject()
                .put("type", "section")
                .putObject("text")
                .put("type", "mrkdwn")
                .put("text", cut(text, 3_000));
    }

    /** Slack's three characters. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
