package dev.odograph.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatasetNameTest {
    @Test
    void aNameWithoutNamespaceIsInTheDefaultOne() {
        assertThat(DatasetName.of("openacc")).isEqualTo(new DatasetName("default", "openacc"));
        assertThat(DatasetName.of("fleet/week-7")).isEqualTo(new DatasetName("fleet", "week-7"));
        assertThat(DatasetName.of("fleet/week-7")).hasToString("fleet/week-7");
        assertThat(DatasetName.of("openacc")).hasToString("openacc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../x", "a/../b", "a'b", "a\nb", "-a", ".a", "a b", "🚗", "a/b/c", "ü"})
    void hostileNamesAreRefused(String name) {
        assertThatThrownBy(() -> DatasetName.of(name)).isInstanceOfSatisfying(OdographException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.NAME_INVALID);
            assertThat(e.getMessage()).doesNotContain("\n");
        });
    }

    @Test
    void namesEndAt128Characters() {
        assertThat(DatasetName.of("x".repeat(128)).name()).hasSize(128);
        assertThatThrownBy(() -> DatasetName.of("x".repeat(129))).hasMessageContaining("at most 128");
    }
}
