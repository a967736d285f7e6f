package dev.odograph.spec;

/** What becomes of a partition whose rows break a rule beyond its threshold. */
public enum Severity {
    /** The partition fails: nothing of it is stored. */
    ERROR,
    /** The rows pass; what broke the rule is shown beside them. */
    WARN
}
