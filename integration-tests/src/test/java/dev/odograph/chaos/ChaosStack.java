package dev.odograph.chaos;

import dev.odograph.chaos.graph.ChaosGraph;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetImporter;
import dev.odograph.dataset.DatasetName;
import dev.odograph.dataset.ImportAction;
import dev.odograph.dataset.ImportRequest;
import dev.odograph.dataset.simulator.FleetSimulator;
import dev.odograph.dataset.simulator.SimulatorOptions;
import dev.odograph.embedded.EmbeddedHome;
import dev.odograph.embedded.EmbeddedStack;
import dev.odograph.embedded.Endpoints;
import dev.odograph.embedded.PartState;
import dev.odograph.embedded.PartStatus;
import dev.odograph.embedded.StackOptions;
import dev.odograph.embedded.StackPart;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.host.HostLimits;
import dev.odograph.host.HostSandbox;
import dev.odograph.host.HostSettings;
import dev.odograph.host.StepHosts;
import dev.odograph.host.bundle.BundleBuilder;
import dev.odograph.schema.postgres.Migrations;
import dev.odograph.store.clickhouse.ResultTables;
import dev.odograph.worker.DataDirectory;
import dev.odograph.worker.Stores;
import dev.odograph.worker.TemporalConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The stack of a campaign, which no one else uses: its servers, the proxies before them, its workers and its data. */
final class ChaosStack implements AutoCloseable {
    static final String DATASET = "chaos";
    static final String GRAPH = "chaos_graph";
    /** Together with the seed: 12 recordings of 1,800 rows in partitions of one or two. */
    static final long TARGET_ROWS = 2_250;

    private static final int SEGMENTS = 12;
    private static final long DATA_SEED = 7;

    final Path scratch;
    final Path gate;
    final Disk disk;
    final EmbeddedStack servers;
    final Map<Store, FaultProxy> proxies = new EnumMap<>(Store.class);
    final Points points = new Points();
    final Stores stores;
    final TemporalConnection temporal;
    final String bundle;
    final Workers workers;

    private ChaosStack(Path scratch, Disk disk, Consumer<String> log) throws IOException {
        this.scratch = scratch;
        this.disk = disk;
        this.gate = Files.createDirectory(scratch.resolve("gate"));
        this.servers = EmbeddedStack.start(
                EmbeddedHome.open(disk.directory()),
                StackOptions.forTests(StackPart.values()).with(log));
        Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "end-servers"));
        Endpoints endpoints = servers.endpoints();
        for (Store store : Store.values()) {
            proxies.put(store, new FaultProxy(() -> address(store)));
        }
        DataDirectory directory = new DataDirectory(disk.directory());
        this.stores = Stores.open(endpoints, 6);
        Migrations.migrate(stores.pool());
        ResultTables.createMirror(stores.clickhouse());
        this.temporal = TemporalConnection.open(endpoints);
        this.bundle = bundle(directory, scratch);
        importRecordings(directory);
        this.workers = new Workers(disk.directory(), scratch, points.port(), addresses(endpoints));
    }

    static ChaosStack start(Consumer<String> log) {
        try {
            Path scratch = Files.createTempDirectory("odograph-chaos");
            Disk disk = Disk.at(Files.createDirectory(scratch.resolve("home")));
            Runtime.getRuntime().addShutdownHook(new Thread(disk::close, "end-disk"));
            return new ChaosStack(scratch, disk, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FaultProxy proxy(Store store) {
        FaultProxy proxy = proxies.get(store);
        if (proxy == null) {
            throw new IllegalStateException("no proxy before " + store);
        }
        return proxy;
    }

    /** Kills a server as it is; its supervisor starts it again. */
    void kill(Store store) {
        Optional<ProcessHandle> server = Optional.empty();
        while (server.isEmpty()) { // A full disk may just have ended it.
            server = Optional.ofNullable(part(store).pid()).flatMap(ProcessHandle::of);
        }
        server.get().destroyForcibly();
        server.get().onExit().join();
    }

    /** How often a server answered, or a worker reported, that the disk is full. */
    int refusedSpace() {
        return proxies.values().stream().mapToInt(FaultProxy::refusedSpace).sum();
    }

    /** Waits until every server answers again. */
    void awaitServing() {
        while (!servers.status().parts().stream().allMatch(part -> part.state() == PartState.RUNNING)) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Copies all logs to a directory in {@code target}. */
    Path keepLogs(String name) {
        try {
            Path kept = Files.createDirectories(Path.of("target", name)).toAbsolutePath();
            for (Path folder : List.of(scratch, servers.home().logs())) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.filter(each -> each.toString().endsWith(".log"))
                            .toList()) {
                        Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PartStatus part(Store store) {
        return servers.status().find(store.part().partName()).orElseThrow();
    }

    private InetSocketAddress address(Store store) {
        String address = String.valueOf(part(store).address());
        URI uri = URI.create(address.contains("://") ? address : "tcp://" + address);
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    /** Every statement keeps its text, by which the proxy knows a COMMIT. */
    private Map<String, String> addresses(Endpoints endpoints) {
        Map<String, String> variables = new HashMap<>();
        variables.put("ODOGRAPH_TEMPORAL_ADDRESS", proxy(Store.TEMPORAL).address());
        variables.put(
                "ODOGRAPH_CLICKHOUSE_URL", "http://" + proxy(Store.CLICKHOUSE).address());
        variables.put("ODOGRAPH_CLICKHOUSE_USER", endpoints.clickhouseUser());
        variables.put("ODOGRAPH_CLICKHOUSE_PASSWORD", endpoints.clickhousePassword());
        variables.put(
                "ODOGRAPH_POSTGRES_URL",
                "jdbc:postgresql://" + proxy(Store.POSTGRESQL).address() + "/odograph?prepareThreshold=0");
        variables.put("ODOGRAPH_POSTGRES_USER", endpoints.postgresUser());
        variables.put("ODOGRAPH_POSTGRES_PASSWORD", endpoints.postgresPassword());
        return variables;
    }

    private void importRecordings(DataDirectory directory) {
        Path folder = directory.recordings().resolve(DATASET);
        new FleetSimulator(2)
                .simulate(
                        new SimulatorOptions(SimulatorOptions.Kind.PLATOON, SEGMENTS, DATA_SEED, 1, 3),
                        folder,
                        (written, rows) -> {});
        Dataset dataset = new DatasetImporter(stores.datasets(), directory.home(), 2)
                .run(
                        ImportRequest.of(DatasetName.of(DATASET), ImportAction.IMPORT, List.of(folder.toString())),
                        (done, total) -> {})
                .dataset();
        if (dataset.version() != 1) {
            throw new IllegalStateException("the home is not new: " + dataset);
        }
    }

    private static String bundle(DataDirectory directory, Path scratch) throws IOException {
        Path classes = Files.createDirectory(scratch.resolve("bundle"));
        Path compiled = Path.of(URI.create(String.valueOf(
                ChaosGraph.class.getProtectionDomain().getCodeSource().getLocation())));
        Path folder = Path.of(ChaosGraph.class.getPackageName().replace('.', '/'));
        Path target = Files.createDirectories(classes.resolve(folder));
        try (Stream<Path> files = Files.list(compiled.resolve(folder))) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve(GraphDefinition.class.getName()), ChaosGraph.class.getName());
        HostSettings settings = HostSettings.of(1, directory.hosts(), directory.hostLogs(), HostLimits.DEFAULT);
        try (StepHosts hosts = new StepHosts(settings, HostSandbox.probe())) {
            return new BundleBuilder(directory.bundleStore(), hosts)
                    .build(List.of(classes), List.of())
                    .digest();
        }
    }

    /** Ends everything that was started and deletes everything that was written. */
    @Override
    public void close() {
        workers.close();
        points.close();
        proxies.values().forEach(FaultProxy::close);
        temporal.close();
        stores.close();
        servers.close();
        disk.close();
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
