package org.mmsim.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.Property;

class FrameDequeTest {
    @Test
    void agreesWithAList() {
        Property.holds(100, random -> {
            FrameDeque deque = new FrameDeque();
            List<Long> model = new ArrayList<>();
            for (long step = 0; step < 500; step++) {
                switch (model.isEmpty() ? random.nextInt(2) : random.nextInt(5) % 4) {
                    case 0 -> {
                        deque.addFirst(step);
                        model.add(0, step);
                    }
                    case 1 -> {
                        deque.addLast(step);
                        model.add(step);
                    }
                    case 2 -> assertThat(deque.removeFirst()).isEqualTo(model.remove(0));
                    default -> assertThat(deque.removeLast()).isEqualTo(model.remove(model.size() - 1));
                }
                assertThat(deque.size()).isEqualTo(model.size());
                if (!model.isEmpty()) {
                    int place = random.nextInt(model.size());
                    assertThat(deque.get(place)).isEqualTo(model.get(place));
                }
            }
        });
    }
}
