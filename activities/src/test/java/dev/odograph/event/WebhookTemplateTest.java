package dev.odograph.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What receivers are sent, word by word as their documents ask. */
final class WebhookTemplateTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = """
            {"alert_id": 7, "rule": "headway", "slice": "fleet, release 4.3", "state": "%s", "severity": "critical",
             "graph": "car_following", "owner": "safety", "run_id": "r-1", "value": 1.1,
             "message": "mean of <headway> & more is 1.1, below 1.2", "times": 3,
             "opened_at": "2026-11-27T10:00:00+00:00", "resolved_at": %s}
            """;

    @Test
    void slackIsWrittenToPeople() throws Exception {
        same(WebhookTemplate.SLACK.body(opened(), "s"), """
                {"text": "CRITICAL: headway (fleet, release 4.3): mean of <headway> & more is 1.1, below 1.2",
                 "blocks": [
                  {"type": "section", "text": {"type": "mrkdwn",
                   "text": "*CRITICAL: headway (fleet, release 4.3)*\\nmean of &lt;headway&gt; &amp; more is 1.1, below 1.2"}},
                  {"type": "context", "elements": [{"type": "mrkdwn",
                   "text": "car_following · safety · r-1 · 2026-11-27T10:00:01Z"}]}]}
                """);
        Event failed = new Event(
                9,
                "dev.odograph.run.failed",
                "r-2",
                "car_following",
                null,
                "{\"run_id\": \"r-2\", \"failure\": {\"code\": \"STEP_FAILED\", \"message\": \"boom\"}}",
                Instant.parse("2026-11-27T10:00:01Z"));
        assertThat(WebhookTemplate.SLACK.body(failed, "s")).contains("\"text\":\"Run r-2 failed: boom\"");
    }

    @Test
    void pagerDutyIsTriggeredAndResolvedUnderOneKey() throws Exception {
        String data = DATA.formatted("open", "null");
        same(WebhookTemplate.PAGERDUTY.body(opened(), "routing-key"), """
                {"routing_key": "routing-key", "event_action": "trigger", "dedup_key": "alert:headway/fleet, release 4.3",
                 "payload": {
                  "summary": "CRITICAL: headway (fleet, release 4.3): mean of <headway> & more is 1.1, below 1.2",
                  "source": "odograph", "severity": "critical", "timestamp": "2026-11-27T10:00:01Z",
                  "component": "car_following", "group": "safety", "class": "headway", "custom_details": %s}}
                """.formatted(data));
        var resolved = JSON.readTree(WebhookTemplate.PAGERDUTY.body(resolved(), "routing-key"));
        assertThat(resolved.get("event_action").asText()).isEqualTo("resolve");
        assertThat(resolved.get("dedup_key").asText()).isEqualTo("alert:headway/fleet, release 4.3");
    }

    @Test
    void alertmanagerIsGivenTheSameLabelsAndAnEnd() throws Exception {
        String labels = """
                {"alertname": "headway", "service": "odograph", "severity": "critical", "slice": "fleet, release 4.3",
                 "graph": "car_following", "owner": "safety"}""";
        String annotations = "{\"summary\": \"mean of <headway> & more is 1.1, below 1.2\", \"run_id\": \"r-1\"}";
        same(
                WebhookTemplate.ALERTMANAGER.body(opened(), "s"),
                "[{\"labels\": %s, \"annotations\": %s, \"startsAt\": \"2026-11-27T10:00:00+00:00\"}]"
                        .formatted(labels, annotations));
        same(
                WebhookTemplate.ALERTMANAGER.body(resolved(), "s"),
                ("[{\"labels\": %s, \"annotations\": %s, \"startsAt\": \"2026-11-27T10:00:00+00:00\","
                                + " \"endsAt\": \"2026-11-27T11:00:00+00:00\"}]")
                        .formatted(labels, annotations));
    }

    @Test
    void aTemplateThatIsNoneNamesThoseThatAre() {
        assertThatThrownBy(() -> WebhookTemplate.parse("teams"))
                .hasMessage("\"teams\" is no template: choose one of cloudevents, slack, pagerduty, alertmanager");
    }

    private static void same(String body, String expected) throws JsonProcessingException {
        assertThat(JSON.readTree(body)).isEqualTo(JSON.readTree(expected));
    }

    private static Event opened() {
        return event("opened", DATA.formatted("open", "null"));
    }

    private static Event resolved() {
        return event("resolved", DATA.formatted("resolved", "\"2026-11-27T11:00:00+00:00\""));
    }

    private static Event event(String what, String data) {
        return new Event(
                8,
                "dev.odograph.alert." + what,
                "alert:headway/fleet, release 4.3",
                "car_following",
                "safety",
                data,
                Instant.parse("2026-11-27T10:00:01Z"));
    }
}
