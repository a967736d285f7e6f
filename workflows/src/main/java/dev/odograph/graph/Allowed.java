package dev.odograph.graph;

import dev.odograph.spec.Severity;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Every value of this component that is not null is one of these: a rule of the record, checked wherever a step puts
 * out rows of it. For texts, whole numbers and truth values.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Allowed {
    /** The values, as text. */
    String[] value();

    /** What becomes of a partition whose rows break it. */
    Severity severity() default Severity.ERROR;

    /** Share of a segment's rows that may break it; 0 for none. */
    double upToShare() default 0;
}
