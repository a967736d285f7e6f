package dev.odograph.spec.validation;

import dev.odograph.spec.StepSpec;
import java.util.List;

/** Reads Python code as the interpreter will, where there is one. */
@FunctionalInterface
public interface PythonCatalog {
    /** Stands for an interpreter that is not here; code then goes unread until a step host sees it. */
    PythonCatalog UNKNOWN = step -> List.of();

    /**
     * What the interpreter says against a step's code: that a file is not Python, that the function is not there, or
     * takes other arguments than the step has inputs. Each message stands without the step's name and begins with the
     * file and, where there is one, the line.
     */
    List<String> problems(StepSpec.Python step);
}
