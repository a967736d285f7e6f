package dev.odograph.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A part of a list. */
@Schema(description = "A part of a list.")
public record Page<T>(
        @Schema(description = "The part, in the list's order.")
        List<T> items,

        @Schema(
                description = "Cursor of the next page, to be handed back as ?cursor=; null on the last page.",
                nullable = true)
        @Nullable
        String next) {
    /** Most things on a page. */
    public static final int MOST = 500;

    public Page {
        items = List.copyOf(items);
    }

    /**
     * The page of a list of which one more than the limit was read.
     *
     * @param place what a cursor says of the page's last thing
     */
    static <T> Page<T> of(List<T> read, int limit, Function<T, List<String>> place) {
        return read.size() <= limit
                ? new Page<>(read, null)
                : new Page<>(read.subList(0, limit), Cursor.of(place.apply(read.get(limit - 1))));
    }

    /** The page of a whole list in order of a name, after the name of a cursor. */
    static <T> Page<T> of(List<T> all, Function<T, String> name, @Nullable String cursor, int limit) {
        List<String> after = Cursor.parse(cursor, 1);
        List<T> read = new ArrayList<>();
        for (T each : all) {
            if ((after.isEmpty() || name.apply(each).compareTo(after.getFirst()) > 0) && read.size() <= limit) {
                read.add(each);
            }
        }
        return of(read, limit, each -> List.of(name.apply(each)));
    }

    /** The same page of other things. */
    <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), next);
    }
}
