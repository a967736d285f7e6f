package dev.odograph.step.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonSyntaxTest {
    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "def top(rows:↵    pass | top.py:1: it is not Python 3;was never closed",
                "x = 1↵def other(rows): return rows | no function \"top\" (its functions: other)",
                "def top(): return 1 | top.py:1: function top takes ();let it take (samples, labels)",
                "def top(a, b, c, d): return a | function top takes (a, b, c, d), but the step has 2 input(s)",
                "def top(a, b, *, limit): return a | function top takes (a, b, limit)",
                "async def top(a, b): return a | is async: let it be a plain function",
                "def top(a, b):↵    yield a | yields: let it return one table",
                "def top(a, b):↵    print(a) | returns nothing: return a table"
            })
    void whatIsWrongWithTheCodeIsSaidWithFileLineAndMend(String source, String named) {
        assertThat(problems(source.replace("↵", "\n"), Map.of()))
                .singleElement()
                .asString()
                .contains(List.of(named.split(";")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "def top(a, b): return a",
                "def top(a, b, params): return a",
                "def top(*tables): return tables[0]",
                "def top(a, b, params=None, more=1): return a",
                "def top(a, b):↵    def inner(): yield 1↵    return inner()",
                "def top(a, b):↵    raise ValueError",
                "from helpers import top"
            })
    void whatCanBeCalledIsFine(String source) {
        assertThat(problems(source.replace("↵", "\n"), Map.of())).isEmpty();
    }

    @Test
    void allProblemsComeAtOnceWithThoseOfModules() {
        assertThat(problems("def other(a): return a\n", Map.of("helpers", "1 +", "shapes", "class")))
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).startsWith("helpers.py:1: "));
    }

    private static List<String> problems(String source, Map<String, String> modules) {
        return new PythonSyntax()
                .problems(new StepSpec.Python(
                        "top",
                        List.of("samples", "labels"),
                        new TableSchema(List.of()),
                        "top",
                        "top.py",
                        source,
                        modules,
                        null));
    }
}
