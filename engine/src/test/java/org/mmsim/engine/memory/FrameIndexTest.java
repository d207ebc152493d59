package org.mmsim.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.Property;

class FrameIndexTest {
    @Test
    void agreesWithASortedMap() {
        Property.holds(100, random -> {
            int range = 1 + random.nextInt(400);
            int stride = 1 << random.nextInt(12);
            FrameIndex index = new FrameIndex();
            Map<Integer, Integer> model = new TreeMap<>();
            for (int step = 0; step < 1500; step++) {
                int frame = random.nextInt(range) * stride;
                if (model.remove(frame) != null) {
                    index.remove(frame);
                } else {
                    index.put(frame, step);
                    model.put(frame, step);
                }
                int asked = random.nextInt(range) * stride;
                assertThat(index.get(asked)).isEqualTo(model.getOrDefault(asked, FrameIndex.ABSENT));
            }
            for (int frame = 0; frame < range * stride; frame += stride) {
                assertThat(index.get(frame)).isEqualTo(model.getOrDefault(frame, FrameIndex.ABSENT));
            }
        });
    }
}
