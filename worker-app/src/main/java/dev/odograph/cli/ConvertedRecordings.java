package dev.odograph.cli;

import dev.odograph.artifact.FileTrees;
import dev.odograph.dataset.TopicConverter;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.step.python.PythonEnvironments;
import dev.odograph.worker.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** MCAP files and bags as Parquet tables in a directory that goes when this is closed. */
record ConvertedRecordings(Path directory, Map<String, String> tables) implements AutoCloseable {
    ConvertedRecordings {
        tables = Map.copyOf(tables);
    }

    static ConvertedRecordings of(
            DataDirectory home, List<String> paths, Path mapping, Console console, boolean quiet) {
        Path directory = null;
        boolean whole = false;
        try {
            Files.createDirectories(home.scratch());
            directory = Files.createTempDirectory(home.scratch(), "topics-");
            List<TopicConverter.Converted> converted =
                    new TopicConverter(PythonEnvironments.standard()).convert(paths, mapping, directory, console::say);
            if (!quiet) {
                report(converted, console);
            }
            Map<String, String> tables = new TreeMap<>();
            try (Stream<Path> folders = Files.list(directory)) {
                folders.forEach(folder -> tables.put(String.valueOf(folder.getFileName()), folder.toString()));
            }
            whole = true;
            return new ConvertedRecordings(directory, tables);
        } catch (IOException e) {
            throw failure(e);
        } finally {
            if (!whole && directory != null) {
                remove(directory);
            }
        }
    }

    private static void report(List<TopicConverter.Converted> converted, Console console) {
        List<List<String>> rows = new ArrayList<>();
        for (TopicConverter.Converted segment : converted) {
            segment.topics()
                    .forEach((name, topic) -> rows.add(List.of(
                            segment.segment(),
                            name,
                            Text.number(topic.messages()),
                            topic.rateHz() == null
                                    ? ""
                                    : String.format(
                                            Locale.ROOT, "%.1f", topic.rateHz().doubleValue()),
                            matched(segment))));
        }
        console.table(List.of("SEGMENT", "TOPIC", "MESSAGES", "HZ", "JOINED"), rows, "MESSAGES", "HZ");
        long dropped = converted.stream()
                .flatMap(segment -> segment.tables().values().stream())
                .mapToLong(TopicConverter.Rows::dropped)
                .sum();
        if (dropped > 0) {
            console.say(Text.number(dropped) + " messages shared a millisecond with a later one, which stayed");
        }
    }

    private static String matched(TopicConverter.Converted segment) {
        List<String> shares = new ArrayList<>();
        segment.tables()
                .values()
                .forEach(table -> new TreeMap<>(table.matched())
                        .forEach((column, share) ->
                                shares.add(String.format(Locale.ROOT, "%s %.0f %%", column, share * 100))));
        return String.join(", ", shares);
    }

    @Override
    public void close() {
        remove(directory);
    }

    private static void remove(Path directory) {
        try {
            FileTrees.delete(directory);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static OdographException failure(IOException e) {
        return new OdographException(
                ErrorCode.DISK_FULL,
                "Converted recordings cannot be written: " + e + ": free space in the data directory",
                e);
    }
}
