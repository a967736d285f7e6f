package dev.odograph.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;

/**
 * The one JSON form of specs and plans: snake_case names, properties in a fixed order, so that equal values have equal
 * bytes. Thread-safe.
 */
public final class SpecJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private SpecJson() {}

    /** Writes a record as compact JSON. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new OdographException(
                    ErrorCode.INTERNAL_ERROR, value.getClass().getSimpleName() + " does not serialise to JSON", e);
        }
    }

    /** Reads a record from JSON that {@link #write} wrote; unknown properties are ignored. */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new OdographException(
                    ErrorCode.INTERNAL_ERROR,
                    type.getSimpleName() + " cannot be read from JSON: " + e.getOriginalMessage(),
                    e);
        }
    }
}
