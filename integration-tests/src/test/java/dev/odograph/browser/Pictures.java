package dev.odograph.browser;

import com.microsoft.playwright.Page;
import java.nio.file.Path;

/**
 * Pictures of pages for the guides. They go to {@code docs/images} where {@code -Dodograph.pictures=true} asks for that,
 * else to {@code target/pictures}.
 */
final class Pictures {
    private static final Path FOLDER =
            Boolean.getBoolean("odograph.pictures") ? Path.of("..", "docs", "images") : Path.of("target", "pictures");

    private final Page page;

    Pictures(Page page) {
        this.page = page;
    }

    void take(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
    }
}
