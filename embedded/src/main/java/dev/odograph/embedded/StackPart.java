package dev.odograph.embedded;

import java.util.Optional;

/** The three servers of the stack. */
public enum StackPart {
    POSTGRESQL("postgresql", "ODOGRAPH_POSTGRES"),
    CLICKHOUSE("clickhouse", "ODOGRAPH_CLICKHOUSE"),
    TEMPORAL("temporal", "ODOGRAPH_TEMPORAL");

    private final String partName;
    private final String prefix;

    StackPart(String partName, String prefix) {
        this.partName = partName;
        this.prefix = prefix;
    }

    /** The name in status and logs. */
    public String partName() {
        return partName;
    }

    /** The environment variable that names a server which is used instead, such as ODOGRAPH_CLICKHOUSE_URL. */
    public String addressVariable() {
        return this == TEMPORAL ? prefix + "_ADDRESS" : prefix + "_URL";
    }

    /** The address of the server that is used instead of an embedded one. */
    Optional<String> external(java.util.Map<String, String> environment) {
        return Optional.ofNullable(environment.get(addressVariable())).filter(address -> !address.isBlank());
    }

    String variable(String suffix) {
        return prefix + "_" + suffix;
    }
}
