package dev.odograph.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.batch.CommitPoint;
import dev.odograph.batch.CommitProbe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The campaign's end of the commit probes. A worker says by one connection a hit which point a commit is at, and goes on
 * when it is answered; a point that a trap waits for is held until it is let go.
 */
final class Points implements AutoCloseable {
    private final ServerSocket server;
    private final List<Hit> seen = new ArrayList<>();
    private @Nullable CommitPoint wanted;
    private @Nullable Held held;

    /**
     * A commit at a point.
     *
     * @param pid the worker
     * @param point where it is
     * @param id the batch, or the artifact's key at BEFORE_COMMIT and AFTER_COMMIT
     * @param writeNo the write, or 0
     */
    record Hit(long pid, CommitPoint point, String id, long writeNo) {
        static Hit parse(String line) {
            String[] words = line.split(" ");
            return new Hit(Long.parseLong(words[0]), CommitPoint.valueOf(words[1]), words[2], Long.parseLong(words[3]));
        }

        String line() {
            return pid + " " + point + " " + id + " " + writeNo;
        }
    }

    /** A commit that waits at a point. */
    static final class Held {
        private final Hit hit;
        private final CountDownLatch released = new CountDownLatch(1);

        private Held(Hit hit) {
            this.hit = hit;
        }

        Hit hit() {
            return hit;
        }

        /** Lets it go on, if its process still lives. */
        void release() {
            released.countDown();
        }
    }

    Points() {
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("points").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Holds the next commit that comes to a point. */
    synchronized void set(CommitPoint point) {
        wanted = point;
        held = null;
    }

    /** What the trap caught, if it did. */
    synchronized Optional<Held> caught() {
        return Optional.ofNullable(held);
    }

    /** Takes the trap away, and lets go what it caught at the last moment. */
    synchronized void unset() {
        wanted = null;
        if (held != null) {
            held.release();
            held = null;
        }
    }

    /** How many hits there were; those that follow are numbered from here. */
    synchronized int count() {
        return seen.size();
    }

    /** Whether such a hit came after the first {@code from}. */
    synchronized boolean sawSince(int from, Predicate<Hit> what) {
        return seen.subList(from, seen.size()).stream().anyMatch(what);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            String line = in.readLine();
            if (line == null) {
                return;
            }
            Held caught = caught(Hit.parse(line));
            if (caught != null) {
                caught.released.await();
            }
            socket.getOutputStream().write("go\n".getBytes(UTF_8));
        } catch (IOException e) {
            // The worker is gone: that is what this is for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Held caught(Hit hit) {
        seen.add(hit);
        if (hit.point() != wanted) {
            return null;
        }
        wanted = null;
        held = new Held(hit);
        return held;
    }

    @Override
    public void close() {
        unset();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The worker's end: asks at every point whether it may go on; where no one answers, it does. */
    static CommitProbe probe(int port) {
        long pid = ProcessHandle.current().pid();
        return (point, id, writeNo) -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                String line = new Hit(pid, point, id, writeNo).line() + "\n";
                socket.getOutputStream().write(line.getBytes(UTF_8));
                int answer = socket.getInputStream().read();
                assert answer == -1 || answer == 'g';
            } catch (IOException e) {
                // The campaign is over.
            }
        };
    }
}
