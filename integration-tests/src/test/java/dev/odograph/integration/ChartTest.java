package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Helm chart, by Helm's own engine and by Kubernetes' own schemas. */
class ChartTest {
    private static final Path CHECKOUT = Path.of("..");
    private static final Path CHART = CHECKOUT.resolve("charts/odograph");
    private static final Pattern VARIABLE = Pattern.compile("(?m)^(?:  |.*- name: )(ODOGRAPH_[A-Z_]+)");
    private static final Pattern KIND = Pattern.compile("(?m)^kind: (\\w+)$");

    /** The least that must be given. */
    private static final String LEAST = """
            image: {repository: registry.example/odograph}
            temporal: {address: "temporal:7233"}
            postgresql: {url: "jdbc:postgresql://postgres:5432/odograph"}
            clickhouse: {url: "http://clickhouse:8123"}
            credentialsSecret: stores
            """;

    /** Everything that can be switched on. */
    private static final String ALL = LEAST + """
            api: {enabled: true}
            autoscaling: {enabled: true, max: 7}
            networkPolicy: {enabled: true}
            monitoring: {serviceMonitor: true, alerts: true, dashboard: true}
            storage: {accessMode: ReadWriteMany, className: shared}
            access: {oidc: {issuer: "https://id.example", audience: odograph}, codecOrigin: "https://temporal.example"}
            encryption: {keysSecret: payload-keys}
            kafka: {bootstrap: "kafka:9092", propertiesSecret: kafka}
            worker: {buildId: "sha256:0a1b"}
            tolerations: [{key: metrics, operator: Exists}]
            nodeSelector: {pool: metrics}
            affinity: {podAntiAffinity: {}}
            """;

    private static PythonVenv python;

    @TempDir
    private Path directory;

    @BeforeAll
    static void schemas() throws IOException, InterruptedException {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "Helm's library is on the path for Linux on x86-64");
        python = PythonVenv.cached("kubernetes-validate-1.37.0", "kubernetes-validate==1.37.0");
    }

    @ParameterizedTest
    @CsvSource({"1.35", "1.36", "1.37"})
    void itsObjectsAreWhatKubernetesTakes(String version) throws Exception {
        assertThat(validated(version, rendered(LEAST)))
                .contains("deployment/metrics-worker", "persistentvolumeclaim/metrics-data")
                .doesNotContain("-api");
        assertThat(validated(version, rendered(ALL)))
                .contains(
                        "deployment/metrics-worker",
                        "deployment/metrics-api",
                        "service/metrics-api",
                        "networkpolicy/metrics-all",
                        "poddisruptionbudget/metrics-api");
    }

    @Test
    void theSchemasRefuseWhatKubernetesWould() {
        String wrong = rendered(LEAST).replace("terminationGracePeriodSeconds: 60", "terminationGracePeriod: 60");

        assertThatThrownBy(() -> validated("1.37", wrong)).hasMessageContaining("terminationGracePeriod");
    }

    @Test
    void everythingSwitchedOnIsThere() {
        String all = rendered(ALL);

        assertThat(KIND.matcher(all).results().map((MatchResult found) -> found.group(1)))
                .contains("ScaledObject", "ServiceMonitor", "PrometheusRule", "NetworkPolicy", "PodDisruptionBudget");
        assertThat(all)
                .contains("value: web,api", "value: worker", "workerDeploymentBuildId: \"sha256:0a1b\"")
                .contains("maxReplicaCount: 7", "secretName: payload-keys", "secretName: kafka");
        // The scaler owns the number of workers: the chart must not set it back with each upgrade.
        assertThat(all.split("---\n"))
                .filteredOn(one -> one.contains("kind: Deployment") && one.contains("name: metrics-worker"))
                .singleElement()
                .satisfies(worker -> assertThat(worker).doesNotContain("replicas:"));
    }

    @Test
    void everyVariableThatItSetsIsDocumented() throws IOException {
        String documented = Files.readString(CHECKOUT.resolve("docs/reference/configuration.md"));

        List<String> set = VARIABLE.matcher(rendered(ALL))
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();

        assertThat(set).hasSizeGreaterThan(20).allMatch(name -> documented.contains("`" + name + "`"));
    }

    @Test
    void lintFindsNothing() throws IOException {
        // Lint reads the chart's own values only: it is given a copy in which the mandatory ones are set.
        Path copy = directory.resolve("odograph");
        try (var files = Files.walk(CHART)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(CHART.relativize(file)));
            }
        }
        YAMLMapper yaml = new YAMLMapper();
        ObjectNode own = (ObjectNode) yaml.readTree(copy.resolve("values.yaml").toFile());
        yaml.writeValue(
                copy.resolve("values.yaml").toFile(),
                yaml.readerForUpdating(own).<ObjectNode>readValue(LEAST));

        assertThat(new Helm(copy).lint().call().getMessages())
                .noneMatch(said -> said.contains("[ERROR]") || said.contains("[WARNING]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "temporal: {address: temporal} | /temporal/address",
                "api: {enabled: true} | set it to ReadWriteMany",
                "replicas: 3 | storage.accessMode is ReadWriteOnce",
                "access: {oidc: {issuer: \"https://id.example\"}} | access.oidc.audience says",
                "access: {oidc: {issuer: \"http://id.example\"}} | /access/oidc/issuer",
                "networkPolicy: {enabled: true, egressPorts: [70000]} | /networkPolicy/egressPorts",
                "workers: 3 | additional properties 'workers' not allowed"
            })
    void aWrongValueIsNamed(String value, String said) {
        String key = value.substring(0, value.indexOf(':'));
        String values = LEAST.replaceAll("(?m)^" + key + ":.*\n", "") + value + "\n";

        assertThatThrownBy(() -> rendered(values)).hasMessageContaining(said);
    }

    private String rendered(String values) {
        try {
            Path file = Files.writeString(directory.resolve("values.yaml"), values);
            return new Helm(CHART)
                    .template()
                    .withName("metrics")
                    .withValuesFile(file)
                    .call();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String validated(String version, String objects) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("objects.yaml"), objects);
        return PythonVenv.run(
                directory,
                Map.of(),
                List.of(
                        python.python().toString(),
                        "-m",
                        "kubernetes_validate",
                        "--strict",
                        "--no-warn",
                        "--kubernetes-version",
                        version,
                        file.toString()));
    }
}
