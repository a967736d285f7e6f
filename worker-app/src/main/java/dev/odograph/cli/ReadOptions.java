package dev.odograph.cli;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.ReadRequest;
import dev.odograph.query.SavedRead;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that ask a saved read. */
final class ReadOptions {
    @Option(names = "--reads", description = "List the saved reads and what each answers.")
    private boolean list;

    @Option(names = "--read", paramLabel = "NAME", description = "Ask this saved read instead of printing all rows.")
    private @Nullable String read;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "Of a read: the column (default: the first measure's; of rates the rows).")
    private @Nullable String column;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Of a read: group by release, vehicle, scenario, span or a tag.")
    private @Nullable String by;

    @Option(names = "--segment", paramLabel = "ID", description = "Of read series: the segment.")
    private @Nullable String segment;

    @Option(names = "--limit", paramLabel = "N", description = "Of a read: at most so many rows (default: 100).")
    private @Nullable Integer limit;

    boolean list() {
        return list;
    }

    /** What is asked; empty where the rows are. */
    Optional<ReadRequest> request(@Nullable String sql) {
        if (read == null) {
            String without = column != null
                    ? "--column"
                    : by != null ? "--by" : segment != null ? "--segment" : limit != null ? "--limit" : null;
            if (without != null) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID, without + " belongs to a saved read: name one by --read");
            }
            return Optional.empty();
        }
        if (sql != null) {
            throw new OdographException(ErrorCode.ARGUMENT_INVALID, "--read and --sql exclude each other: give one");
        }
        return Optional.of(new ReadRequest(
                SavedRead.parse(read), column, by, segment, limit == null ? ReadRequest.USUAL_LIMIT : limit));
    }
}
