package dev.odograph.embedded;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Where the servers of a stack listen, and how to log in. Immutable. Each accessor throws {@code PART_NOT_RUNNING} if
 * that server is neither started nor configured.
 */
public final class Endpoints {
    private final StackStatus status;
    private final String secret;
    private final Map<String, String> environment;

    private Endpoints(StackStatus status, String secret, Map<String, String> environment) {
        this.status = status;
        this.secret = secret;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads the endpoints of a running stack. Addresses in ODOGRAPH_TEMPORAL_ADDRESS, ODOGRAPH_CLICKHOUSE_URL and
     * ODOGRAPH_POSTGRES_URL come first, with ODOGRAPH_CLICKHOUSE_USER and _PASSWORD, ODOGRAPH_POSTGRES_USER and
     * _PASSWORD, and ODOGRAPH_TEMPORAL_UI_URL.
     */
    public static Endpoints load(EmbeddedHome home) {
        return of(StackStatus.load(home), home.secret(), System.getenv());
    }

    /** Whether an environment names all three servers, so that there is none to start. */
    public static boolean areExternal(Map<String, String> environment) {
        return Arrays.stream(StackPart.values())
                .allMatch(part -> part.external(environment).isPresent());
    }

    static Endpoints of(StackStatus status, String secret, Map<String, String> environment) {
        return new Endpoints(status, secret, environment);
    }

    /** Temporal's gRPC address, {@code host:port}. */
    public String temporalAddress() {
        return external(StackPart.TEMPORAL).orElseGet(() -> running(StackPart.TEMPORAL));
    }

    /** Address of the Temporal Web UI, without a slash at its end. */
    public String temporalUiUrl() {
        return external(StackPart.TEMPORAL).isPresent()
                ? environment.getOrDefault(StackPart.TEMPORAL.variable("UI_URL"), "http://localhost:8233")
                : "http://127.0.0.1:" + port(StackPart.TEMPORAL, TemporalPart.UI);
    }

    /** Address of an extra part, without a slash at its end; empty where it does not run. */
    public Optional<String> extraUrl(String name) {
        return status.find(name).filter(PartStatus::isUp).map(PartStatus::address);
    }

    /** ClickHouse's HTTP address, {@code http://host:port}. */
    public String clickhouseUrl() {
        return external(StackPart.CLICKHOUSE).orElseGet(() -> running(StackPart.CLICKHOUSE));
    }

    public String clickhouseUser() {
        return external(StackPart.CLICKHOUSE).isPresent()
                ? environment.getOrDefault(StackPart.CLICKHOUSE.variable("USER"), "default")
                : ClickHousePart.USER;
    }

    /** ClickHouse's password; never print it. */
    public String clickhousePassword() {
        return external(StackPart.CLICKHOUSE).isPresent()
                ? environment.getOrDefault(StackPart.CLICKHOUSE.variable("PASSWORD"), "")
                : secret;
    }

    /**
     * What the environment says of the form of a ClickHouse of one's own, ODOGRAPH_CLICKHOUSE_CLUSTER and _REPLICAS; the
     * embedded one is one server, so empty for it.
     */
    public Map<String, String> clickhouseForm() {
        return external(StackPart.CLICKHOUSE).isPresent() ? environment : Map.of();
    }

    /** PostgreSQL's JDBC address, with the database. */
    public String postgresUrl() {
        return external(StackPart.POSTGRESQL).orElseGet(() -> PostgresPart.jdbcUrl(running(StackPart.POSTGRESQL)));
    }

    public String postgresUser() {
        return external(StackPart.POSTGRESQL).isPresent()
                ? environment.getOrDefault(StackPart.POSTGRESQL.variable("USER"), PostgresPart.NAME)
                : PostgresPart.NAME;
    }

    /** PostgreSQL's password; never print it. */
    public String postgresPassword() {
        return external(StackPart.POSTGRESQL).isPresent()
                ? environment.getOrDefault(StackPart.POSTGRESQL.variable("PASSWORD"), "")
                : secret;
    }

    @Override
    public String toString() {
        return "Endpoints["
                + status.parts().stream()
                        .map(part -> part.name() + "=" + part.address())
                        .toList() + "]";
    }

    private Optional<String> external(StackPart part) {
        return part.external(environment);
    }

    private String running(StackPart part) {
        String address = status.find(part.partName())
                .filter(PartStatus::isUp)
                .map(PartStatus::address)
                .orElse(null);
        if (address == null) {
            throw new EmbeddedException(
                    "PART_NOT_RUNNING",
                    part.partName() + " does not run in " + status.home()
                            + "; start the stack by 'odograph up', or set " + part.addressVariable());
        }
        return address;
    }

    private int port(StackPart part, String name) {
        running(part);
        return status.find(part.partName())
                .map(found -> found.ports().getOrDefault(name, 0))
                .orElse(0);
    }
}
