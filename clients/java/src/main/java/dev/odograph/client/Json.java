package dev.odograph.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** JSON as the API writes it. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new TimeWriter())
                    .addDeserializer(Instant.class, new TimeReader()))
            .build();

    private Json() {}

    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw OdographException.invalid("a value has no form in JSON: " + e.getOriginalMessage());
        }
    }

    /** What an answer says; ANSWER_UNKNOWN where it is not that. */
    static <T> T read(HttpResponse<Body> answer, Class<T> type) {
        return read(answer, MAPPER.constructType(type));
    }

    /** A page of a list. */
    static <T> Page<T> page(HttpResponse<Body> answer, Class<T> item) {
        return read(answer, MAPPER.getTypeFactory().constructParametricType(Page.class, item));
    }

    private static <T> T read(HttpResponse<Body> answer, JavaType type) {
        try {
            T read = MAPPER.readValue(answer.body().bytes(), type);
            if (read != null) {
                return read;
            }
        } catch (IOException e) {
            throw OdographException.unknown(answer, e);
        }
        throw OdographException.unknown(answer, null);
    }

    static <T> T event(String text, Class<T> type) throws JsonProcessingException {
        return MAPPER.readValue(text, type);
    }

    /** An object, if it is one. */
    static @Nullable JsonNode findObject(byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            return node != null && node.isObject() ? node : null;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class TimeReader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                return OffsetDateTime.parse(parser.getText()).toInstant();
            } catch (DateTimeException e) {
                throw context.weirdStringException(parser.getText(), Instant.class, "not a time of RFC 3339");
            }
        }
    }

    private static final class TimeWriter extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant time, JsonGenerator to, SerializerProvider provider) throws IOException {
            to.writeString(time.toString());
        }
    }
}
