package dev.odograph.cli.project;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What git says of a project. */
record GitState(boolean repository, Optional<String> branch, boolean clean) {
    /** Of a directory with all that is in it, or of one file. */
    static GitState of(Path code) {
        boolean file = Files.isRegularFile(code);
        Path project = file ? code.toAbsolutePath().resolveSibling("") : code;
        String name = file ? code.getFileName().toString() : ".";
        Optional<String> status = git(project, "status", "--porcelain", "--", name)
                // A file that is ignored is in no status.
                .filter(said -> !file
                        || git(project, "ls-files", "--error-unmatch", "--", name)
                                .isPresent());
        return new GitState(
                git(project, "rev-parse", "--git-dir").isPresent(),
                git(project, "symbolic-ref", "--short", "-q", "HEAD").map(String::strip),
                status.filter(String::isBlank).isPresent()
                        && git(project, "rev-parse", "HEAD").isPresent());
    }

    private static Optional<String> git(Path project, String... words) {
        try {
            List<String> command = Stream.concat(Stream.of("git", "-C", project.toString()), Stream.of(words))
                    .toList();
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
        } catch (IOException e) {
            // There is no git on this machine.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
