package dev.odograph.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Answers each request by the next step of a script, and keeps what was asked. A connection serves one request. */
final class FaultServer implements AutoCloseable {
    /** What becomes of a request. The connection ends after it. */
    @FunctionalInterface
    interface Step {
        void answer(OutputStream to) throws IOException, InterruptedException;
    }

    /** A request, with names of headers in small letters. */
    record Asked(String method, String path, Map<String, String> headers, String body) {}

    private final BlockingQueue<Step> script = new LinkedBlockingQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket listener;
    private @Nullable Thread accepting;
    private int port;
    private volatile @Nullable Step always;

    FaultServer() throws IOException {
        start();
    }

    void start() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        listener = socket;
        port = socket.getLocalPort();
        Thread thread = new Thread(() -> accept(socket), "fault-server");
        thread.setDaemon(true);
        thread.start();
        accepting = thread;
    }

    /** Ends as a process that is killed. */
    void stop() throws IOException {
        ServerSocket socket = listener;
        if (socket != null) {
            socket.close();
        }
        Thread thread = accepting;
        if (thread != null) {
            try {
                // The port is free once it has gone.
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        for (Socket connection : open) {
            connection.close();
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What becomes of the next requests, in order. */
    FaultServer then(Step... steps) {
        script.addAll(List.of(steps));
        return this;
    }

    /** What becomes of all requests that no step is left for. */
    void always(Step step) {
        always = step;
    }

    List<Asked> asked() {
        return asked;
    }

    static Step drop() {
        return to -> {};
    }

    static Step json(int status, String body, String... headers) {
        return answer(status, "application/json", body, headers);
    }

    static Step problem(int status, String code, String detail, String... headers) {
        return answer(
                status,
                "application/problem+json",
                "{\"status\":%d,\"code\":\"%s\",\"category\":\"USER\",\"detail\":\"%s\"}"
                        .formatted(status, code, detail),
                headers);
    }

    static Step answer(int status, String type, String body, String... headers) {
        return to -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            head(to, status, type, "Content-Length: " + bytes.length, headers);
            to.write(bytes);
        };
    }

    /** The beginning of an answer that has no end: whatever comes after it. */
    static void head(OutputStream to, int status, String type, String length, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of("HTTP/1.1 " + status + " Said", "Content-Type: " + type, length));
        lines.addAll(List.of(headers));
        lines.add("Connection: close");
        to.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    static void chunk(OutputStream to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
        to.write(bytes);
        to.write("\r\n".getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                Thread thread = new Thread(() -> serve(connection), "fault-server-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException stopped) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream from = new BufferedInputStream(connection.getInputStream());
            asked.add(read(from));
            Step step = script.poll();
            Step otherwise = always;
            if (step == null && otherwise != null) {
                step = otherwise;
            }
            if (step == null) {
                step = problem(500, "SCRIPT_OVER", "the script has no step for this");
            }
            step.answer(connection.getOutputStream());
            connection.getOutputStream().flush();
        } catch (IOException gone) {
            // The client went.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(connection);
        }
    }

    private static Asked read(InputStream from) throws IOException {
        String[] first = line(from).split(" ");
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(from); !line.isEmpty(); line = line(from)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = from.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Asked(first[0], first[1], headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream from) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = from.read(); next != '\n'; next = from.read()) {
            if (next < 0) {
                throw new IOException("the request broke off");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
