package org.mmsim.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mmsim.protocol.Migratetype.MIGRATE_MOVABLE_VALUE;
import static org.mmsim.protocol.Migratetype.MIGRATE_UNMOVABLE_VALUE;
import static org.mmsim.protocol.ZoneType.ZONE_DMA_VALUE;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.Property;
import org.mmsim.engine.snapshot.SnapshotException;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

class PhysicalMemoryTest {
    private static final int CPUS = 3;
    private static final int[] ORDERS = {0, 0, 0, 1, 2, 3, 4, 6, 9};

    private record Allocation(long frame, int order) {}

    private static PhysicalMemory memory(long frames) {
        return new PhysicalMemory(MemoryLayout.x86(frames), CPUS, frame -> frame % 3 == 0);
    }

    /** What the kernel functions do without their watermarks; −1 if the zone has no block. */
    private static long allocate(PhysicalMemory memory, Zone zone, int cpu, int order, int type) {
        long frame;
        if (cpu == PhysicalMemory.NO_CPU || !memory.pcpAllowed(order)) {
            frame = zone.peek(order, type, false);
        } else {
            if (zone.pcpFirst(cpu, order, type) < 0) {
                int blocks = zone.refillCount(cpu, order, type, false);
                memory.refilled(cpu, zone.type().getNumber(), order, type, blocks);
            }
            frame = zone.pcpFirst(cpu, order, type);
        }
        if (frame >= 0) {
            memory.allocated(cpu, frame, order, type);
        }
        return frame;
    }

    private static void free(PhysicalMemory memory, int cpu, Allocation allocation) {
        memory.freed(cpu, allocation.frame, allocation.order);
        int due = memory.drainDue();
        if (due > 0) {
            int list = memory.pcpList(allocation.frame, allocation.order);
            memory.drained(cpu, memory.zoneOf(allocation.frame).type().getNumber(), list, due);
        }
    }

    private static void drainAll(PhysicalMemory memory) {
        for (Zone zone : memory.zones()) {
            for (int cpu = 0; cpu < CPUS; cpu++) {
                memory.drained(cpu, zone.type().getNumber(), 0, zone.pcpCount(cpu));
            }
        }
    }

    private static byte[] saved(PhysicalMemory memory) {
        StateOutput out = new StateOutput();
        memory.save(out);
        return out.toByteArray();
    }

    private static PhysicalMemory restored(long frames, byte[] bytes) {
        PhysicalMemory memory = memory(frames);
        StateInput in = new StateInput(bytes, 1 << 20);
        memory.restore(in);
        in.end();
        return memory;
    }

    @Test
    void noFrameIsLostOrGivenOutTwiceAndASnapshotGoesOnAlike() {
        Property.holds(40, random -> {
            long frames = 5000L + random.nextInt(4000);
            PhysicalMemory memory = memory(frames);
            BitSet taken = new BitSet();
            List<Allocation> allocations = new ArrayList<>();
            for (int step = 0; step < 1500; step++) {
                if (step == 700) {
                    memory = restored(frames, saved(memory));
                }
                step(random, memory, taken, allocations);
                assertThat(memory.unallocated()).isEqualTo(frames - taken.cardinality());
                long lists = 0;
                for (Zone zone : memory.zones()) {
                    for (int cpu = 0; cpu < CPUS; cpu++) {
                        lists += zone.pcpCount(cpu);
                    }
                }
                assertThat(memory.unallocated() - memory.nrFree()).isEqualTo(lists);
            }
            byte[] bytes = saved(memory);
            assertThat(saved(restored(frames, bytes))).isEqualTo(bytes);
            for (Allocation allocation : allocations) {
                free(memory, 0, allocation);
            }
            drainAll(memory);
            assertThat(memory.nrFree()).isEqualTo(frames);
            assertThat(memory.zones().get(0).freeBlocks(10)).as("merged blocks").isEqualTo(4);
        });
    }

    private static void step(Random random, PhysicalMemory memory, BitSet taken, List<Allocation> allocations) {
        int cpu = random.nextInt(CPUS + 1) - 1;
        if (!allocations.isEmpty() && random.nextInt(5) < 2) {
            Allocation back = allocations.remove(random.nextInt(allocations.size()));
            free(memory, cpu, back);
            taken.clear((int) back.frame, (int) back.frame + (1 << back.order));
            return;
        }
        Zone zone = memory.zones().get(random.nextInt(memory.zones().size()));
        int order = ORDERS[random.nextInt(ORDERS.length)];
        long frame = allocate(memory, zone, cpu, order, random.nextInt(Migratetypes.COUNT));
        if (frame < 0) {
            return;
        }
        int end = (int) frame + (1 << order);
        assertThat(frame % (1L << order)).as("alignment").isZero();
        assertThat(frame).isGreaterThanOrEqualTo(zone.start());
        assertThat((long) end).isLessThanOrEqualTo(zone.end());
        assertThat(taken.get((int) frame, end).isEmpty())
                .as("frames of %d", frame)
                .isTrue();
        taken.set((int) frame, end);
        allocations.add(new Allocation(frame, order));
    }

    @Test
    void theFrameFreedLastOnACpuIsTheNextOneItAllocates() {
        PhysicalMemory memory = memory(4096);
        Zone zone = memory.zones().get(0);
        long first = allocate(memory, zone, 0, 0, MIGRATE_MOVABLE_VALUE);
        allocate(memory, zone, 0, 0, MIGRATE_MOVABLE_VALUE);
        memory.freed(0, first, 0);

        assertThat(allocate(memory, zone, 1, 0, MIGRATE_MOVABLE_VALUE)).isNotEqualTo(first);
        assertThat(allocate(memory, zone, 0, 0, MIGRATE_MOVABLE_VALUE)).isEqualTo(first);
    }

    @Test
    void anAllocationThatGetsAnotherBlockIsRefused() {
        PhysicalMemory memory = memory(4096);

        assertThatThrownBy(() -> memory.allocated(0, 0, 0, MIGRATE_MOVABLE_VALUE))
                .as("from an empty per-CPU list")
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> memory.allocated(0, 32, 4, MIGRATE_MOVABLE_VALUE))
                .as("not the first block")
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aWatermarkHoldsForTheFramesAndForABlockOfTheOrder() {
        PhysicalMemory memory = memory(4096);
        Zone zone = memory.zones().get(0);

        assertThat(zone.watermarkOk(0, 4095)).isTrue();
        assertThat(zone.watermarkOk(0, 4096)).as("exactly at the mark").isFalse();
        assertThat(zone.watermarkOk(3, 4088)).isTrue();
        assertThat(zone.watermarkOk(3, 4089))
                .as("a block must fit above the mark")
                .isFalse();
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 1024; i++) {
            blocks.add(allocate(memory, zone, PhysicalMemory.NO_CPU, 2, MIGRATE_MOVABLE_VALUE));
        }
        for (int i = 0; i < 1024; i += 2) {
            memory.freed(PhysicalMemory.NO_CPU, blocks.get(i), 2);
        }
        assertThat(zone.watermarkOk(2, 0)).isTrue();
        assertThat(zone.watermarkOk(3, 0))
                .as("half is free, but in blocks of order 2")
                .isFalse();
    }

    @Test
    void lowerZonesKeepAReserveFromWhatAHigherZoneCouldServe() {
        PhysicalMemory memory = memory(1 << 19);
        Zone dma = memory.zones().get(0);

        assertThat(dma.watermarks().reserve()).isEqualTo(((1L << 19) - 4096) / 256);
        assertThat(dma.watermarkOk(0, 4096 - dma.watermarks().reserve() - 1)).isTrue();
        assertThat(dma.watermarkOk(0, 4096 - dma.watermarks().reserve())).isFalse();
    }

    @Test
    void aZoneRemembersThatItWasFoundBelowItsHighWatermarkUntilADrainHelps() {
        PhysicalMemory memory = memory(4096);
        Zone zone = memory.zones().get(0);
        List<Allocation> allocations = new ArrayList<>();
        while (!zone.belowHigh()) {
            allocations.add(new Allocation(allocate(memory, zone, 0, 0, MIGRATE_MOVABLE_VALUE), 0));
        }
        assertThat(zone.nrFree()).isLessThanOrEqualTo(zone.watermarks().high());
        assertThat(restored(4096, saved(memory)).zones().get(0).belowHigh())
                .as("in a snapshot")
                .isTrue();
        for (Allocation allocation : allocations) {
            free(memory, 0, allocation);
        }

        assertThat(zone.belowHigh()).isFalse();
    }

    @Test
    void unusedListsOfManyCpusTakeNoRoomInASnapshot() {
        PhysicalMemory few = memory(1 << 21);
        PhysicalMemory many = new PhysicalMemory(MemoryLayout.x86(1 << 21), 1024, frame -> false);

        assertThat(saved(many)).hasSameSizeAs(saved(few));
    }

    @Test
    void aSnapshotInWhichAFrameIsFreeTwiceIsRefused() {
        StateOutput out = new StateOutput();
        PhysicalMemory memory = memory(4096);
        long frame = allocate(memory, memory.zones().get(0), 0, 0, MIGRATE_UNMOVABLE_VALUE);
        memory.freed(0, frame, 0);
        memory.freed(PhysicalMemory.NO_CPU, frame, 0);
        memory.save(out);

        assertThatThrownBy(() -> restored(4096, out.toByteArray()))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("is free twice");
    }

    @Test
    void zonesThatAMachineLacksCannotBeAskedFor() {
        PhysicalMemory memory = new PhysicalMemory(MemoryLayout.book3s64(1 << 12, 64 << 10, 5), CPUS, frame -> false);

        assertThatThrownBy(() -> memory.zone(ZONE_DMA_VALUE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyAMachineWithLowerZonesAvoidsFragmentation() {
        assertThat(memory(1 << 21).avoidsFragmentation()).isTrue();
        assertThat(memory(1 << 19).avoidsFragmentation()).as("no ZONE_NORMAL").isFalse();
        assertThat(new PhysicalMemory(MemoryLayout.book3s64(1 << 12, 64 << 10, 5), CPUS, frame -> false)
                        .avoidsFragmentation())
                .isFalse();
    }
}
