package org.mmsim.scenarios.strace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinePrefixTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "brk(NULL) = 0x1000|",
                "07:57:39 brk(NULL) = 0x1000|",
                "07:57:39.156253 brk(NULL) = 0x1000|",
                "1795247876.199103 brk(NULL) = 0x1000|",
                "     0.000157 brk(NULL) = 0x1000|",
                "07:57:39.156253 (+     0.000210) brk(NULL) = 0x1000|",
                "[pid 12] brk(NULL) = 0x1000|12",
                "[pid  5212] brk(NULL) = 0x1000|5212",
                "[pid  5617<ex>] 1795247876.211930 brk(NULL) = 0x1000|5617",
                "[pid  5623]      0.010323 [  12] [00007fbf34808eec] brk(NULL) = 0x1000|5623",
                "[pid  5623] [????????????????] brk(NULL) = 0x1000|5623",
                "5602  07:57:56.133125 brk(NULL) = 0x1000|5602",
                "12    1795247876.199103 brk(NULL) = 0x1000|12",
                "5629<ex>      0.000030 brk(NULL) = 0x1000|5629",
                "5629  brk(NULL) = 0x1000|5629",
                "1505  1795249279.371336785 (+     0.000000) brk(NULL) = 0x1000|1505",
            })
    void threadAndTimesOfEveryFormatComeOffTheLine(String line, Integer tid) {
        assertThat(LinePrefix.of(line)).isEqualTo(new LinePrefix(Optional.ofNullable(tid), "brk(NULL) = 0x1000"));
    }
}
