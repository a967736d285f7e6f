package dev.odograph.graph;

import dev.odograph.spec.validation.Problem;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a step's class says about itself: whether it can be made, and which records it reads and emits. */
final class JavaStepClass {
    private JavaStepClass() {}

    static List<Problem> problems(
            String step, Class<? extends JavaStep<?, ?>> type, Table<?> input, Class<? extends Record> output) {
        List<Problem> problems = new ArrayList<>();
        String subject = "Step \"" + step + "\" (java): class " + type.getName();
        if (!constructible(type)) {
            problems.add(new Problem(
                    step,
                    subject + " cannot be made: let it be public, not abstract, static where it is nested, with a"
                            + " public constructor without arguments"));
        }
        record(type, 1)
                .filter(emitted -> emitted != output)
                .ifPresent(emitted -> problems.add(new Problem(
                        step,
                        subject + " emits " + emitted.getSimpleName() + ", but the step declares "
                                + output.getSimpleName() + ": declare the record that the class emits")));
        record(type, 0)
                .filter(read -> read != input.record())
                .ifPresent(read -> problems.addAll(ReadRecord.problems(step, read, input)));
        return problems;
    }

    /** The record that the class reads; the input's where the class does not say. */
    static Class<? extends Record> inputRecord(Class<? extends JavaStep<?, ?>> type, Table<?> input) {
        Optional<Class<? extends Record>> read = record(type, 0);
        return read.isPresent() ? read.get() : input.record();
    }

    /** The parameters that the class reads; null where it does not say. */
    static @Nullable List<String> parameters(Class<? extends JavaStep<?, ?>> type) {
        ReadsParameters declared = type.getAnnotation(ReadsParameters.class);
        return declared == null ? null : List.of(declared.value());
    }

    private static boolean constructible(Class<?> type) {
        int modifiers = type.getModifiers();
        boolean standsAlone = type.getEnclosingClass() == null || Modifier.isStatic(modifiers);
        if (!Modifier.isPublic(modifiers) || Modifier.isAbstract(modifiers) || !standsAlone) {
            return false;
        }
        for (var constructor : type.getConstructors()) {
            if (constructor.getParameterCount() == 0) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Class<? extends Record>> record(Class<?> type, int argument) {
        for (Type parent : type.getGenericInterfaces()) {
            if (parent instanceof ParameterizedType step
                    && step.getRawType() == JavaStep.class
                    && step.getActualTypeArguments()[argument] instanceof Class<?> found
                    && found.isRecord()) {
                return Optional.of(found.asSubclass(Record.class));
            }
        }
        return Optional.empty();
    }
}
