package dev.odograph.spec.lock;

import dev.odograph.spec.Version;

/** How much of a version a change must raise. */
public enum Bump {
    /** Nothing. */
    NONE,
    /** The minor version, or more. */
    MINOR,
    /** The major version. */
    MAJOR;

    /** What lies between two versions. */
    public static Bump between(Version before, Version after) {
        return after.major() > before.major() ? MAJOR : after.compareTo(before) > 0 ? MINOR : NONE;
    }

    /** The least version that raises another so much. */
    public Version of(Version version) {
        return switch (this) {
            case NONE -> version;
            case MINOR -> new Version(version.major(), version.minor() + 1);
            case MAJOR -> new Version(version.major() + 1, 0);
        };
    }
}
