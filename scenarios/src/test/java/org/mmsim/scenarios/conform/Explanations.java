package org.mmsim.scenarios.conform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mmsim.scenarios.conform.compare.Mismatch;

/** Why some fields differ: a table of patterns and reasons, each with the kernel function behind it. */
final class Explanations {
    private final List<Explanation> explanations = new ArrayList<>();

    /** A reason for the mismatches whose kernel, script, field and real value match. */
    record Explanation(Pattern kernel, Pattern script, Pattern field, Pattern real, String reason) {
        boolean fits(Outcome outcome, Mismatch mismatch) {
            return kernel.matcher(outcome.kernel().label()).matches()
                    && script.matcher(outcome.script()).matches()
                    && field.matcher(mismatch.field()).matches()
                    && real.matcher(mismatch.real()).matches();
        }
    }

    static Explanations read(Path file) throws IOException {
        Explanations read = new Explanations();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] columns = line.split("\t", -1);
                read.explanations.add(new Explanation(
                        Pattern.compile(columns[0]),
                        Pattern.compile(columns[1]),
                        Pattern.compile(columns[2]),
                        Pattern.compile(columns[3]),
                        columns[4]));
            }
        }
        return read;
    }

    List<Explanation> all() {
        return explanations;
    }

    Optional<Explanation> of(Outcome outcome, Mismatch mismatch) {
        return explanations.stream()
                .filter(explanation -> explanation.fits(outcome, mismatch))
                .findFirst();
    }
}
