package dev.odograph.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds what in a newer description of the API breaks clients of an older one. */
final class ApiChanges {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final JsonNode before;
    private final JsonNode after;
    private final List<String> breaking = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private ApiChanges(JsonNode before, JsonNode after) {
        this.before = before;
        this.after = after;
    }

    /** What breaks clients, each with its place; empty where nothing does. */
    static List<String> breaking(JsonNode before, JsonNode after) {
        ApiChanges changes = new ApiChanges(before, after);
        changes.paths();
        return List.copyOf(changes.breaking);
    }

    private void paths() {
        for (Map.Entry<String, JsonNode> path : before.path("paths").properties()) {
            JsonNode now = after.path("paths").path(path.getKey());
            if (now.isMissingNode()) {
                breaking.add("path " + path.getKey() + " is gone");
                continue;
            }
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    String where = operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey();
                    operation(where, operation.getValue(), now.path(operation.getKey()));
                }
            }
        }
    }

    private void operation(String where, JsonNode old, JsonNode now) {
        if (now.isMissingNode()) {
            breaking.add(where + " is gone");
            return;
        }
        parameters(where, old, now);
        body(where, old.path("requestBody"), now.path("requestBody"));
        for (Map.Entry<String, JsonNode> answer : old.path("responses").properties()) {
            JsonNode same = now.path("responses").path(answer.getKey());
            if (same.isMissingNode()) {
                breaking.add(where + " has no status " + answer.getKey() + " any more");
                continue;
            }
            for (Map.Entry<String, JsonNode> content :
                    answer.getValue().path("content").properties()) {
                JsonNode media = same.path("content").path(content.getKey());
                String place = where + " " + answer.getKey();
                if (media.isMissingNode()) {
                    breaking.add(place + " has no " + content.getKey() + " any more");
                } else {
                    answered(place, content.getValue().path("schema"), media.path("schema"));
                }
            }
        }
    }

    private void parameters(String where, JsonNode old, JsonNode now) {
        for (JsonNode parameter : old.path("parameters")) {
            JsonNode same = parameter(now, parameter);
            String place = where + " parameter " + parameter.path("name").asText();
            if (same.isMissingNode()) {
                breaking.add(place + " is gone");
            } else {
                sent(place, parameter.path("schema"), same.path("schema"));
            }
        }
        for (JsonNode parameter : now.path("parameters")) {
            JsonNode same = parameter(old, parameter);
            if (parameter.path("required").asBoolean() && !same.path("required").asBoolean()) {
                breaking.add(where + " parameter " + parameter.path("name").asText() + " is needed now");
            }
        }
    }

    private static JsonNode parameter(JsonNode operation, JsonNode like) {
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("name").equals(like.path("name"))
                    && parameter.path("in").equals(like.path("in"))) {
                return parameter;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private void body(String where, JsonNode old, JsonNode now) {
        if (now.path("required").asBoolean() && !old.path("required").asBoolean()) {
            breaking.add(where + " needs a body now");
        }
        for (Map.Entry<String, JsonNode> content : old.path("content").properties()) {
            JsonNode media = now.path("content").path(content.getKey());
            if (media.isMissingNode()) {
                breaking.add(where + " takes no " + content.getKey() + " any more");
            } else {
                sent(where + " body", content.getValue().path("schema"), media.path("schema"));
            }
        }
    }

    /** What a server sends may gain fields, and lose or widen none. */
    private void answered(String where, JsonNode oldSchema, JsonNode newSchema) {
        JsonNode old = resolved(before, oldSchema);
        JsonNode now = resolved(after, newSchema);
        if (!seen.add("answered " + where)) {
            return;
        }
        Set<String> more = types(now);
        more.removeAll(types(old));
        if (!types(old).isEmpty() && !more.isEmpty()) {
            breaking.add(where + " may be " + String.join(", ", more) + " now, and was " + types(old));
        }
        for (Map.Entry<String, JsonNode> field : old.path("properties").properties()) {
            JsonNode same = now.path("properties").path(field.getKey());
            if (same.isMissingNode()) {
                breaking.add(where + " has no field " + field.getKey() + " any more");
            } else {
                answered(where + "." + field.getKey(), field.getValue(), same);
            }
        }
        if (old.has("items")) {
            answered(where + "[]", old.path("items"), now.path("items"));
        }
    }

    /** What a client sends must be taken as before. */
    private void sent(String where, JsonNode oldSchema, JsonNode newSchema) {
        JsonNode old = resolved(before, oldSchema);
        JsonNode now = resolved(after, newSchema);
        if (!seen.add("sent " + where)) {
            return;
        }
        Set<String> less = types(old);
        less.removeAll(types(now));
        if (!types(now).isEmpty() && !less.isEmpty()) {
            breaking.add(where + " may not be " + String.join(", ", less) + " any more");
        }
        Set<String> words = texts(old.path("enum"));
        words.removeAll(texts(now.path("enum")));
        if (now.has("enum") && (!words.isEmpty() || !old.has("enum"))) {
            breaking.add(
                    where + " may not be " + (words.isEmpty() ? "any text" : String.join(", ", words)) + " any more");
        }
        for (Map.Entry<String, JsonNode> field : old.path("properties").properties()) {
            JsonNode same = now.path("properties").path(field.getKey());
            if (same.isMissingNode()) {
                breaking.add(where + " takes no field " + field.getKey() + " any more");
            } else {
                sent(where + "." + field.getKey(), field.getValue(), same);
            }
        }
        Set<String> needed = texts(now.path("required"));
        needed.removeAll(texts(old.path("required")));
        needed.forEach(field -> breaking.add(where + " needs field " + field + " now"));
    }

    private static JsonNode resolved(JsonNode document, JsonNode schema) {
        JsonNode at = schema;
        while (at.has("$ref")) {
            at = document.at(at.path("$ref").asText().substring(1));
        }
        for (String several : List.of("anyOf", "oneOf", "allOf")) {
            for (JsonNode each : at.path(several)) {
                if (each.has("$ref")) {
                    return resolved(document, each);
                }
            }
        }
        return at;
    }

    private static Set<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isTextual() ? new TreeSet<>(Set.of(type.asText())) : texts(type);
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
