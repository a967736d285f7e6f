package dev.odograph.worker;

import java.util.Set;

/** Addresses by which only the machine itself reaches a server. */
public final class Loopback {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private Loopback() {}

    /** Whether a host, as an address names it or as a server listens on it, is the machine itself. */
    public static boolean is(String host) {
        return NAMES.contains(host);
    }
}
