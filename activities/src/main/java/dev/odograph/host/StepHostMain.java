package dev.odograph.host;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/** Main class of the step-host process. Its arguments are the supervisor's socket and the class that does the work. */
public final class StepHostMain {
    /** Exit status of a host whose memory ran out where no task could report it. */
    static final int EXIT_MEMORY = 77;
    /** Exit status of a host that lost its worker and has no process group to end. */
    static final int EXIT_ORPHANED = 78;

    private static volatile boolean ownGroup;

    private StepHostMain() {}

    /** Started by the supervisor only. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            if (failure instanceof OutOfMemoryError) {
                Runtime.getRuntime().halt(EXIT_MEMORY);
            }
            failure.printStackTrace();
        });
        InputStream worker = new FileInputStream(FileDescriptor.in);
        System.setIn(InputStream.nullInputStream());
        ownGroup = Boolean.parseBoolean(arguments[2]);
        Thread watch = new Thread(() -> dieWith(worker), "worker-watch");
        watch.setDaemon(true);
        watch.start();
        HostedWork work = (HostedWork)
                Class.forName(arguments[1]).getDeclaredConstructor().newInstance();
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(arguments[0]));
            new HostSession(new FrameChannel(socket), work).serve();
        } catch (IOException e) {
            // A worker that dies with unread frames resets the connection.
            System.err.println("The conversation with the worker broke off: " + e.getMessage());
        } finally {
            end();
        }
    }

    /** The worker holds the other end of this host's standard input and never writes: its end is the worker's end. */
    private static void dieWith(InputStream worker) {
        try {
            while (worker.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            System.err.println("The worker cannot be watched (" + e.getMessage() + "): the step host ends");
        }
        end();
    }

    /** Ends this process and whatever the author's code started: no one is left to give work. */
    static void end() {
        System.out.flush();
        if (ownGroup) {
            ProcessGroup.killOwn();
        }
        Runtime.getRuntime().halt(EXIT_ORPHANED);
    }
}
