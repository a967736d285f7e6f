package dev.odograph.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;

/** A page of Odograph in a tab, with what every page must be. */
public final class WebPage implements AutoCloseable {
    /** Widths that a page is read at. */
    public static final int WIDE = 1280, NARROW = 390;

    private static final String USUAL_HOME = """
            () => {
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (texts.nextNode()) {
                texts.currentNode.data = texts.currentNode.data
                  .replace(/ --home \\S+/g, "").replace(/[/]\\S*test-home\\d+/g, "/data/odograph");
              }
            }""";

    private final Page page;
    private final Pictures pictures;
    private final List<String> complaints = new ArrayList<>();

    WebPage(Page page) {
        this.page = page;
        this.pictures = new Pictures(page);
        page.onConsoleMessage(message -> complain(message));
        page.onPageError(complaints::add);
        page.onRequestFailed(request -> complaints.add(request.url() + " failed: " + request.failure()));
    }

    private void complain(ConsoleMessage message) {
        if (!message.type().equals("log") && !message.type().equals("info")) {
            complaints.add(message.text());
        }
    }

    /** Opens an address. */
    public WebPage open(String url) {
        page.navigate(url);
        return this;
    }

    /** The tab. */
    public Page page() {
        return page;
    }

    /** Sets colours and width. */
    public WebPage as(ColorScheme scheme, int width) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, 860);
        return this;
    }

    /** Keeps what the page shows, as a reader has it who uses the usual data directory. */
    public WebPage picture(String name) {
        page.evaluate(USUAL_HOME);
        pictures.take(name);
        return this;
    }

    /**
     * Asserts what holds for every page: nothing on the console, no accessibility finding in light and dark, no scrolling
     * sideways at both widths.
     */
    public WebPage isSound() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {WIDE, NARROW}) {
                as(scheme, width);
                assertThat(new AxeBuilder(page)
                                .analyze().getViolations().stream()
                                        .map(found -> found.getId() + ": " + found.getNodes())
                                        .toList())
                        .as(scheme + " at " + width + " px")
                        .isEmpty();
                assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                        .as("width of the page at " + width + " px")
                        .isLessThanOrEqualTo(width);
            }
        }
        assertThat(complaints).as("what the console says").isEmpty();
        return as(ColorScheme.LIGHT, WIDE);
    }

    @Override
    public void close() {
        page.close();
    }
}
