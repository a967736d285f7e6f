package dev.odograph.host;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles what an author might write, against what an author gets. */
public final class AuthorCode {
    private static final String STEP = """
            package author;

            import dev.odograph.graph.*;
            import java.nio.file.*;
            import java.util.*;

            public final class %s implements JavaStep<%s.Row, %s.Row> {
                public record Row(@Key String segmentId) {}

                @Override
                public void process(StepContext context, Rows<Row> rows, Emitter<Row> out) throws Exception {
                    %s
                }
            }
            """;

    private AuthorCode() {}

    /** A directory of classes, one Java step per entry: class name to the body of its process method. */
    public static Path steps(Path directory, Map<String, String> bodies) {
        return compile(
                directory,
                bodies.entrySet().stream()
                        .map(step -> source(
                                "author." + step.getKey(),
                                STEP.formatted(step.getKey(), step.getKey(), step.getKey(), step.getValue())))
                        .toList());
    }

    /** A directory of classes from one source file. */
    public static Path classes(Path directory, String className, String source) {
        return compile(directory, List.of(source(className, source)));
    }

    private static Path compile(Path directory, List<SimpleJavaFileObject> sources) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        String classpath = String.join(
                ":",
                Stream.of("dev.odograph.graph.Graph", "org.jspecify.annotations.NullMarked")
                        .map(name ->
                                HostClasspath.locationOf(name).orElseThrow().toString())
                        .toList());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled = compiler.getTask(
                        null,
                        null,
                        null,
                        List.of("-d", directory.toString(), "-cp", classpath, "-proc:none", "-nowarn"),
                        null,
                        sources)
                .call();
        if (!compiled) {
            throw new IllegalArgumentException("the author's code does not compile");
        }
        return directory;
    }

    private static SimpleJavaFileObject source(String className, String text) {
        URI uri = URI.create("string:///" + className.replace('.', '/') + ".java");
        return new SimpleJavaFileObject(uri, javax.tools.JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
