package dev.odograph.step;

import java.nio.file.Path;
import java.util.List;

/** An author's code as steps need it. Thread-safe. */
public interface Bundle {
    /** The bundle of code that is on this class's own class path, without kernels of its own. */
    Bundle ON_CLASS_PATH = new Bundle() {
        @Override
        public ClassLoader classes() {
            return Bundle.class.getClassLoader();
        }

        @Override
        public Path library(String fileName) {
            return Path.of(fileName);
        }
    };

    /** Loads the bundle's Java steps and records. */
    ClassLoader classes();

    /** All kernel libraries of the bundle, as far as they are known without a step that names them. */
    default List<Path> libraries() {
        return List.of();
    }

    /** Path of a kernel library of the bundle, which need not exist. */
    Path library(String fileName);
}
