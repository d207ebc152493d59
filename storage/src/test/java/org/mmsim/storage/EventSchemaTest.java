package org.mmsim.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mmsim.protocol.Event;
import org.mmsim.protocol.FieldKind;

class EventSchemaTest {

    private final EventSchema schema = EventSchema.current();

    @Test
    void everyFactOfTheProtocolIsAType() {
        assertThat(schema.types().stream().map(EventType::number))
                .containsExactlyElementsOf(Event.getDescriptor().getOneofs().get(0).getFields().stream()
                        .map(field -> field.getNumber())
                        .sorted()
                        .toList());
        for (EventType type : schema.types()) {
            assertThat(schema.find(type.name())).contains(type);
            assertThat(schema.find(type.number())).contains(type);
        }
    }

    @Test
    void fieldsKnowTheirNamesKindsAndValues() {
        EventType handled = schema.find("IpiHandled").orElseThrow();
        assertThat(handled.number()).isEqualTo(43);
        assertThat(handled.fields().stream().map(EventField::name)).containsExactly("sender", "function");
        assertThat(handled.indexOf("function")).isEqualTo(1);
        assertThat(handled.indexOf("nothing")).isEqualTo(-1);
        EventField sender = handled.fields().get(0);
        assertThat(sender.kind()).isEqualTo(FieldKind.CPU);
        assertThat(sender.isEnum()).isFalse();
        assertThat(sender.format(-1)).isEqualTo("18446744073709551615");
        EventField function = handled.fields().get(1);
        assertThat(function.kind()).isEqualTo(FieldKind.PLAIN);
        assertThat(function.valueName(18)).contains("do_nothing");
        assertThat(function.valueName(18 + (1L << 32))).isEmpty();
        assertThat(function.valueNumber("do_nothing")).hasValue(18);
        assertThat(function.valueNumber("do_something")).isEmpty();
        assertThat(function.format(18)).isEqualTo("do_nothing");
        assertThat(function.format(-5)).isEqualTo("-5");
        EventField delta = schema.find("FolioRefsAdded").orElseThrow().fields().get(1);
        assertThat(delta.isSigned()).isTrue();
        assertThat(delta.format(-1)).isEqualTo("-1");
    }

    @Test
    void numbersThatAreNoTypeAreNotFound() {
        for (int number : new int[] {Integer.MIN_VALUE, -1, 0, 1, 4, 255, 256, Integer.MAX_VALUE}) {
            assertThat(schema.find(number)).isEmpty();
            assertThatThrownBy(() -> schema.type(number)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
