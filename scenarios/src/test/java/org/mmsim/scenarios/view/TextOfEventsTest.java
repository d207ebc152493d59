package org.mmsim.scenarios.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.engine.event.ActorIds;
import org.mmsim.protocol.Event;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.LockKind;
import org.mmsim.storage.EventField;
import org.mmsim.storage.EventSchema;
import org.mmsim.storage.EventType;
import tools.jackson.databind.JsonNode;

class TextOfEventsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 ns",
        "999, 999 ns",
        "1000, 1.000 us",
        "10500001, 10.500001 ms",
        "275014000009, 275.014000009 s",
        "-1, 18446744073709551615 ns"
    })
    void timesAreExact(long ns, String text) {
        assertThat(Numbers.time(ns)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0B, 0B", "1536, 1536B, 1.5KiB", "2097152, 2MiB, 2MiB", "1073807360, 1048640KiB, 1.0GiB"})
    void sizesAreExactOrShort(long bytes, String exact, String about) {
        assertThat(Numbers.size(bytes)).isEqualTo(exact);
        assertThat(Numbers.about(bytes)).isEqualTo(about);
    }

    @Test
    void enumsGoByTheNamesThatPeopleType() {
        EventField lock = field("LockAcquired", "lock");
        EventField function = field("FunctionEntered", "function");

        assertThat(EnumNames.of(lock).name(LockKind.LOCK_MMAP_WRITE_VALUE)).isEqualTo("mmap-write");
        assertThat(EnumNames.of(lock).number("LOCK_PMD")).hasValue(LockKind.LOCK_PMD_VALUE);
        assertThat(EnumNames.of(lock).number("Pmd")).hasValue(LockKind.LOCK_PMD_VALUE);
        assertThat(EnumNames.of(lock).number("lock")).isEmpty();
        assertThat(EnumNames.of(lock).name(99)).isEqualTo("99");
        assertThat(EnumNames.of(function).name(KernelFunction.radix__tlb_flush_VALUE))
                .isEqualTo("radix__tlb_flush");
    }

    @Test
    void everyEnumValueComesBackFromItsName() {
        for (EventType type : EventSchema.current().types()) {
            for (EventField field : type.fields()) {
                EnumNames names = EnumNames.of(field);
                for (String declared : field.valueNames()) {
                    long number = field.valueNumber(declared).orElseThrow();
                    assertThat(names.number(names.name(number))).as(declared).hasValue(number);
                    assertThat(names.number(declared)).as(declared).hasValue(number);
                }
            }
        }
    }

    @Test
    void anEventIsOneLineWithItsUnitsAndItsCause() {
        EventRow cleared = new EventRow(
                1234,
                Event.PTE_CLEARED_FIELD_NUMBER,
                10_500_001,
                ActorIds.cpu(3),
                1200,
                List.of(1L, 0x7fff00000000L, 1L, 0xc000000000400186L));

        assertThat(new EventTable(100_000).line(cleared))
                .isEqualTo("  1234     10.500001 ms  cpu-3       "
                        + "PteCleared mm=1 va=0x7fff00000000 level=pmd old=0xc000000000400186 <- 1200");
    }

    @Test
    void inJsonAddressesAreTextAndNumbersAreNumbers() {
        EventRow walk =
                new EventRow(7, Event.WALK_COUNTER_ADDED_FIELD_NUMBER, 5, ActorIds.tlb(2), 0, List.of(1L, -1L, -1L));
        JsonNode json = new EventJson().tree(walk);

        assertThat(json.toString())
                .isEqualTo("{\"seq\":7,\"time_ns\":5,\"actor\":\"tlb-2\",\"type\":\"WalkCounterAdded\",\"cause\":0,"
                        + "\"fields\":{\"mm\":1,\"delta\":-1,\"cpu\":-1}}");
        EventRow begun =
                new EventRow(8, Event.WALK_BEGUN_FIELD_NUMBER, 5, ActorIds.cpu(2), 7, List.of(1L, 0x7fff00000000L, 1L));
        assertThat(new EventJson().tree(begun).get("fields").toString())
                .isEqualTo("{\"mm\":1,\"va\":\"0x7fff00000000\",\"walker\":\"gup-fast\"}");
    }

    private static EventField field(String type, String name) {
        EventType found = EventSchema.current().find(type).orElseThrow();
        return found.fields().get(found.indexOf(name));
    }
}
