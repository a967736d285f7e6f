package dev.odograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.embedded.Endpoints;
import java.net.URLEncoder;
import java.util.Optional;

/** Where to look at a run. */
final class RunLinks {
    private RunLinks() {}

    /** Its page, where the worker of this stack serves pages; else its workflow's. */
    static String page(Endpoints endpoints, String runId) {
        return pages(endpoints).map(url -> url + "/runs/" + encoded(runId)).orElseGet(() -> temporal(endpoints, runId));
    }

    /** Where the pages are; empty where no worker of this stack serves them. */
    static Optional<String> pages(Endpoints endpoints) {
        return endpoints.extraUrl(StackSession.WORKER);
    }

    static String temporal(Endpoints endpoints, String runId) {
        return endpoints.temporalUiUrl() + "/namespaces/default/workflows/" + encoded(runId);
    }

    private static String encoded(String runId) {
        return URLEncoder.encode(runId, UTF_8).replace("+", "%20");
    }
}
