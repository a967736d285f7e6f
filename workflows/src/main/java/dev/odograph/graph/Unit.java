package dev.odograph.graph;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The unit of measure of a record component, such as {@code m/s}; checked along the graph's edges. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Unit {
    /** The unit's symbol, such as {@code m}, {@code m/s}, {@code m/s^2}, {@code ms}, {@code km}, {@code h}. */
    String value();
}
