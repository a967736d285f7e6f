package dev.odograph.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import dev.odograph.browser.Chromium;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.dataset.Corrections;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.ImportAction;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Two simulated releases with a run each, and a browser on the pages that show them; one for all tests of a process. */
final class PagesLab {
    static final int SEGMENTS = 24;
    static final String HOSTILE = "<script>alert('x')</script>\"'&{7*7}";
    private static final ObjectMapper JSON = new ObjectMapper();

    final Lab lab = Lab.open();
    final WebProcess web;
    final Chromium chromium;
    final Dataset old;
    final String segment;

    private static @Nullable PagesLab shared;

    /** The laboratory of this process, which ends with it. */
    static synchronized PagesLab open() throws IOException {
        PagesLab open = shared;
        if (open == null) {
            open = new PagesLab();
            shared = open;
            Runtime.getRuntime().addShutdownHook(new Thread(open::close));
        }
        return open;
    }

    private PagesLab() throws IOException {
        old = drive("pages_old", "4.2.0");
        drive("pages_new", "4.3.0");
        run("pages-old", "pages_old", Map.of());
        run("pages-new", "pages_new", Map.of());
        segment = lab.segments(old).getFirst();
        Corrections corrections = new Corrections(DSL.using(lab.stores.pool(), SQLDialect.POSTGRES));
        corrections.addSpan(old, segment, 5_000, 15_000, "cut-in");
        corrections.addSpan(old, segment, 30_000, 33_000, HOSTILE);
        corrections.tag(old, segment, "note", HOSTILE);
        web = WebProcess.start(lab.directory.home(), Map.of());
        chromium = Chromium.open();
    }

    JsonNode json(String path) throws Exception {
        return web.json(path);
    }

    Dataset drive(String dataset, String release) {
        return drive(dataset, release, 8801, SEGMENTS);
    }

    Dataset drive(String dataset, String release, long seed, int segments) {
        Path folder = lab.recordings(dataset, segments, seed, 1, release);
        return lab.change(dataset, ImportAction.IMPORT, folder);
    }

    void run(String runId, String dataset, Map<String, Object> parameters) {
        RunInput plain = Lab.input(lab.bundles.examples().digest(), dataset, Purpose.ADHOC, 10_000_000);
        lab.runs.succeed(
                runId,
                new RunInput(
                        plain.graph(),
                        plain.version(),
                        plain.bundle(),
                        plain.dataset(),
                        parameters,
                        plain.purpose(),
                        null,
                        10_000_000L));
    }

    /** Waits until a segment's charts show the window that the address asks for. */
    static void drawn(Page page) {
        page.waitForFunction("() => { const c = document.querySelector('#charts'); const u = new URL(location.href);"
                + " return c && c.getAttribute('aria-busy') === 'false' && c.dataset.shown && (!u.searchParams.get('from')"
                + " || c.dataset.shown.startsWith(u.searchParams.get('from') + '-')); }");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void close() {
        chromium.close();
        web.close();
    }
}
