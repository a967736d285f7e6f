package dev.odograph.examples.carfollowing;

import dev.odograph.test.StepContracts;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** SQL, Java, kernel and reduce steps all keep the contract of steps. */
class CarFollowingContractTest {
    @TestFactory
    Stream<DynamicTest> everyStepKeepsItsContract() {
        return StepContracts.of(new CarFollowing());
    }
}
