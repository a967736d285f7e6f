package dev.odograph.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Query parameters; immutable. A parameter without a value is left out. */
record Query(Map<String, List<String>> values) {
    static final Query NONE = new Query(Map.of());

    Query {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    Query with(String name, @Nullable Object value) {
        return value == null ? without(name) : withAll(name, List.of(value.toString()));
    }

    Query withAll(String name, List<String> all) {
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        changed.put(name, List.copyOf(all));
        return new Query(changed);
    }

    Query without(String name) {
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        changed.remove(name);
        return new Query(changed);
    }

    @Nullable
    String find(String name) {
        List<String> found = values.get(name);
        return found == null || found.isEmpty() ? null : found.get(0);
    }

    /** As it stands behind a path, with its question mark; empty where there is none. */
    String text() {
        List<String> words = new ArrayList<>();
        values.forEach((name, all) -> all.forEach(value -> words.add(name + "=" + Call.encoded(value))));
        return words.stream().collect(Collectors.joining("&", words.isEmpty() ? "" : "?", ""));
    }
}
