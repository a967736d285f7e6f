package dev.odograph.embedded.clickhouse;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The C functions of {@code libchdb} that the front calls, one Java method each.
 *
 * <p>Ownership: every result must be handed to {@link #destroy} once, also an erroneous one. A connection runs one
 * statement at a time, so its calls must not overlap; different connections may be used by different threads.
 */
final class LibChdb {
    private static final FunctionDescriptor WITH_PARAMETERS = FunctionDescriptor.of(
            ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);

    private final MethodHandle connect;
    private final MethodHandle close;
    private final MethodHandle query;
    private final MethodHandle stream;
    private final MethodHandle fetch;
    private final MethodHandle cancel;
    private final MethodHandle destroy;
    private final MethodHandle buffer;
    private final MethodHandle length;
    private final MethodHandle error;
    private final MethodHandle rowsRead;
    private final MethodHandle rowsWritten;
    private final MethodHandle bytesWritten;

    /**
     * Loads the engine into this process, for good.
     *
     * @throws IllegalArgumentException if the file is not a library that this process can load
     */
    LibChdb(Path library) {
        SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
        // The engine would otherwise take over signals that the JVM needs for itself.
        call(find(symbols, "chdb_set_signal_handlers_enabled", FunctionDescriptor.ofVoid(JAVA_INT)), 0);
        FunctionDescriptor address = FunctionDescriptor.of(ADDRESS, ADDRESS);
        FunctionDescriptor number = FunctionDescriptor.of(JAVA_LONG, ADDRESS);
        connect = find(symbols, "chdb_connect", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
        close = find(symbols, "chdb_close_conn", FunctionDescriptor.ofVoid(ADDRESS));
        query = find(symbols, "chdb_query_with_params_n", WITH_PARAMETERS);
        stream = find(symbols, "chdb_stream_query_with_params_n", WITH_PARAMETERS);
        fetch = find(symbols, "chdb_stream_fetch_result", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        cancel = find(symbols, "chdb_stream_cancel_query", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
        destroy = find(symbols, "chdb_destroy_query_result", FunctionDescriptor.ofVoid(ADDRESS));
        buffer = find(symbols, "chdb_result_buffer", address);
        length = find(symbols, "chdb_result_length", number);
        error = find(symbols, "chdb_result_error", address);
        rowsRead = find(symbols, "chdb_result_rows_read", number);
        rowsWritten = find(symbols, "chdb_result_rows_written", number);
        bytesWritten = find(symbols, "chdb_result_bytes_written", number);
    }

    /** A pointer to a connection pointer, or NULL where the engine refuses the arguments. */
    MemorySegment connect(List<String> arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment argv = arena.allocate(ADDRESS, arguments.size());
            for (int i = 0; i < arguments.size(); i++) {
                argv.setAtIndex(ADDRESS, i, arena.allocateFrom(arguments.get(i)));
            }
            return (MemorySegment) call(connect, arguments.size(), argv);
        }
    }

    /** Closes what {@link #connect} returned. */
    void close(MemorySegment connectionPointer) {
        call(close, connectionPointer);
    }

    /** Runs a statement and keeps its whole output in native memory. */
    MemorySegment query(MemorySegment connection, String sql, String format, Map<String, String> parameters) {
        return run(query, connection, sql, format, parameters);
    }

    /** Starts a statement whose output is fetched chunk by chunk. */
    MemorySegment stream(MemorySegment connection, String sql, String format, Map<String, String> parameters) {
        return run(stream, connection, sql, format, parameters);
    }

    /** The next chunk of a stream; length 0 at its end. */
    MemorySegment fetch(MemorySegment connection, MemorySegment stream) {
        return (MemorySegment) call(fetch, connection, stream);
    }

    /** Ends a stream before its end. */
    void cancel(MemorySegment connection, MemorySegment stream) {
        call(cancel, connection, stream);
    }

    void destroy(MemorySegment result) {
        call(destroy, result);
    }

    /** The bytes of a result, valid until it is destroyed. */
    MemorySegment bytes(MemorySegment result) {
        long size = (long) call(length, result);
        return size == 0 ? MemorySegment.NULL : ((MemorySegment) call(buffer, result)).reinterpret(size);
    }

    /** The error text of a result, empty where it has none. */
    String error(MemorySegment result) {
        MemorySegment text = (MemorySegment) call(error, result);
        return text.equals(MemorySegment.NULL)
                ? ""
                : text.reinterpret(Long.MAX_VALUE).getString(0);
    }

    long rowsRead(MemorySegment result) {
        return (long) call(rowsRead, result);
    }

    long rowsWritten(MemorySegment result) {
        return (long) call(rowsWritten, result);
    }

    long bytesWritten(MemorySegment result) {
        return (long) call(bytesWritten, result);
    }

    private static MemorySegment run(
            MethodHandle function,
            MemorySegment connection,
            String sql,
            String format,
            Map<String, String> parameters) {
        try (Arena arena = Arena.ofConfined()) {
            Text statement = Text.of(arena, sql);
            Text output = Text.of(arena, format);
            int count = parameters.size();
            MemorySegment names = arena.allocate(ADDRESS, Math.max(count, 1));
            MemorySegment nameLengths = arena.allocate(JAVA_LONG, Math.max(count, 1));
            MemorySegment values = arena.allocate(ADDRESS, Math.max(count, 1));
            MemorySegment valueLengths = arena.allocate(JAVA_LONG, Math.max(count, 1));
            int i = 0;
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                Text.of(arena, parameter.getKey()).putAt(i, names, nameLengths);
                Text.of(arena, parameter.getValue()).putAt(i, values, valueLengths);
                i++;
            }
            return (MemorySegment) call(
                    function,
                    connection,
                    statement.start(),
                    statement.length(),
                    output.start(),
                    output.length(),
                    names,
                    nameLengths,
                    values,
                    valueLengths,
                    (long) count);
        }
    }

    private static MethodHandle find(SymbolLookup symbols, String name, FunctionDescriptor descriptor) {
        MemorySegment symbol = symbols.find(name)
                .orElseThrow(() -> new IllegalArgumentException("the ClickHouse library has no function " + name
                        + "; another version of it is needed: delete it from the download cache"));
        return Linker.nativeLinker().downcallHandle(symbol, descriptor);
    }

    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a native call failed", e);
        }
    }

    /** UTF-8 bytes with their length: statements may contain any byte. */
    private record Text(MemorySegment start, long length) {
        static Text of(Arena arena, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            MemorySegment start = arena.allocate(bytes.length + 1L);
            MemorySegment.copy(bytes, 0, start, ValueLayout.JAVA_BYTE, 0, bytes.length);
            return new Text(start, bytes.length);
        }

        void putAt(int index, MemorySegment starts, MemorySegment lengths) {
            starts.setAtIndex(ADDRESS, index, start);
            lengths.setAtIndex(JAVA_LONG, index, length);
        }
    }
}
