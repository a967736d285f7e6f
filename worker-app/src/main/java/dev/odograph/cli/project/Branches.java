package dev.odograph.cli.project;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which branch a push goes to, and whether that is the protected one. */
public final class Branches {
    /** Where code goes that is on no branch of its own. */
    static final String LOCAL = "local";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}");
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{8,}");

    private final String protectedBranch;

    /** Branches of which that one takes merged code only. */
    public Branches(String protectedBranch) {
        this.protectedBranch = protectedBranch;
    }

    /** As ODOGRAPH_PROTECTED_BRANCH says, else {@code main}. */
    public static Branches configured() {
        String named = System.getenv("ODOGRAPH_PROTECTED_BRANCH");
        return new Branches(named == null || named.isBlank() ? "main" : named.strip());
    }

    /** Whether what is pushed there is merged code. */
    public boolean isProtected(String branch) {
        return branch.equals(protectedBranch);
    }

    /**
     * The branch that a push of a project, or of a metric's file, goes to.
     *
     * @param asked the branch that was asked for; null for git's, or {@code local} where that is the protected one or
     *     there is none
     * @throws OdographException NAME_INVALID; BRANCH_PROTECTED where the protected branch was asked for, and the project
     *     is not as it was merged
     */
    public String of(Path project, @Nullable String asked) {
        if (asked == null) {
            return GitState.of(project)
                    .branch()
                    .map(branch -> branch.replaceAll("[^A-Za-z0-9._/-]", "-"))
                    .filter(branch -> NAME.matcher(branch).matches()
                            && !DIGITS.matcher(branch).matches())
                    .filter(branch -> !isProtected(branch))
                    .orElse(LOCAL);
        }
        if (!NAME.matcher(asked).matches() || DIGITS.matcher(asked).matches()) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    "Branch name \"" + asked + "\" is not valid: begin with a letter or digit and use letters, digits,"
                            + " '.', '_', '/', '-', at most 100 characters, and not digits of a digest alone");
        }
        if (isProtected(asked)) {
            GitState git = GitState.of(project);
            Optional<String> other = git.branch().filter(branch -> !branch.equals(asked));
            if (!git.clean() || other.isPresent()) {
                throw new OdographException(
                        ErrorCode.BRANCH_PROTECTED,
                        "Branch \"" + asked + "\" takes merged code only, and " + project + " "
                                + (!git.repository()
                                        ? "is in no git repository"
                                        : other.map(branch -> "is on branch \"" + branch + "\"")
                                                .orElse("has changes that are not committed"))
                                + ": commit and merge first, or push to another branch");
            }
        }
        return asked;
    }
}
