package dev.odograph.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the client asks for and reads is what docs/reference/openapi.json describes. */
class DescriptionTest {
    /** What the client leaves to the command line and to REST. */
    private static final Set<String> NOT_OFFERED = Set.of(
            "addToken",
            "addWebhook",
            "listAudit",
            "listBundles",
            "listDeliveries",
            "listSegments",
            "listTokens",
            "listWebhooks",
            "movePublication",
            "pauseWebhook",
            "removeWebhook",
            "replayWebhook",
            "resumeWebhook",
            "revokeToken",
            "showBundle",
            "showDataset",
            "showGraph");

    private static final Map<Class<?>, String> SCHEMAS = Map.ofEntries(
            Map.entry(Action.class, "Action"),
            Map.entry(Coverage.class, "Coverage"),
            Map.entry(Dataset.class, "Dataset"),
            Map.entry(Decision.class, "Decision"),
            Map.entry(Failure.class, "Failure"),
            Map.entry(FailureGroup.class, "FailureGroup"),
            Map.entry(Graph.class, "Graph"),
            Map.entry(GraphColumn.class, "GraphColumn"),
            Map.entry(GraphMetric.class, "GraphMetric"),
            Map.entry(GraphParameter.class, "GraphParameter"),
            Map.entry(GraphTable.class, "GraphTable"),
            Map.entry(Outputs.class, "Outputs"),
            Map.entry(Publication.class, "Publication"),
            Map.entry(RunLimits.class, "RunLimits"),
            Map.entry(RunLinks.class, "RunLinks"),
            Map.entry(RunState.class, "Run"),
            Map.entry(RunSummary.class, "RunItem"),
            Map.entry(Sample.class, "Sample"),
            Map.entry(StartRun.class, "StartRun"));

    private static final JsonNode API = read();

    static Stream<Class<?>> records() {
        return SCHEMAS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordHasTheFieldsOfItsSchemaWithTheirTypes(Class<?> type) {
        JsonNode properties = API.at("/components/schemas/" + SCHEMAS.get(type) + "/properties");
        Map<String, RecordComponent> fields = fields(type);

        assertThat(fields.keySet()).isEqualTo(new TreeSet<>(names(properties)));
        fields.forEach((name, field) -> {
            JsonNode schema = properties.get(name);
            assertThat(described(field.getGenericType()))
                    .as("%s.%s", type.getSimpleName(), name)
                    .contains(described(schema));
            assertThat(field.getAnnotatedType().isAnnotationPresent(Nullable.class))
                    .as("%s.%s may be null", type.getSimpleName(), name)
                    .isEqualTo(mayBeNull(schema));
        });
    }

    @Test
    void wordsOfAnEnumAreThoseOfItsSchema() {
        assertThat(words(RunStatus.class)).isEqualTo(choices("/Run/properties/status"));
        assertThat(words(RunStatus.class)).isEqualTo(choices("/RunItem/properties/status"));
        assertThat(words(Purpose.class)).isEqualTo(choices("/StartRun/properties/purpose"));
        assertThat(words(FailurePolicy.class)).isEqualTo(choices("/StartRun/properties/failure_policy"));
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void anOperationIsThereWithTheParametersThatTheClientSends(Operation operation) {
        JsonNode described =
                API.path("paths").path(operation.path()).path(operation.method().toLowerCase(java.util.Locale.ROOT));

        assertThat(described.isObject()).as(operation + " is there").isTrue();
        Set<String> known = StreamSupport.stream(described.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> parameter.path("name").asText())
                .collect(Collectors.toSet());
        assertThat(known).containsAll(operation.parameters());
        // Pages are as long as the server makes them.
        known.removeAll(operation.parameters());
        known.remove("limit");
        assertThat(known).as("parameters that the client does not offer").isEmpty();
    }

    @Test
    void whatTheClientDoesNotOfferIsStated() {
        Set<String> offered = Arrays.stream(Operation.values())
                .map(operation -> operation.method() + " " + operation.path())
                .collect(Collectors.toSet());
        Set<String> left = new TreeSet<>();
        API.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (!offered.contains(
                            operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())) {
                        left.add(operation.getValue().path("operationId").asText());
                    }
                }));

        assertThat(left).isEqualTo(new TreeSet<>(NOT_OFFERED));
    }

    @Test
    void formsOfRowsAreThoseOfTheApi() {
        JsonNode content = API.at("/paths/~1api~1results~1{namespace}~1{metric}/get/responses/200/content");

        assertThat(Arrays.stream(ResultFormat.values()).map(ResultFormat::mediaType))
                .containsExactlyInAnyOrderElementsOf(names(content));
    }

    @Test
    void answersAreOfTheSchemasThatTheRecordsStandFor() {
        assertThat(answer("/api/runs", "post", "202")).isEqualTo("Run");
        assertThat(answer("/api/runs", "get", "200")).isEqualTo("PageRunItemAnswer");
        assertThat(answer("/api/runs/{id}", "get", "200")).isEqualTo("Run");
        assertThat(answer("/api/runs/{id}/failures", "get", "200")).isEqualTo("PageFailureAnswer");
        assertThat(answer("/api/datasets", "get", "200")).isEqualTo("PageDatasetAnswer");
        assertThat(answer("/api/graphs", "get", "200")).isEqualTo("PageGraphAnswer");
        assertThat(answer("/api/publications", "get", "200")).isEqualTo("PagePublicationAnswer");
        for (String decision : List.of("retry", "cancel", "waive", "abort")) {
            assertThat(answer("/api/runs/{id}/" + decision, "post", "200")).isEqualTo("Action");
        }
        assertThat(API.at("/components/schemas/Problem/properties").properties())
                .extracting(Map.Entry::getKey)
                .contains("code", "category", "detail", "status");
    }

    private static String answer(String path, String method, String status) {
        return last(API.path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .path(status)
                .path("content")
                .path("application/json")
                .path("schema"));
    }

    private static Map<String, RecordComponent> fields(Class<?> type) {
        Map<String, RecordComponent> fields = new LinkedHashMap<>();
        for (RecordComponent field : type.getRecordComponents()) {
            AnnotatedElement accessor = field.getAccessor();
            JsonProperty named = accessor.getAnnotation(JsonProperty.class);
            if (!accessor.isAnnotationPresent(JsonIgnore.class)) {
                String name = named == null
                        ? PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(field.getName())
                        : named.value();
                fields.put(name, field);
            }
        }
        return fields;
    }

    /** Words of the schemas that a type can hold. */
    private static List<String> described(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Stream<String> inner = described(arguments[arguments.length - 1]).stream();
            String outer = generic.getRawType() == List.class ? "array of " : "object of ";
            return inner.map(word -> outer + word).toList();
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class || plain.isEnum()) {
            return List.of("string");
        } else if (plain == Instant.class) {
            return List.of("string date-time");
        } else if (plain == int.class || plain == Integer.class) {
            return List.of("integer int32");
        } else if (plain == long.class || plain == Long.class) {
            return List.of("integer int64");
        } else if (plain == double.class || plain == Double.class) {
            return List.of("number double");
        } else if (plain == boolean.class) {
            return List.of("boolean");
        } else if (plain == Object.class) {
            return List.of("any");
        }
        return List.of(SCHEMAS.getOrDefault(plain, plain + " is no record of the client"));
    }

    private static String described(JsonNode schema) {
        if (schema.has("$ref")) {
            return last(schema);
        }
        for (JsonNode choice : schema.path("anyOf")) {
            if (!choice.path("type").asText().equals("null")) {
                return described(choice);
            }
        }
        String type =
                types(schema).filter(one -> !one.equals("null")).findFirst().orElse("any");
        if (type.equals("array")) {
            return "array of " + described(schema.path("items"));
        }
        if (type.equals("object")) {
            return "object of " + described(schema.path("additionalProperties"));
        }
        return schema.has("format") ? type + " " + schema.path("format").asText() : type;
    }

    private static boolean mayBeNull(JsonNode schema) {
        return types(schema).anyMatch("null"::equals)
                || StreamSupport.stream(schema.path("anyOf").spliterator(), false)
                        .anyMatch(DescriptionTest::mayBeNull);
    }

    private static Stream<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray()
                ? StreamSupport.stream(type.spliterator(), false).map(JsonNode::asText)
                : Stream.of(type.asText()).filter(word -> !word.isEmpty());
    }

    private static String last(JsonNode reference) {
        return reference.path("$ref").asText().replaceFirst(".*/", "");
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static Set<String> choices(String path) {
        return StreamSupport.stream(
                        API.at("/components/schemas" + path + "/enum").spliterator(), false)
                .filter(word -> !word.isNull())
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    private static Set<String> words(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(word -> new ObjectMapper().convertValue(word, String.class))
                .collect(Collectors.toSet());
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper()
                    .readTree(Path.of("..", "..", "docs", "reference", "openapi.json")
                            .toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
