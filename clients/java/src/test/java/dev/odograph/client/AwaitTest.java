package dev.odograph.client;

import static dev.odograph.client.Answers.client;
import static dev.odograph.client.Answers.failures;
import static dev.odograph.client.Answers.stands;
import static dev.odograph.client.FaultServer.drop;
import static dev.odograph.client.FaultServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private FaultServer server;
    private Run run;

    @BeforeEach
    void serve() throws IOException {
        server = new FaultServer();
        server.then(stands(RunStatus.PENDING));
        run = client(server).run("r 1");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aRunIsAwaitedByLongPoll() {
        server.then(stands(RunStatus.RUNNING), stands(RunStatus.SUCCEEDED));

        assertThat(run.await(LONG)).isSameAs(run);

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(server.asked().get(1).path()).isEqualTo("/api/runs/r%201?wait=400ms");
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void anAwaitSurvivesLostAnswersAndARestart() throws Exception {
        CountDownLatch waited = new CountDownLatch(1);
        server.then(drop(), problem(503, "TEMPORAL_UNAVAILABLE", "later"), to -> {
            waited.countDown();
            Thread.sleep(60_000);
        });
        CompletableFuture<Run> ended = run.awaitAsync(LONG);
        assertThat(waited.await(20, TimeUnit.SECONDS)).isTrue();

        server.stop();
        server.then(stands(RunStatus.SUCCEEDED));
        server.start();

        assertThat(ended.get(20, TimeUnit.SECONDS).status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void aRunThatFailedSaysWhatFailed() {
        server.then(stands(RunStatus.FAILED), failures());

        assertThatThrownBy(() -> run.await(LONG)).isInstanceOfSatisfying(RunFailedException.class, failed -> {
            assertThat(failed).hasMessageContaining("Run r 1 ended FAILED").hasMessageContaining("STEP_CRASHED in ttc");
            assertThat(failed.code()).isEqualTo("RUN_INCOMPLETE");
            assertThat(failed.ended()).isEqualTo(RunStatus.FAILED);
            assertThat(failed.runId()).isEqualTo("r 1");
            assertThat(failed.failures()).extracting(FailureGroup::segmentId).containsExactly("s");
            assertThat(failed.status()).isEmpty();
        });
    }

    @Test
    void aRunThatWasCancelledWithoutAReasonHasACode() {
        server.then(stands(RunStatus.CANCELLED), failures());

        assertThatThrownBy(() -> run.await())
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("RUN_CANCELLED");
    }

    @Test
    void aParkedRunSaysWhatToDo() {
        server.then(stands(RunStatus.PARKED), failures());

        assertThatThrownBy(() -> run.await(LONG))
                .isInstanceOf(RunParkedException.class)
                .hasMessageContaining("retry()")
                .hasMessageContaining("signal 11");
    }

    @Test
    void anAwaitWhoseTimeIsOverSaysThatTheRunGoesOn() {
        server.always(stands(RunStatus.RUNNING));

        assertThatThrownBy(() -> run.await(Duration.ofMillis(300)))
                .isInstanceOf(RunTimeoutException.class)
                .hasMessageContaining("is RUNNING when the time is over");
    }

    @Test
    void anAwaitOfAServerThatIsGoneEndsWithItsTime() throws Exception {
        server.stop();

        assertThatThrownBy(() -> run.await(Duration.ofMillis(700)))
                .isInstanceOf(RunTimeoutException.class)
                .hasMessageContaining("SERVER_UNAVAILABLE");
    }

    @Test
    void aRefusalEndsAnAwaitAtOnce() {
        server.then(problem(401, "TOKEN_INVALID", "it is revoked"));

        assertThatThrownBy(() -> run.await()).hasMessageContaining("TOKEN_INVALID");
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void aFutureThatIsCancelledAsksNoMore() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        server.then(to -> {
            asked.countDown();
            try {
                while (true) {
                    FaultServer.head(to, 100, "text/plain", "X: y");
                    Thread.sleep(20);
                }
            } catch (IOException closed) {
                gone.countDown();
            }
        });
        CompletableFuture<Run> waiting = run.awaitAsync();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        waiting.cancel(true);

        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void anInterruptEndsAnAwaitAndIsKept() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.always(to -> {
            asked.countDown();
            Thread.sleep(60_000);
        });
        AtomicReference<String> said = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                run.await();
            } catch (OdographException e) {
                said.set(e.code() + " " + Thread.currentThread().isInterrupted());
            }
        });
        waiting.start();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        waiting.interrupt();
        waiting.join(20_000);

        assertThat(said).hasValue("INTERRUPTED true");
    }
}
