package dev.odograph.embedded.clickhouse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

/**
 * Who may pass: holders of the data directory's secret, addressed to this machine, not sent by a web page. Loopback is
 * not trusted: a page in the user's browser reaches it too.
 */
final class Gate {
    private final byte[] secret;
    private final List<String> hosts;

    Gate(String secret, int port) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.hosts = List.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
    }

    /** Whether the Host header names this front, and the Origin header, where there is one, too. */
    boolean isLocal(FrontRequest request) {
        String origin = request.header("Origin");
        return hosts.contains(request.header("Host"))
                && (origin.isEmpty() || hosts.stream().anyMatch(host -> origin.equals("http://" + host)));
    }

    /** Whether the request carries the secret: as Basic password, as X-ClickHouse-Key or as URL parameter. */
    boolean isAuthentic(FrontRequest request) {
        String authorization = request.header("Authorization");
        if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return matches(basicPassword(authorization.substring(6).strip()));
        }
        String key = request.header("X-ClickHouse-Key");
        return matches(key.isEmpty() ? request.parameter("password") : key);
    }

    private boolean matches(String candidate) {
        return MessageDigest.isEqual(secret, candidate.getBytes(StandardCharsets.UTF_8));
    }

    private static String basicPassword(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
