package org.mmsim.scenarios.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.engine.pagetable.Book3s64Radix;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.scenarios.InputException;

class FilterErrorsTest {
    private static final int FUZZ_ITERATIONS = Integer.getInteger("mmsim.fuzz.iterations", 20_000);

    private static final RunFacts RUN = new RunFacts() {
        @Override
        public List<String> processNames() {
            return List.of("A", "B");
        }

        @Override
        public int cpuCount() {
            return 8;
        }

        @Override
        public PageTableFormat pageTableFormat() {
            return new Book3s64Radix(65536);
        }

        @Override
        public int folioOrder(long pfn) {
            return pfn == 64 ? 5 : -1;
        }
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cpux=3 | unknown key \"cpux\" (filter, column 1) | did you mean \"cpu\"? allowed: type, actor, cpu, process, thread, time, seq, va, pfn, folio, cause, ",
                "cpu=1 type=IpiSen | type: no event type \"IpiSen\" (filter, column 12) | did you mean \"IpiSent\"? allowed: AnonVmaForked, ",
                "time=10 | time: \"10\" has no unit (filter, column 6) | allowed: a number with ns, us, ms or s",
                "seq=x | seq: \"x\" is not a number (filter, column 5) | allowed: a number such as 42 or 0x2a",
                "seq=99999999999999999999 | seq: \"99999999999999999999\" is too large (filter, column 5) | allowed: numbers of 64 bits",
                "cpu=5..2 | cpu: \"5..2\" ends before it begins (filter, column 5) | ``",
                "va=0x10..0x10 | va: \"0x10..0x10\" ends before it begins (filter, column 4) | ``",
                "cpu=8 | cpu: no CPU 8 (filter, column 5) | allowed: 0 to 7",
                "cpu=1,9..12 | cpu: no CPU 9 (filter, column 5) | allowed: 0 to 7",
                "actor=tlb-8 | actor: no CPU 8 (filter, column 7) | allowed: 0 to 7",
                "actor=gpu-1 | actor: no actor \"gpu-1\" (filter, column 7) | allowed: cpu-NUMBER, tlb-NUMBER",
                "process=C | process: no process \"C\" (filter, column 9) | allowed: A, B, or a number",
                "folio=65 | folio: no folio begins at frame 65 (filter, column 7) | allowed: the pfn of a FolioAllocated event",
                "type>IpiSent | type: \">\" makes no sense here (filter, column 5) | allowed: = or !=",
                "function=zap_huge | function: no function \"zap_huge\" (filter, column 10) | did you mean \"zap_huge_pmd\"?",
                "(cpu=1 | \")\" is missing for the \"(\" in column 1 (filter, column 7) | ``",
                "cpu=1) | \")\" is not expected (filter, column 6) | allowed: KEY=VALUE",
                "cpu | no operator behind \"cpu\" (filter, column 4) | allowed: KEY=VALUE",
                "cpu= | no value behind \"cpu=\" (filter, column 5) | allowed: KEY=VALUE",
                "cpu=1 or | a term is missing (filter, column 9) | allowed: KEY=VALUE",
                "=3 | \"=\" is not a term (filter, column 1) | allowed: KEY=VALUE",
                "cpu!3 | \"!\" is not an operator (filter, column 4) | allowed: KEY=VALUE"
            })
    void aWrongFilterIsRefusedWithItsPlaceAndWhatIsAllowed(String filter, String message, String hint) {
        InputException refusal = catchThrowableOfType(InputException.class, () -> FilterParser.parse(filter, RUN));

        assertThat(refusal).as(filter).isNotNull().hasMessage(message);
        assertThat(refusal.hint()).startsWith(hint);
    }

    @Test
    void deepNestingIsRefused() {
        String filter = "(".repeat(100_000) + "cpu=1" + ")".repeat(100_000);

        assertThat(catchThrowable(() -> FilterParser.parse(filter, RUN)))
                .isInstanceOf(InputException.class)
                .hasMessage("more than 64 levels (filter, column 65)");
    }

    @Test
    void anyTextIsAFilterOrIsRefused() {
        String[] pieces = {
            "cpu",
            "type",
            "time",
            "va",
            "folio",
            "level",
            "=",
            "!=",
            "<",
            ">=",
            "(",
            ")",
            " ",
            "or",
            "not",
            "and",
            "..",
            ",",
            "0x1f",
            "64",
            "10ms",
            "IpiSent",
            "-1",
            "pmd",
            "process-A",
            "\"",
            "\u0000",
            "ä",
            "A"
        };
        Random random = new Random(3);
        int parsed = 0;
        for (int i = 0; i < FUZZ_ITERATIONS; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            Throwable refusal = catchThrowable(() -> FilterParser.parse(text.toString(), RUN));
            if (refusal != null) {
                assertThat(refusal).as(text.toString()).isInstanceOf(InputException.class);
                assertThat(refusal.getMessage()).matches("[^\\n]* \\(filter, column \\d+\\)");
            }
            parsed += refusal == null ? 1 : 0;
        }
        assertThat(parsed).isPositive();
    }
}
