package dev.odograph.host;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The host's side of the conversation: takes one task at a time, tells how it goes, and listens for a cancel. */
final class HostSession {
    private static final long HEARTBEAT_MS = 500;

    private final FrameChannel channel;
    private final HostedWork work;
    private final AtomicReference<HostProgress> current = new AtomicReference<>(new HostProgress(frame -> {}));

    HostSession(FrameChannel channel, HostedWork work) {
        this.channel = channel;
        this.work = work;
    }

    /** Serves until the worker closes the conversation. Tasks run on a platform thread: native code would pin others. */
    void serve() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        Thread heart = new Thread(() -> beat(over), "heartbeat");
        heart.setDaemon(true);
        ExecutorService step = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("step").daemon(true).factory());
        try {
            send(new HostFrame.Hello(HostFrame.PROTOCOL, ProcessHandle.current().pid()));
            heart.start();
            for (Optional<HostFrame> next = channel.receive(); next.isPresent(); next = channel.receive()) {
                switch (next.get()) {
                    case HostFrame.Task task -> {
                        HostProgress progress = new HostProgress(this::send);
                        current.set(progress);
                        step.execute(() -> send(answer(() -> new HostFrame.Done(work.run(task.work(), progress)))));
                    }
                    case HostFrame.Describe describe ->
                        step.execute(() ->
                                send(answer(() -> new HostFrame.Described(work.describe(Path.of(describe.bundle()))))));
                    case HostFrame.Cancel cancel -> current.get().cancel();
                    default -> throw new IOException("the worker sent an unexpected " + next.get());
                }
            }
        } finally {
            step.shutdownNow();
            over.countDown();
        }
    }

    private interface Answer {
        HostFrame frame();
    }

    private static HostFrame answer(Answer work) {
        try {
            return work.frame();
        } catch (OdographException e) {
            return new HostFrame.Failed(e.code(), e.getMessage(), e.code() != ErrorCode.MEMORY_EXHAUSTED);
        } catch (OutOfMemoryError e) {
            return new HostFrame.Failed(
                    ErrorCode.MEMORY_EXHAUSTED, "the step host's Java heap is full: " + e.getMessage(), false);
        } catch (Throwable e) {
            e.printStackTrace();
            // A class that failed to load stays so: this process is of no more use.
            return new HostFrame.Failed(
                    ErrorCode.INTERNAL_ERROR, "the step runner failed: " + e, !(e instanceof LinkageError));
        }
    }

    /** Sends; where that fails the worker is gone, and the process follows it. */
    private void send(HostFrame frame) {
        try {
            channel.send(frame);
        } catch (IOException e) {
            System.err.println("The worker does not listen any more (" + e.getMessage() + "): the step host ends");
            StepHostMain.end();
        }
    }

    private void beat(CountDownLatch over) {
        try {
            while (!over.await(HEARTBEAT_MS, TimeUnit.MILLISECONDS)) {
                send(new HostFrame.Heartbeat());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
