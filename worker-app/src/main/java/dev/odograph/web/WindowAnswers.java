package dev.odograph.web;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.segment.SegmentWindows.WindowFile;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files as HTTP answers, whole or in a range: viewers read the end of an MCAP file first, and then what they show. */
final class WindowAnswers {
    /** Viewers in a browser that may read windows; no other site may. */
    private static final Set<String> VIEWERS = Set.of(
            "https://app.foxglove.dev", "https://embed.foxglove.dev", "https://rerun.io", "https://app.rerun.io");

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,15})?-([0-9]{1,15})?");

    private WindowAnswers() {}

    /** The file, or the part of it that {@code Range} asks for. */
    static Response of(WindowFile file, @Nullable String range, @Nullable String origin) {
        try {
            long size = Files.size(file.path());
            long[] part = part(range, size);
            if (part == null) {
                return allowed(Response.status(416), origin)
                        .header("Content-Range", "bytes */" + size)
                        .build();
            }
            boolean whole = part[0] == 0 && part[1] == size - 1;
            ResponseBuilder answer = Response.status(whole && range == null ? 200 : 206)
                    .type(file.format().mediaType())
                    .header("Content-Disposition", "attachment; filename=\"" + file.name() + "\"")
                    .header("Content-Length", part[1] - part[0] + 1)
                    .header("Accept-Ranges", "bytes")
                    .header("Cache-Control", "no-store")
                    // A compressed answer has other ranges than the file.
                    .header("Content-Encoding", "identity")
                    .entity(stream(file.path(), part[0], part[1] - part[0] + 1));
            if (range != null) {
                answer.header("Content-Range", "bytes " + part[0] + "-" + part[1] + "/" + size);
            }
            return allowed(answer, origin).build();
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.INTERNAL_ERROR, "The window " + file.name() + " cannot be read: " + e, e);
        }
    }

    /** The answer to a browser that asks whether a viewer may ask. */
    static Response preflight(@Nullable String origin) {
        return allowed(Response.noContent(), origin)
                .header("Access-Control-Allow-Methods", "GET, HEAD")
                .header("Access-Control-Allow-Headers", "Range")
                .header("Access-Control-Allow-Private-Network", "true")
                .build();
    }

    private static ResponseBuilder allowed(ResponseBuilder answer, @Nullable String origin) {
        if (origin == null || !VIEWERS.contains(origin)) {
            return answer.header("Vary", "Origin");
        }
        return answer.header("Vary", "Origin")
                .header("Access-Control-Allow-Origin", origin)
                .header("Access-Control-Expose-Headers", "Accept-Ranges, Content-Length, Content-Range")
                .header("Cross-Origin-Resource-Policy", "cross-origin");
    }

    /** First and last byte; the whole file where the range is none that is known, null where it is outside. */
    private static long @Nullable [] part(@Nullable String range, long size) {
        Matcher asked = RANGE.matcher(range == null ? "" : range.strip());
        if (!asked.matches() || (asked.group(1) == null && asked.group(2) == null)) {
            return new long[] {0, size - 1};
        }
        if (asked.group(1) == null) {
            long last = Long.parseLong(asked.group(2));
            return last == 0 ? null : new long[] {Math.max(0, size - last), size - 1};
        }
        long first = Long.parseLong(asked.group(1));
        long last = asked.group(2) == null ? size - 1 : Math.min(size - 1, Long.parseLong(asked.group(2)));
        return first >= size || first > last ? null : new long[] {first, last};
    }

    private static StreamingOutput stream(Path file, long from, long length) {
        return out -> {
            try (FileChannel channel = FileChannel.open(file)) {
                long done = 0;
                var target = Channels.newChannel(out);
                while (done < length) {
                    done += channel.transferTo(from + done, length - done, target);
                }
            }
        };
    }
}
