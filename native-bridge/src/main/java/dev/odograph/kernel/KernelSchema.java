package dev.odograph.kernel;

import java.util.List;
import java.util.Optional;

/**
 * A table that a kernel reads or writes. Input columns are found by name, further ones are ignored; output columns
 * come in this order.
 *
 * @param name what the kernel calls the table
 * @param fields at least one, names unique
 */
public record KernelSchema(String name, List<KernelField> fields) {
    public KernelSchema {
        fields = List.copyOf(fields);
    }

    public Optional<KernelField> findField(String fieldName) {
        return fields.stream().filter(field -> field.name().equals(fieldName)).findFirst();
    }
}
