package dev.odograph.chaos;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits in a {@link FaultProxy} for one request and sees to it that its sender gets no answer. By default the server has
 * answered before the connection is reset, so that what was asked is done.
 */
final class Trap {
    private final Store store;
    private final boolean breaksRequest;
    private final Runnable whileUnderWay;
    private final CountDownLatch shut = new CountDownLatch(1);

    private Trap(Store store, boolean breaksRequest, Runnable whileUnderWay) {
        this.store = store;
        this.breaksRequest = breaksRequest;
        this.whileUnderWay = whileUnderWay;
    }

    /** The request arrives whole, and its answer is lost. */
    static Trap losingTheAnswer(Store store) {
        return new Trap(store, false, () -> {});
    }

    /** The connection breaks when half of the request's body was sent. */
    static Trap breakingTheRequest(Store store) {
        return new Trap(store, true, () -> {});
    }

    /** Something is done as soon as the request was sent, and its answer is lost. */
    static Trap during(Store store, Runnable what) {
        return new Trap(store, false, what);
    }

    Store store() {
        return store;
    }

    boolean breaksRequest() {
        return breaksRequest;
    }

    /** The request was passed on. */
    void sent() {
        whileUnderWay.run();
    }

    /** It is certain that there will be no answer. */
    void shut() {
        shut.countDown();
    }

    boolean isShut() {
        return shut.getCount() == 0;
    }

    boolean awaitShut(long millis) throws InterruptedException {
        return shut.await(millis, TimeUnit.MILLISECONDS);
    }
}
