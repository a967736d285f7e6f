package dev.odograph.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.error.ErrorCategory;
import dev.odograph.error.ErrorCode;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemAnswersTest {
    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeHasAStatusThatSaysWhoseTurnItIs(ErrorCode code) {
        int status = ProblemAnswers.status(code);

        Set<Integer> fitting = switch (code.category()) {
            case USER -> Set.of(400, 401, 403, 404, 409, 413, 429);
            case INTERNAL -> Set.of(500);
            case RESOURCES, EXTERNAL -> Set.of(503);
        };
        assertThat(fitting).contains(status);
    }

    @ParameterizedTest
    @CsvSource({
        "RUN_NOT_FOUND, 404",
        "METRIC_NOT_FOUND, 404",
        "RUN_ID_REUSED, 409",
        "PUBLICATION_REFUSED, 409",
        "REQUEST_FOREIGN, 403",
        "ACCESS_DENIED, 403",
        "TOKEN_INVALID, 401",
        "TOKEN_NOT_FOUND, 404",
        "RATE_LIMITED, 429",
        "ARGUMENT_INVALID, 400",
        "TEMPORAL_UNAVAILABLE, 503",
        "INTERNAL_ERROR, 500"
    })
    void aCodeHasItsStatus(ErrorCode code, int status) {
        assertThat(ProblemAnswers.status(code)).isEqualTo(status);
    }

    @Test
    void allCategoriesOccur() {
        assertThat(ErrorCode.values()).extracting(ErrorCode::category).contains(ErrorCategory.values());
    }
}
