package dev.odograph.spec.validation;

import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.StepSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All rules over a spec. Thread-safe. */
public final class GraphValidation {
    private GraphValidation() {}

    /**
     * Every problem of a spec: those of the graph, then those of its steps in their order, then those of parameters and
     * metrics. Empty when there are none.
     *
     * @param kernels the kernels that are there, or {@link KernelCatalog#UNKNOWN}
     * @param sql binds the SQL, or {@link SqlCatalog#UNKNOWN}
     */
    public static List<Problem> problems(GraphSpec graph, KernelCatalog kernels, SqlCatalog sql) {
        return problems(graph, kernels, sql, PythonCatalog.UNKNOWN);
    }

    /**
     * The same, with what a Python interpreter says of python steps.
     *
     * @param python reads their code, or {@link PythonCatalog#UNKNOWN}
     */
    public static List<Problem> problems(GraphSpec graph, KernelCatalog kernels, SqlCatalog sql, PythonCatalog python) {
        Problems problems = new Problems();
        NameRules.check(graph, problems);
        ParameterRules.check(graph, problems);
        EdgeRules.check(graph, problems);
        SchemaRules.check(graph, problems);
        TableCheckRules.check(graph, sql, problems);
        KernelRules.check(graph, kernels, problems);
        SqlRules.check(graph, sql, problems);
        PythonRules.check(graph, python, problems);
        MetricRules.check(graph, problems);
        return inOrder(graph, problems.found());
    }

    private static List<Problem> inOrder(GraphSpec graph, List<Problem> found) {
        Map<String, Integer> order = new HashMap<>();
        order.put("", -1);
        for (StepSpec step : graph.steps()) {
            order.putIfAbsent(step.name(), order.size());
        }
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(problem -> order.getOrDefault(problem.step(), Integer.MAX_VALUE)));
        return List.copyOf(sorted);
    }
}
