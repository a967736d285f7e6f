package dev.odograph.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place in the order of a list, as a word that callers hand back without looking into it. */
final class Cursor {
    private static final String BETWEEN = "\n";

    private Cursor() {}

    /** The cursor of a place. */
    static String of(List<String> place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(BETWEEN, place).getBytes(UTF_8));
    }

    /**
     * The place of a cursor; nothing where there is none.
     *
     * @param parts how many words a place has
     * @throws OdographException ARGUMENT_INVALID where it is no cursor of this list
     */
    static List<String> parse(@Nullable String cursor, int parts) {
        if (cursor == null) {
            return List.of();
        }
        try {
            List<String> place = List.of(new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split(BETWEEN, -1));
            if (place.size() == parts && !place.contains("") && of(place).equals(cursor)) {
                return place;
            }
        } catch (IllegalArgumentException notBase64) {
            throw refused(cursor, notBase64);
        }
        throw refused(cursor, null);
    }

    static OdographException refused(String cursor, @Nullable Throwable cause) {
        return new OdographException(
                ErrorCode.ARGUMENT_INVALID,
                "cursor is \"" + cursor + "\", which is none of this list: hand back \"next\" of the page before, or"
                        + " leave it out for the first page",
                cause);
    }
}
