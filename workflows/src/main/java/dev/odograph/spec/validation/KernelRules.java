package dev.odograph.spec.validation;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Kernels are there, get the columns and parameters they ask for, and put out what the step declares. */
final class KernelRules {
    private KernelRules() {}

    static void check(GraphSpec graph, KernelCatalog kernels, Problems problems) {
        for (StepSpec step : graph.steps()) {
            if (step instanceof StepSpec.Kernel kernel) {
                references(graph, kernel, problems);
                if (kernels != KernelCatalog.UNKNOWN) {
                    kernel(graph, kernel, kernels, problems);
                }
            }
        }
    }

    private static void references(GraphSpec graph, StepSpec.Kernel step, Problems problems) {
        new TreeMap<>(step.parameters()).forEach((name, value) -> {
            if (value instanceof String text
                    && text.startsWith("$")
                    && parameter(graph, text).isEmpty()) {
                problems.step(
                        step,
                        "parameter \"" + name + "\" refers to " + text
                                + ", which the graph does not declare: declare it with g.parameter");
            }
            if (value instanceof Double number && !Double.isFinite(number)) {
                problems.step(step, "parameter \"" + name + "\" is " + number + ": give a finite number");
            }
        });
    }

    private static void kernel(GraphSpec graph, StepSpec.Kernel step, KernelCatalog kernels, Problems problems) {
        Optional<KernelSignature> found = kernels.find(step.kernel(), step.library());
        if (found.isEmpty()) {
            String where =
                    step.library() == null ? "among Odograph's kernels" : "in library \"" + step.library() + "\"";
            String names = kernels.names(step.library()).stream().sorted().collect(Collectors.joining(", "));
            problems.step(
                    step,
                    "kernel \"" + step.kernel() + "\" is not " + where
                            + (names.isEmpty()
                                    ? ", which has none: build the library first"
                                    : ": use one of " + names));
            return;
        }
        KernelSignature signature = found.get();
        String by = "kernel \"" + signature.name() + "\"";
        if (!signature.refusals().isEmpty()) {
            signature.refusals().forEach(refusal -> problems.step(step, by + " " + refusal));
            return;
        }
        step.inputs().stream()
                .flatMap(input -> graph.step(input).stream())
                .forEach(input -> ColumnFlow.problems(signature.inputs(), by, input.output(), input.name())
                        .forEach(problem -> problems.step(step, problem)));
        output(step, signature, by, problems);
        parameters(graph, step, signature, by, problems);
    }

    private static void output(StepSpec.Kernel step, KernelSignature signature, String by, Problems problems) {
        ColumnFlow.problems(
                        step.output().columns(), "its record", new TableSchema(signature.outputs()), signature.name())
                .forEach(problem -> problems.step(step, problem));
        for (ColumnSpec column : signature.outputs()) {
            if (step.output().column(column.name()).isEmpty()) {
                problems.step(
                        step, by + " puts out column \"" + column.name() + "\", which the step's record lacks: add it");
            }
        }
    }

    private static void parameters(
            GraphSpec graph, StepSpec.Kernel step, KernelSignature signature, String by, Problems problems) {
        Map<String, ParameterSpec> known = signature.parameters().stream()
                .collect(Collectors.toMap(ParameterSpec::name, parameter -> parameter, (a, b) -> a, TreeMap::new));
        new TreeMap<>(step.parameters()).forEach((name, value) -> {
            ParameterSpec parameter = known.get(name);
            if (parameter == null) {
                problems.step(
                        step,
                        by + " has no parameter \"" + name + "\": it has "
                                + (known.isEmpty() ? "none" : String.join(", ", known.keySet())));
            } else if (!fits(graph, value, parameter.type())) {
                problems.step(
                        step,
                        by + " takes parameter \"" + name + "\" as " + parameter.type() + ", but gets " + value
                                + ": give a value of that type");
            } else {
                unit(graph, step, by, value, parameter, problems);
            }
        });
    }

    /** A value of the graph's own parameter flows like a column: in the kernel's unit. A plain number has none. */
    private static void unit(
            GraphSpec graph, StepSpec.Kernel step, String by, Object value, ParameterSpec wanted, Problems problems) {
        if (!(value instanceof String text) || !text.startsWith("$")) {
            return;
        }
        parameter(graph, text)
                .filter(given -> !Units.same(given.unit(), wanted.unit()))
                .ifPresent(given -> problems.step(
                        step,
                        by + " takes parameter \"" + wanted.name() + "\" in " + Units.show(wanted.unit())
                                + ", but the graph's parameter \"" + given.name() + "\" is in "
                                + Units.show(given.unit()) + ": declare both in the same unit"));
    }

    private static boolean fits(GraphSpec graph, Object value, ColumnType type) {
        if (value instanceof String text && text.startsWith("$")) {
            List<ParameterSpec> referred = parameter(graph, text).stream().toList();
            return referred.isEmpty()
                    || referred.getFirst().type() == type
                    || (type == ColumnType.FLOAT64 && referred.getFirst().type() == ColumnType.INT64);
        }
        return switch (type) {
            case BOOL -> value instanceof Boolean;
            case INT32, INT64 -> value instanceof Long;
            case FLOAT64 -> value instanceof Double || value instanceof Long;
            case STRING -> value instanceof String;
            case TIMESTAMP -> false;
        };
    }

    private static Optional<ParameterSpec> parameter(GraphSpec graph, String reference) {
        String name = reference.substring(1);
        return graph.parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst();
    }
}
