package dev.odograph.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where there is more of a run. */
@Schema(name = "RunLinks", description = "Where there is more of a run.")
public record RunLinks(
        @Schema(description = "Path of the run in this API.", examples = "/api/runs/nightly-7")
        String self,

        @Schema(description = "Path of its events in this API.", examples = "/api/runs/nightly-7/events")
        String events,

        @Schema(description = "Path of its page.", examples = "/runs/nightly-7")
        String page,

        @Schema(description = "Address of its workflow in the Temporal UI.")
        String temporal) {
    /** The links of a run. */
    static RunLinks of(String runId, String temporalUi, String namespace) {
        String id = encoded(runId);
        return new RunLinks(
                "/api/runs/" + id,
                "/api/runs/" + id + "/events",
                "/runs/" + id,
                temporalUi + "/namespaces/" + encoded(namespace) + "/workflows/" + id);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
