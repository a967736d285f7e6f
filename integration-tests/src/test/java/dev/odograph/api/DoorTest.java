package dev.odograph.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.odograph.access.AccessRole;
import dev.odograph.access.Caller;
import dev.odograph.error.OdographException;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoorTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, , true",
        "localhost, , true",
        "0.0.0.0, , false",
        "odograph.example.com, , false",
        "127.0.0.1, tokens, false",
        "127.0.0.1, open, true",
        "0.0.0.0, tokens, false"
    })
    void aTokenIsNeededWhereOthersReachTheServer(String host, String access, boolean open) {
        assertThat(Doorkeeper.isOpen(host, access == null ? Map.of() : Map.of("ODOGRAPH_ACCESS", access)))
                .isEqualTo(open);
    }

    @Test
    void whatWouldOpenItToAllIsRefused() {
        assertThatThrownBy(() -> Doorkeeper.isOpen("0.0.0.0", Map.of("ODOGRAPH_ACCESS", "open")))
                .isInstanceOf(OdographException.class)
                .hasMessageContaining("ODOGRAPH_ACCESS is open, and the server listens on 0.0.0.0");
        assertThatThrownBy(() -> Doorkeeper.isOpen("127.0.0.1", Map.of("ODOGRAPH_ACCESS", "opne")))
                .hasMessageContaining("ODOGRAPH_ACCESS is \"opne\": set it to open or tokens");
        assertThatThrownBy(() -> RateLimit.of(Map.of("ODOGRAPH_API_RATE", "-1")))
                .hasMessageContaining("ODOGRAPH_API_RATE is \"-1\"");
    }

    @Test
    void everyOperationSaysWhoMayUseIt() throws Exception {
        List<Class<?>> resources = new ClassFileImporter()
                .importPackages("dev.odograph.api").stream()
                        .filter(one -> one.isAnnotatedWith(Path.class))
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
        assertThat(resources).hasSizeGreaterThan(12);
        for (Class<?> resource : resources) {
            for (Method method : resource.getDeclaredMethods()) {
                if (Arrays.stream(method.getAnnotations())
                        .anyMatch(one -> one.annotationType().isAnnotationPresent(jakarta.ws.rs.HttpMethod.class))) {
                    assertThat(method.getAnnotation(Allowed.class))
                            .as(method.toString())
                            .isNotNull();
                }
                if (method.isAnnotationPresent(Operation.class)) {
                    assertThat(method.getAnnotation(Allowed.class))
                            .as(method.toString())
                            .isNotNull();
                }
            }
        }
    }

    @Test
    void aBucketHoldsFourSecondsWorthAndFillsWithTime() {
        AtomicLong now = new AtomicLong();
        RateLimit limit = new RateLimit(10, now::get);

        assertThat(Stream.generate(() -> limit.take("a"))
                        .limit(41)
                        .filter(taken -> taken)
                        .count())
                .isEqualTo(40);
        assertThat(limit.take("b")).as("another caller").isTrue();
        now.addAndGet(500_000_000);
        assertThat(Stream.generate(() -> limit.take("a"))
                        .limit(10)
                        .filter(taken -> taken)
                        .count())
                .isEqualTo(5);
        assertThat(new RateLimit(0, now::get).take("a")).as("no limit").isTrue();
    }

    @Test
    void aRoleMayWhatThoseBeforeItMay() {
        assertThat(AccessRole.ADMIN.covers(AccessRole.READER)).isTrue();
        assertThat(AccessRole.READER.covers(AccessRole.AUTHOR)).isFalse();
        assertThatThrownBy(() -> AccessRole.parse("root"))
                .hasMessageContaining("Role \"root\" is unknown: choose one of reader, author, operator, admin");
        assertThatThrownBy(() -> new Caller("ci", AccessRole.AUTHOR, "a").requireTeam("b", "retry run \"r\""))
                .hasMessageContaining("\"ci\" is of team a and may not retry run \"r\", which is of team b");
    }
}
