package dev.odograph.spec.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnitsTest {
    static final java.util.List<String> SYMBOLS = Units.SYMBOLS;

    @ParameterizedTest
    @FieldSource("SYMBOLS")
    void everySymbolThatMessagesShowIsUnderstood(String symbol) {
        assertThat(UnitSymbol.parse(symbol)).isPresent();
        assertThat(Units.factor(symbol, symbol)).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m/s²", "kg*m/s^2", "1/km", "m*s", "deg/s^2", "°", "1/km/h", "m^-1"})
    void symbolsAreMadeOfAtoms(String symbol) {
        assertThat(Units.known(symbol)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "kmh, km/h",
        "km/hr, km/h",
        "mps, m/s",
        "m/sec, m/s",
        "meter, m",
        "degrees, deg",
        "radian, rad",
        "msec, ms",
        "m/s2, m/s^2",
        "Ms, ms",
        "'', 1",
        "m//s, m/s"
    })
    void anUnknownOneIsNamedWithTheNearest(String symbol, String nearest) {
        assertThat(Units.known(symbol)).isFalse();
        assertThat(Units.unknown(symbol))
                .contains("\"" + symbol + "\" is unknown", "did you mean \"" + nearest + "\"?");
    }

    @ParameterizedTest
    @CsvSource({
        "km/h, m/s, 0.2777777777777778",
        "deg, rad, 0.017453292519943295",
        "kWh, J, 3600000",
        "1/km, 1/m, 0.001",
        "h, ms, 3600000",
        "N, kg*m/s^2, 1",
        "m/s*ms, m, 0.001"
    })
    void aFactorConverts(String from, String to, double factor) {
        assertThat(Units.factor(from, to).orElseThrow())
                .isCloseTo(factor, org.assertj.core.data.Offset.offset(1e-12 * factor));
    }

    @ParameterizedTest
    @CsvSource({"m, s", "rad, 1", "byte, 1", "rad/s, Hz", "degC, K"})
    void noFactorConvertsWhatMeasuresOtherThingsOrHasItsZeroElsewhere(String from, String to) {
        assertThat(Units.factor(from, to)).isEmpty();
    }
}
