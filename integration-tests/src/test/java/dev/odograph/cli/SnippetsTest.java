package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Snippets of README, guides and reference hold what the code does. A block that cannot be tried says why, in a comment
 * before it: {@code <!-- not run: reason -->}.
 */
final class SnippetsTest {
    private static final Console CONSOLE = new Console(System.out, System.err, false, false, 0);
    private static final Set<String> TRIED = Set.of("", "sh", "bash", "java", "sql", "python");
    /** Data, and what is only shown. */
    private static final Set<String> SHOWN = Set.of("text", "csv", "json", "html", "properties");

    private static final Pattern INLINE = Pattern.compile("(?<!`)`(\\.?[./]*odograph [^`]+)`(?!`)");
    private static final Pattern DEFINED = Pattern.compile("(?m)^ *(?:def|class) ");

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> everyBlockIsOfALanguageThatIsTriedOrSaysWhyItIsNot() throws IOException {
        return tests(
                Snippet.all(),
                snippet -> assertThat(snippet.notRun() != null
                                || TRIED.contains(snippet.language())
                                || SHOWN.contains(snippet.language()))
                        .as(
                                "%s: language %s is not tried; put <!-- not run: reason --> before it",
                                snippet.place(), snippet.language())
                        .isTrue());
    }

    @TestFactory
    Stream<DynamicTest> everyCommandOfTheLauncherIsOneWithOptionsThatItHas() throws IOException {
        return tests(Snippet.all().stream().filter(Snippet::isShell).toList(), snippet -> {
            for (List<String> call : ShellLine.calls(snippet.text())) {
                if (!call.equals(List.of("test"))) {
                    try {
                        Main.commandLine(CONSOLE, "").parseArgs(call.toArray(String[]::new));
                    } catch (CommandLine.ParameterException e) {
                        fail("%s: ./odograph %s: %s", snippet.place(), String.join(" ", call), e.getMessage());
                    }
                }
            }
        });
    }

    @Test
    void everyCommandInASentenceIsOneWithOptionsThatItHas() throws IOException {
        List<String> problems = new ArrayList<>();
        for (Path page : Snippet.pages()) {
            Matcher inline = INLINE.matcher(Files.readString(page));
            while (inline.find()) {
                for (List<String> call : ShellLine.calls(inline.group(1))) {
                    problem(call).forEach(what -> problems.add(page + ": `" + inline.group(1) + "`: " + what));
                }
            }
        }
        assertThat(problems).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> everyJavaBlockIsInASourceThatIsCompiledAndTested() throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Snippet.ROOT)) {
            for (Path file : files.filter(path -> path.toString().matches(".*/src/.*\\.java(\\.\\w+)?"))
                    .toList()) {
                sources.add(squeezed(Files.readString(file)));
            }
        }
        return tests(of("java"), snippet -> {
            List<String> parts = Stream.of(snippet.text().split("…"))
                    .map(SnippetsTest::squeezed)
                    .filter(part -> !part.isEmpty())
                    .toList();
            assertThat(sources.stream().anyMatch(source -> holds(source, parts)))
                    .as("%s is in no Java source of the repository: put it into a test of examples", snippet.place())
                    .isTrue();
        });
    }

    @TestFactory
    Stream<DynamicTest> everyMetricOfOneFileIsValid() throws IOException {
        return tests(
                Stream.of("sql", "python")
                        .flatMap(language -> Snippet.metrics(language).stream())
                        .toList(),
                snippet -> {
                    String ending = snippet.language().equals("sql") ? ".sql" : ".py";
                    Path file = Files.writeString(directory.resolve(snippet.metric() + ending), snippet.text());
                    Cli.Answer answer = new Cli(directory.resolve("home")).run("graph", "validate", file.toString());
                    assertThat(answer.code())
                            .as(snippet.place() + ": " + answer.err())
                            .isEqualTo(ExitCodes.OK);
                });
    }

    /** Whole functions are in a file that tests run; what is left is at least Python. */
    @TestFactory
    Stream<DynamicTest> everyPythonBlockIsInASourceThatIsTestedOrCompiles() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String folder : List.of("examples", "worker-app/src/main/resources", "integration-tests/src")) {
            try (Stream<Path> files = Files.walk(Snippet.ROOT.resolve(folder))) {
                for (Path file : files.filter(path -> path.toString().matches(".*/src/.*\\.py(\\.\\w+)?"))
                        .toList()) {
                    sources.add(Files.readString(file).replaceAll("\\s+", ""));
                }
            }
        }
        return tests(of("python"), snippet -> {
            String text = snippet.text().replaceAll("\\s+", "");
            if (sources.stream().noneMatch(source -> source.contains(text))) {
                assertThat(DEFINED.matcher(snippet.text()).find() && !sources.isEmpty())
                        .as("%s defines what no Python file under examples has: put it there", snippet.place())
                        .isFalse();
                Path file = Files.writeString(directory.resolve("snippet.py"), snippet.text());
                Program.Ended ended = Program.run(
                        java.util.Map.of("PATH", "/usr/bin:/bin:/usr/local/bin"),
                        List.of("python3", "-m", "py_compile", file.toString()));
                assertThat(ended.code())
                        .as(snippet.place() + ": " + ended.err())
                        .isZero();
            }
        });
    }

    private static List<Snippet> of(String language) throws IOException {
        return Snippet.all().stream()
                .filter(snippet -> snippet.language().equals(language) && snippet.notRun() == null)
                .toList();
    }

    private static Stream<DynamicTest> tests(List<Snippet> snippets, Check check) {
        return snippets.stream().map(snippet -> DynamicTest.dynamicTest(snippet.toString(), () -> check.of(snippet)));
    }

    @FunctionalInterface
    private interface Check {
        void of(Snippet snippet) throws Exception;
    }

    /** A sentence may leave out what a command needs, but names no verb or option that is not there. */
    private static List<String> problem(List<String> call) {
        CommandLine command = Main.commandLine(CONSOLE, "");
        boolean first = true;
        for (String word : call) {
            CommandLine below = command.getSubcommands().get(word);
            if (below != null) {
                command = below;
            } else if (first && !Set.of("test", "…", "COMMAND").contains(word)) {
                return List.of("there is no command " + word);
            } else if (word.startsWith("--")
                    && command.getCommandSpec().findOption(word.replaceFirst("=.*", "")) == null
                    && !word.equals("--help")) {
                return List.of(command.getCommandSpec().qualifiedName() + " has no option " + word);
            }
            first = false;
        }
        return List.of();
    }

    private static boolean holds(String source, List<String> parts) {
        int from = 0;
        for (String part : parts) {
            int at = source.indexOf(part, from);
            if (at < 0) {
                return false;
            }
            from = at + part.length();
        }
        return true;
    }

    /** Without white space, comments and what readers of a snippet can do without. */
    private static String squeezed(String java) {
        return java.replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("(?m)^\\s*//.*$", "")
                .replace("@Override", "")
                .replaceAll("\\s+", "");
    }
}
