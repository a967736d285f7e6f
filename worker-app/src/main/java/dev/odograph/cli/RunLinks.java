package dev.odograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.embedded.Endpoints;
import java.net.URLEncoder;

/** Where to look at a run. */
final class RunLinks {
    private RunLinks() {}

    static String temporal(Endpoints endpoints, String runId) {
        return endpoints.temporalUiUrl() + "/namespaces/default/workflows/"
                + URLEncoder.encode(runId, UTF_8).replace("+", "%20");
    }
}
