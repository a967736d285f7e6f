package dev.odograph.activity;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A graph's parameters with the values that a run gives them. */
public final class RunParameters {
    private RunParameters() {}

    /**
     * Every parameter of the graph with its value: Boolean, Long, Double or String as declared.
     *
     * @param given values by name; texts are read as the declared type, as a command line gives them
     * @throws OdographException PARAMETER_INVALID naming every parameter that is unknown or mistyped
     */
    public static Map<String, Object> resolve(GraphSpec graph, Map<String, Object> given) {
        Map<String, Object> values = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        TreeSet<String> unknown = new TreeSet<>(given.keySet());
        for (ParameterSpec parameter : graph.parameters()) {
            unknown.remove(parameter.name());
            Object value = given.getOrDefault(parameter.name(), parameter.defaultValue());
            try {
                values.put(parameter.name(), typed(parameter, value));
            } catch (IllegalArgumentException e) {
                problems.add("parameter \"" + parameter.name() + "\" is " + value + ", not a "
                        + parameter.type().duckdb() + ": give it like its default, " + parameter.defaultValue());
            }
        }
        for (String name : unknown) {
            problems.add("parameter \"" + name + "\" is not declared: the graph has "
                    + graph.parameters().stream().map(ParameterSpec::name).toList());
        }
        if (!problems.isEmpty()) {
            throw new OdographException(
                    ErrorCode.PARAMETER_INVALID, "Graph \"" + graph.name() + "\": " + String.join("; ", problems));
        }
        return values;
    }

    private static Object typed(ParameterSpec parameter, Object value) {
        String text = value.toString();
        return switch (parameter.type()) {
            case BOOL ->
                switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException(text);
                };
            case INT32, INT64, TIMESTAMP -> Long.parseLong(text);
            case FLOAT64 -> finite(Double.parseDouble(text));
            case STRING -> text;
        };
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("not finite");
        }
        return value;
    }
}
