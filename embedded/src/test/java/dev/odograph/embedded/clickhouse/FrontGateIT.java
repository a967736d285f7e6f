package dev.odograph.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.embedded.Endpoints;
import dev.odograph.embedded.SharedStack;
import dev.odograph.embedded.StackPart;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Who may pass the front, and how it answers those who may not. */
class FrontGateIT {
    private final Endpoints endpoints = SharedStack.with(StackPart.CLICKHOUSE).endpoints();
    private final String host =
            "127.0.0.1:" + URI.create(endpoints.clickhouseUrl()).getPort();

    @Test
    void refusesAWrongSecret() throws Exception {
        HttpResponse<String> answer = FrontHttp.post(endpoints, "query=SELECT%201", "wrong", BodyPublishers.noBody());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("X-ClickHouse-Exception-Code")).hasValue("516");
        assertThat(answer.body()).contains("AUTHENTICATION_FAILED");
    }

    @Test
    void refusesAForeignHost() throws Exception {
        assertThat(FrontHttp.pingStatus(endpoints, "Host: " + host + "\r\n")).isEqualTo(200);
        assertThat(FrontHttp.pingStatus(endpoints, "Host: evil.example\r\n")).isEqualTo(403);
    }

    @Test
    void refusesAForeignOrigin() throws Exception {
        String own = "Host: " + host + "\r\nOrigin: http://" + host + "\r\n";
        assertThat(FrontHttp.pingStatus(endpoints, own)).isEqualTo(200);
        String foreign = "Host: " + host + "\r\nOrigin: http://evil.example\r\n";
        assertThat(FrontHttp.pingStatus(endpoints, foreign)).isEqualTo(403);
    }

    @Test
    void settingsOfOneRequestAreUnknownToTheNext() throws Exception {
        String sql = "query=SELECT%20getSetting('max_threads')";
        String secret = endpoints.clickhousePassword();
        assertThat(FrontHttp.post(endpoints, sql + "&max_threads=1", secret, BodyPublishers.noBody())
                        .body())
                .isEqualTo("1\n");
        assertThat(FrontHttp.post(endpoints, sql, secret, BodyPublishers.noBody())
                        .body())
                .isNotEqualTo("1\n");
        HttpResponse<String> unknown =
                FrontHttp.post(endpoints, sql + "&no_such_setting=1", secret, BodyPublishers.noBody());
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.headers().firstValue("X-ClickHouse-Exception-Code")).hasValue("115");
    }

    @Test
    void namesTheMendForCompressedBlocks() throws Exception {
        HttpResponse<String> answer = FrontHttp.post(
                endpoints, "query=SELECT%201&compress=1", endpoints.clickhousePassword(), BodyPublishers.noBody());
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("compress=false");
    }
}
