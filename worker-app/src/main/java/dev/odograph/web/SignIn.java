package dev.odograph.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page that asks who reads.
 *
 * @param to the page to go on to
 * @param problem why the last try was refused; null at the first
 */
record SignIn(String to, @Nullable String problem) {
    /** A path of this server: what begins with two slashes, or a backslash, is another's address. */
    private static final Pattern HERE = Pattern.compile("/(?![/\\\\]).*");

    static SignIn to(@Nullable String to, @Nullable String problem) {
        return new SignIn(to != null && HERE.matcher(to).matches() && isUri(to) ? to : "/", problem);
    }

    private static boolean isUri(String text) {
        try {
            var unused = new URI(text);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
