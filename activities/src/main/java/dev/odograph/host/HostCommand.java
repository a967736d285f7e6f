package dev.odograph.host;

import dev.odograph.step.python.PythonEnvironments;
import dev.odograph.step.python.PythonInterpreter;
import dev.odograph.step.python.PythonProcess;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The command line and environment of a step host. Nothing of the worker's environment passes but what is named here. */
final class HostCommand {
    private static final List<String> PASSED_ON = List.of("PATH", "LD_LIBRARY_PATH");

    private HostCommand() {}

    static ProcessBuilder of(HostSettings settings, HostSandbox sandbox, HostFiles files) {
        HostLimits limits = settings.limits();
        List<String> command = new ArrayList<>(sandbox.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        PythonInterpreter.find()
                .ifPresent(python -> command.add("-D" + PythonInterpreter.PROPERTY + "=" + python.program()));
        command.addAll(List.of(
                "-D" + PythonEnvironments.PROPERTY + "="
                        + PythonEnvironments.standard().directory(),
                "-D" + PythonProcess.MEMORY + "=" + (limits.residentBytes() - limits.heapBytes() / 2),
                "-Xmx" + limits.heapBytes(),
                "-XX:MaxDirectMemorySize=" + limits.directBytes(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+DisableAttachMechanism",
                "-XX:ErrorFile=" + files.crashReport(),
                "-Xshare:auto",
                "-Duser.timezone=UTC",
                "-Duser.language=en",
                "-Duser.home=" + files.directory(),
                "-Djava.io.tmpdir=" + files.directory(),
                "-Dodograph.native.cache=" + settings.work().resolve("native-cache"),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                settings.classpath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                StepHostMain.class.getName(),
                files.socket().toString(),
                settings.workClass(),
                Boolean.toString(sandbox.ownGroup())));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(files.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(files.log().toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(PASSED_ON);
        environment.put("HOME", files.directory().toString());
        environment.put("TMPDIR", files.directory().toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("TZ", "UTC");
        environment.put("MALLOC_ARENA_MAX", "2");
        return builder;
    }
}
