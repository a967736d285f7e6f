package dev.odograph.kernel;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/** The column types of kernel ABI version 2. */
public enum KernelType {
    BOOL("b", ArrowType.Bool.INSTANCE),
    INT32("i", new ArrowType.Int(32, true)),
    INT64("l", new ArrowType.Int(64, true)),
    FLOAT32("f", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
    FLOAT64("g", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
    STRING("u", ArrowType.Utf8.INSTANCE),
    LIST_INT32(INT32),
    LIST_INT64(INT64),
    LIST_FLOAT32(FLOAT32),
    LIST_FLOAT64(FLOAT64);

    private final String format;
    private final ArrowType arrowType;
    private final @Nullable KernelType element;

    KernelType(String format, ArrowType arrowType) {
        this.format = format;
        this.arrowType = arrowType;
        this.element = null;
    }

    KernelType(KernelType element) {
        this.format = "+l" + element.format;
        this.arrowType = ArrowType.List.INSTANCE;
        this.element = element;
    }

    /** The Arrow C data format string; a list's with its element's behind it. */
    public String format() {
        return format;
    }

    public ArrowType arrowType() {
        return arrowType;
    }

    /** What a list holds; empty where this is no list. */
    public Optional<KernelType> element() {
        return Optional.ofNullable(element);
    }

    /** Whether a column of Arrow is of this type. */
    boolean fits(Field field) {
        return field.getType().equals(arrowType)
                && (element == null
                        || (field.getChildren().size() == 1
                                && element.fits(field.getChildren().getFirst())));
    }

    /** A column of Arrow of this type. */
    Field arrowField(String name, boolean nullable) {
        List<Field> children = element == null ? List.of() : List.of(element.arrowField("item", false));
        return new Field(name, new FieldType(nullable, arrowType, null), children);
    }

    static Optional<KernelType> findByFormat(String format) {
        for (KernelType type : values()) {
            if (type.format.equals(format)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type's name as messages spell it: {@code float64}; Arrow's own where this ABI has none. */
    static String nameOf(Field field) {
        for (KernelType type : values()) {
            if (type.fits(field)) {
                return type.toString();
            }
        }
        return field.getType().toString();
    }

    @Override
    public String toString() {
        return element == null ? name().toLowerCase(java.util.Locale.ROOT) : "list<" + element + ">";
    }
}
