package dev.odograph.client;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What callers and answers give, checked and copied. */
final class Arguments {
    private Arguments() {}

    static String given(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw OdographException.invalid(name + " is \"" + value + "\": give one");
        }
        return value;
    }

    static URI address(@Nullable URI url) {
        if (url == null
                || url.getHost() == null
                || !("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))) {
            throw OdographException.invalid("address is \"" + url
                    + "\": give the one that ./odograph status shows, such as http://127.0.0.1:8080");
        }
        return url;
    }

    static URI address(String url) {
        try {
            return address(URI.create(url.strip()));
        } catch (IllegalArgumentException e) {
            return address((URI) null);
        }
    }

    static <T> List<T> list(@Nullable List<T> items) {
        return items == null ? List.of() : List.copyOf(items);
    }

    /** A copy in the same order. */
    static Map<String, Object> map(@Nullable Map<String, Object> values) {
        return values == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
