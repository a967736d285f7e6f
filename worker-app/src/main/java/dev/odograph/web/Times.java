package dev.odograph.web;

import io.quarkus.qute.TemplateExtension;
import java.util.Locale;

/** Times within a segment; templates say {@code {moment:clock(ms)}}. */
@TemplateExtension(namespace = "moment")
final class Times {
    private Times() {}

    /** Hours where there are any, minutes, seconds, milliseconds: {@code 1:02:03.400}. */
    static String clock(long ms) {
        long size = Math.abs(ms);
        String sign = ms < 0 ? "−" : "";
        String rest = String.format(Locale.ROOT, "%02d.%03d", size / 1_000 % 60, size % 1_000);
        return size < 3_600_000
                ? sign + size / 60_000 + ":" + rest
                : String.format(Locale.ROOT, "%s%d:%02d:%s", sign, size / 3_600_000, size / 60_000 % 60, rest);
    }
}
