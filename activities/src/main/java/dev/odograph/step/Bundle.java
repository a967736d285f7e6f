package dev.odograph.step;

import java.nio.file.Path;

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

    /** Path of a kernel library of the bundle, which need not exist. */
    Path library(String fileName);
}
