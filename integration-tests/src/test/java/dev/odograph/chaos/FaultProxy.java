package dev.odograph.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy between workers and one server. It passes bytes on until it is told to stall, to reset its connections, or
 * to break the connection of one request that it knows by its bytes.
 */
final class FaultProxy implements AutoCloseable {
    /** By this word a worker reports a stage that found no space. */
    private static final List<String> REPORTED_FULL = List.of("DISK_FULL");
    /** What PostgreSQL (its SQLSTATE) and ClickHouse answer where there is no space. */
    private static final List<String> ANSWERED_FULL = List.of("C53100", "NOT_ENOUGH_SPACE");

    private final ServerSocket server;
    private final Supplier<InetSocketAddress> target;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Trap> trap = new AtomicReference<>();
    private final AtomicInteger toRefuse = new AtomicInteger();
    private final AtomicInteger refusedSpace = new AtomicInteger();
    private volatile long stalledUntil = System.nanoTime();

    /** A proxy on a port of its own; the target is asked for at each connection. */
    FaultProxy(Supplier<InetSocketAddress> target) {
        this.target = target;
        try {
            this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("fault-proxy").start(this::accept);
    }

    /** Where clients connect, {@code 127.0.0.1:port}. */
    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Waits for one request. The trap shuts once, and breaks the connection that the request came by. */
    void set(Trap next) {
        trap.set(next);
    }

    /** Takes the trap away if it has not shut. */
    void unset() {
        trap.set(null);
    }

    /** Nothing passes for so long, in either direction. */
    void stall(Duration time) {
        stalledUntil = System.nanoTime() + time.toNanos();
    }

    /** Resets as many connections that come from now on, as soon as they come. */
    void refuse(int count) {
        toRefuse.set(count);
    }

    /** How many connections are still to be refused. */
    int toRefuse() {
        return toRefuse.get();
    }

    /** How often someone said here that the disk is full. */
    int refusedSpace() {
        return refusedSpace.get();
    }

    private void lookForAFullDisk(byte[] buffer, int count, List<String> words) {
        String text = new String(buffer, 0, count, ISO_8859_1);
        if (words.stream().anyMatch(text::contains)) {
            refusedSpace.incrementAndGet();
        }
    }

    /** Resets every connection. */
    int reset() {
        int count = connections.size();
        connections.forEach(Connection::reset);
        return count;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int ignored = reset();
        assert ignored >= 0;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        Socket upstream = new Socket();
        Connection connection = new Connection(client, upstream);
        connections.add(connection);
        try {
            if (toRefuse.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IOException("refused");
            }
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            upstream.connect(target.get(), 5_000);
        } catch (IOException | RuntimeException e) {
            connection.reset();
            return;
        }
        Thread.ofPlatform().daemon().name("fault-proxy-answers").start(connection::answers);
        Thread.ofPlatform().daemon().name("fault-proxy-requests").start(connection::requests);
    }

    private void awaitStall() {
        try {
            for (long left = stalledUntil - System.nanoTime(); left > 0; left = stalledUntil - System.nanoTime()) {
                Thread.sleep(Duration.ofNanos(left));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One client and its way to the server. */
    private final class Connection {
        private static final int TAIL = 64;

        private final Socket client;
        private final Socket upstream;
        /** Since when answers are swallowed; the server's first one after that shuts the trap. */
        private volatile @Nullable Trap swallowing;

        private String tail = "";
        private boolean primed;

        private Connection(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        private void requests() {
            byte[] buffer = new byte[64 * 1024];
            try {
                InputStream in = client.getInputStream();
                OutputStream out = upstream.getOutputStream();
                boolean half = false;
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    awaitStall();
                    lookForAFullDisk(buffer, count, REPORTED_FULL);
                    nameTheTarget(buffer, count);
                    Trap known = half ? null : recognised(buffer, count);
                    if (known != null && known.breaksRequest()) {
                        int body = bodyIn(buffer, count);
                        out.write(buffer, 0, body < 0 ? count : (body + count) / 2);
                        half = body < 0;
                        if (!half) {
                            known.shut();
                            break;
                        }
                        swallowing = known;
                    } else if (half) {
                        out.write(buffer, 0, count / 2);
                        Trap broken = swallowing;
                        if (broken != null) {
                            broken.shut();
                        }
                        break;
                    } else {
                        swallowing = known == null ? swallowing : known;
                        out.write(buffer, 0, count);
                        if (known != null) {
                            known.sent();
                        }
                    }
                }
            } catch (IOException e) {
                // Either side is gone; so is the connection.
            }
            reset();
        }

        private void answers() {
            byte[] buffer = new byte[64 * 1024];
            try {
                InputStream in = upstream.getInputStream();
                OutputStream out = client.getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    awaitStall();
                    lookForAFullDisk(buffer, count, ANSWERED_FULL);
                    Trap swallow = swallowing;
                    if (swallow != null) {
                        swallow.shut();
                        break;
                    }
                    out.write(buffer, 0, count);
                }
            } catch (IOException e) {
                // Either side is gone; so is the connection.
            }
            Trap unanswered = swallowing;
            if (unanswered != null) {
                unanswered.shut();
            }
            reset();
        }

        /** An HTTP server may refuse requests to another host and port than its own; both ports have five digits. */
        private void nameTheTarget(byte[] buffer, int count) {
            int at = new String(buffer, 0, count, ISO_8859_1).indexOf("Host: " + address());
            if (at >= 0) {
                byte[] port = Integer.toString(upstream.getPort()).getBytes(ISO_8859_1);
                System.arraycopy(port, 0, buffer, at + "Host: 127.0.0.1:".length(), port.length);
            }
        }

        /** The trap that this request shuts, if there is one. */
        private @Nullable Trap recognised(byte[] buffer, int count) {
            String text = tail + new String(buffer, 0, count, ISO_8859_1);
            tail = text.substring(Math.max(0, text.length() - TAIL));
            Trap set = trap.get();
            if (set == null) {
                return null;
            }
            primed |= text.contains(set.store().before());
            if (primed && text.contains(set.store().request()) && trap.compareAndSet(set, null)) {
                tail = "";
                primed = false;
                return set;
            }
            return null;
        }

        /** Where an HTTP request's body begins in these bytes; negative where none of it is there. */
        private static int bodyIn(byte[] buffer, int count) {
            int end = new String(buffer, 0, count, ISO_8859_1).indexOf("\r\n\r\n");
            return end < 0 || end + 4 >= count ? -1 : end + 4;
        }

        private void reset() {
            connections.remove(this);
            close(client);
            close(upstream);
        }

        private static void close(Socket socket) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // Closed already.
            }
            try {
                socket.close();
            } catch (IOException e) {
                // Closed already.
            }
        }
    }
}
