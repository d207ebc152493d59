package org.mmsim.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.Property;

class FreeBlocksTest {
    @Test
    void agreesWithASortedSet() {
        Property.holds(100, random -> {
            int size = 1 + random.nextInt(500);
            FreeBlocks blocks = new FreeBlocks(size);
            TreeSet<Long> model = new TreeSet<>();
            for (int step = 0; step < 1000; step++) {
                long block = random.nextInt(size);
                if (model.contains(block)) {
                    blocks.remove(block);
                    model.remove(block);
                } else {
                    blocks.add(block);
                    model.add(block);
                }
                assertThat(blocks.contains(block)).isEqualTo(model.contains(block));
                assertThat(blocks.count()).isEqualTo(model.size());
                assertThat(blocks.lowest()).isEqualTo(model.isEmpty() ? -1 : model.first());
            }
        });
    }
}
