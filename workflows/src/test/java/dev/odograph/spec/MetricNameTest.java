package dev.odograph.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricNameTest {
    @ParameterizedTest
    @CsvSource({"ttc, default, ttc, ttc", "fleet/ttc, fleet, ttc, fleet/ttc", "default/ttc, default, ttc, ttc"})
    void isReadAndWrittenWithItsNamespaceWhereItHasOne(String text, String namespace, String name, String written) {
        MetricName read = MetricName.parse(text);

        assertThat(read).isEqualTo(new MetricName(namespace, name));
        assertThat(read).hasToString(written);
    }
}
