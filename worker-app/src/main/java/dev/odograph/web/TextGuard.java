package dev.odograph.web;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses addresses with control characters: no name has them, and stores and headers break on them. */
final class TextGuard {
    @ServerRequestFilter
    void check(UriInfo uri) {
        refuse("The path", uri.getPath());
        for (Map.Entry<String, List<String>> words : uri.getQueryParameters().entrySet()) {
            refuse("A parameter's name", words.getKey());
            words.getValue().forEach(word -> refuse("The parameter " + words.getKey(), word));
        }
    }

    private static void refuse(String what, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    what + " has a control character: " + text.replaceAll("\\p{Cntrl}", "␣") + ". Leave it out");
        }
    }
}
