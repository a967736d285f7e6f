package dev.odograph.kernel;

import java.util.Optional;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** The column types of kernel ABI version 1. */
public enum KernelType {
    BOOL("b", ArrowType.Bool.INSTANCE),
    INT32("i", new ArrowType.Int(32, true)),
    INT64("l", new ArrowType.Int(64, true)),
    FLOAT32("f", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
    FLOAT64("g", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
    STRING("u", ArrowType.Utf8.INSTANCE);

    private final String format;
    private final ArrowType arrowType;

    KernelType(String format, ArrowType arrowType) {
        this.format = format;
        this.arrowType = arrowType;
    }

    /** The Arrow C data format string. */
    public String format() {
        return format;
    }

    public ArrowType arrowType() {
        return arrowType;
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
    static String nameOf(ArrowType arrowType) {
        for (KernelType type : values()) {
            if (type.arrowType.equals(arrowType)) {
                return type.toString();
            }
        }
        return arrowType.toString();
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
