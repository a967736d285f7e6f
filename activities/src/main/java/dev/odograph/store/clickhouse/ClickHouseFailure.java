package dev.odograph.store.clickhouse;

import com.clickhouse.client.api.ServerException;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What went wrong at ClickHouse, as the cause of an {@link OdographException}: the server's own code, which query, and
 * whether the same may succeed later.
 */
public final class ClickHouseFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Code where the server did not answer, so that it is not known whether the statement ran. */
    public static final int NO_ANSWER = -1;

    private static final Pattern CODE = Pattern.compile("Code: ([0-9]{1,9})\\.");

    private final int serverCode;
    private final String queryId;

    private ClickHouseFailure(int serverCode, String queryId, String message, Throwable cause) {
        super(message, cause);
        this.serverCode = serverCode;
        this.queryId = queryId;
    }

    /** What the client threw, whatever it wrapped it in. */
    static ClickHouseFailure of(String queryId, Throwable thrown) {
        Throwable deepest = thrown;
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof ServerException server) {
                // The client puts the query's id behind the message, where it says it again.
                String message = String.valueOf(server.getMessage()).replaceFirst(" \\(queryId= ?[^)]*\\)$", "");
                return server.getCode() > 0
                        ? new ClickHouseFailure(server.getCode(), queryId, message, thrown)
                        : new ClickHouseFailure(
                                NO_ANSWER,
                                queryId,
                                "HTTP status " + server.getTransportProtocolCode() + ": " + message,
                                thrown);
            }
            deepest = each;
        }
        return new ClickHouseFailure(NO_ANSWER, queryId, deepest.toString(), thrown);
    }

    /** An answer that broke off; the server's code is in the message where it is known. */
    ClickHouseFailure(String queryId, String message, Throwable cause) {
        super(message, cause);
        Matcher code = CODE.matcher(message);
        this.serverCode = code.find() ? Integer.parseInt(code.group(1)) : NO_ANSWER;
        this.queryId = queryId;
    }

    /** The server's error code; {@link #NO_ANSWER} where it gave none. */
    public int serverCode() {
        return serverCode;
    }

    /** Id of the query; empty where the client gave it none. */
    public String queryId() {
        return queryId;
    }

    /** Whether the same statement may succeed later without anyone mending it. */
    public boolean retryable() {
        return switch (serverCode) {
            // no answer, too many simultaneous queries, memory limit, socket timeout, network, too many parts,
            // table is read-only, cancelled, aborted, server overloaded
            case NO_ANSWER, 202, 241, 209, 210, 252, 242, 394, 236, 745 -> true;
            default -> false;
        };
    }

    /** The failure as the error that its readers see. */
    OdographException asError(String what) {
        String id = queryId.isEmpty() ? "" : ", query id " + queryId;
        return switch (serverCode) {
            case NO_ANSWER ->
                new OdographException(
                        ErrorCode.CLICKHOUSE_UNAVAILABLE,
                        what + " got no whole answer from ClickHouse (" + getMessage() + id
                                + "): see that it runs by ./odograph status; it is tried again",
                        this);
            case 243 ->
                new OdographException(
                        ErrorCode.DISK_FULL,
                        what + " found no space on ClickHouse's disk (" + firstLine() + id
                                + "): free space there, or move the data directory",
                        this);
            case 516, 192, 193, 194 ->
                new OdographException(
                        ErrorCode.CLICKHOUSE_UNAVAILABLE,
                        what + " was refused by ClickHouse (" + firstLine() + id + "): correct its user and password",
                        this);
            default ->
                new OdographException(
                        retryable() ? ErrorCode.CLICKHOUSE_UNAVAILABLE : ErrorCode.INTERNAL_ERROR,
                        what + " failed in ClickHouse with code " + serverCode + " (" + firstLine() + id + ")"
                                + (retryable() ? ": it is tried again" : ": report this, with the query id"),
                        this);
        };
    }

    /** The first line of the server's message, without its version at the end. */
    String firstLine() {
        String message = String.valueOf(getMessage()).strip();
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        int version = line.lastIndexOf(" (version ");
        return version < 0 ? line : line.substring(0, version);
    }
}
