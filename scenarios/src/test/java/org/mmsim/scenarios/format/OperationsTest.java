package org.mmsim.scenarios.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.memory.DeviceMemory;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.workload.Advice;
import org.mmsim.engine.workload.Op;
import org.mmsim.engine.workload.Workload.ThreadSpec;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.WalkerClass;
import org.mmsim.scenarios.procfs.VmFlag;
import org.mmsim.scenarios.schema.DocumentSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OperationsTest {

    private static final long TOP = 0x7fff_0000_0000L;
    private static final long MIB = 1L << 20;
    private static final String MAP = "map: {name: buf, size: 4MiB, at: 0x100000000}";

    /** One operation of each kind, and what it means to the engine. */
    private static Map<String, Op> meanings() {
        long buf = 0x1_0000_0000L;
        Map<String, Op> meanings = new LinkedHashMap<>();
        meanings.put(
                "map: {size: 64KiB, write: false, huge: false, metric: m_ns}",
                Given.map(TOP - 65536, 65536, false, false, "m_ns"));
        meanings.put(
                "touch: {of: buf, from: 1MiB, size: 2MiB, stride: 8KiB, access: read}",
                new Op.Touch(buf + MIB, 2 * MIB, 8192, false, 0, false, ""));
        meanings.put("unmap: {of: buf, metric: u_ns}", new Op.Unmap(buf, 4 * MIB, "u_ns"));
        meanings.put(
                "walk: {of: buf, walker: pte-pointer, hold: 1us}",
                new Op.Walk(buf, 4 * MIB, 65536, false, WalkerClass.WALKER_PTE_POINTER, 1000, ""));
        meanings.put("compute: 10us", new Op.Compute(10_000, ""));
        meanings.put("sleep: {time: 5ms, metric: s_ns}", new Op.Sleep(5_000_000, "s_ns"));
        meanings.put("barrier: b", new Op.Barrier(0, 1, ""));
        meanings.put("signal: s", new Op.Signal(0));
        meanings.put("repeat: {times: 3, run: [compute: 1ns]}", new Op.Repeat(3, -1, List.of(new Op.Compute(1, ""))));
        meanings.put("exit: {}", new Op.Exit(false));
        meanings.put("fork: {process: B, metric: f_ns}", new Op.Fork(2, "f_ns"));
        meanings.put(
                "protect: {of: buf, size: 64KiB, access: read, metric: p_ns}",
                new Op.Protect(buf, 65536, VmFlags.VM_READ, "p_ns"));
        meanings.put(
                "madvise: {at: 0x200000, size: 64KiB, advice: MADV_DONTNEED}",
                new Op.Madvise(0x20_0000, 65536, Advice.DONTNEED, ""));
        meanings.put(
                "remap: {of: buf, from: 1MiB, to: 0x200000000, new_size: 8MiB, metric: r_ns}",
                new Op.Remap(buf + MIB, 3 * MIB, 0x2_0000_0000L, 8 * MIB, false, "r_ns"));
        meanings.put("lock: {of: buf, on_fault: true}", new Op.Lock(buf, 4 * MIB, true, ""));
        meanings.put("unlock: {of: buf, from: 64KiB}", new Op.Unlock(buf + 65536, 4 * MIB - 65536, ""));
        meanings.put("pin: {name: p, of: buf, size: 64KiB, kind: get}", new Op.Pin(0, buf, 65536, false, ""));
        meanings.put("unpin: {name: q, metric: u_ns}", new Op.Unpin(0, "u_ns"));
        meanings.put("mincore: {of: buf}", new Op.Mincore(buf, 4 * MIB, ""));
        meanings.put("drain: {}", new Op.Drain());
        meanings.put("shrink: {}", new Op.Shrink());
        meanings.put("revoke: {device: fb, metric: v_ns}", new Op.Revoke(DeviceMemory.file(0), "v_ns"));
        meanings.put("brk: {to: 0x300000}", new Op.Unsupported(Operation.OP_BRK, 0x30_0000, 0));
        return meanings;
    }

    @Test
    void everyOperationIsReadAsItIsMeant() {
        meanings().forEach((op, meaning) -> {
            String document = Given.withProgram(MAP, op, "pin: {name: q, of: buf}", "map: {size: 64KiB, device: fb}")
                    + "  - {name: B, threads: [{name: t, cpu: 0, run: []}]}\n";
            assertThat(Given.program(Given.read(document))).as(op).element(1).isEqualTo(meaning);
        });
    }

    @Test
    void aDeviceIsMappedSharedAndAsPfnsAndHasOneNumberForAllProcesses() {
        Scenario scenario = Given.read(
                Given.withProgram("map: {size: 64KiB, device: fb}", "map: {size: 64KiB, device: gpu}")
                        + "  - {name: B, threads: [{name: t, cpu: 0, run: [map: {size: 128KiB, device: gpu, write: false}]}]}\n");
        Op.Map fb = (Op.Map) Given.program(scenario).get(0);
        Op.Map gpu = (Op.Map) Given.program(scenario).get(1);
        Op.Map other = (Op.Map) scenario.workload()
                .processes()
                .get(1)
                .threads()
                .get(0)
                .program()
                .get(0);

        assertThat(VmFlag.names(fb.vmFlags())).isEqualTo("rd wr sh mr mw me ms pf io de dd");
        assertThat(VmFlag.names(other.vmFlags())).isEqualTo("rd sh mr mw me ms pf io de dd");
        assertThat(gpu.file()).isEqualTo(other.file()).isNotEqualTo(fb.file());
        assertThat(fb.pgoff()).isZero();
    }

    @Test
    void theSchemaListsExactlyTheOperationsThatCanBeRead() {
        JsonNode operations = JsonMapper.builder()
                .build()
                .readTree(DocumentSchema.scenarioText())
                .get("$defs")
                .get("op")
                .get("properties");

        assertThat(meanings().keySet().stream().map(op -> op.substring(0, op.indexOf(':'))))
                .containsExactlyElementsOf(operations.propertyNames());
    }

    @Test
    void mappingsLieFromTheTopDownwardsInDocumentOrderAroundThoseWithAnAddress() {
        Scenario scenario = Given.read(Given.withThreads(
                "- {name: a, cpu: 0, run: [map: {size: 3MiB}, map: {size: 64KiB}]}",
                "- {name: b, cpu: 1, run: [map: {size: 1MiB, at: 0x7ffeffb00000}, map: {size: 2MiB}]}",
                "- {name: c, cpu: 1, run: [map: {size: 1MiB}]}"));

        List<ThreadSpec> threads = scenario.workload().processes().get(0).threads();
        assertThat(threads.stream().flatMap(thread -> thread.program().stream()).map(op -> ((Op.Map) op).va()))
                .containsExactly(
                        TOP - 4 * MIB, // 2 MiB alignment leaves 1 MiB above
                        TOP - 5 * MIB - 65536, // its whole MiB below is taken by the next line
                        TOP - 5 * MIB,
                        TOP - 8 * MIB,
                        TOP - 9 * MIB);
    }

    @Test
    void processesHaveAddressSpacesOfTheirOwn() {
        Scenario scenario = Given.read(Given.withProgram("map: {name: m, size: 2MiB}")
                + "  - {name: B, threads: [{name: t, cpu: 0, run: [map: {name: m, size: 2MiB}, touch: {of: m}]}]}\n");

        assertThat(scenario.workload().processes().get(1).threads().get(0).program())
                .startsWith(Given.map(TOP - 2 * MIB, 2 * MIB, true, true, ""));
    }

    @Test
    void aNameIsVisibleToAllThreadsOfTheProcess() {
        Scenario scenario = Given.read(Given.withThreads(
                "- {name: early, cpu: 1, run: [touch: {of: buf}]}",
                "- {name: main, cpu: 0, run: [map: {name: buf, size: 2MiB}]}"));

        assertThat(Given.program(scenario))
                .containsExactly(new Op.Touch(TOP - 2 * MIB, 2 * MIB, 65536, true, 0, false, ""));
    }

    @Test
    void threadsOfAGroupHaveTheMappingsThatTheyNameForThemselves() {
        Scenario scenario = Given.read(Given.withThreads(
                "- name: t", "  cpus: {last: 3, count: 2}", "  run: [map: {name: m, size: 2MiB}, touch: {of: m}]"));

        List<ThreadSpec> threads = scenario.workload().processes().get(0).threads();
        assertThat(threads.get(0).program().get(1))
                .isEqualTo(new Op.Touch(TOP - 2 * MIB, 2 * MIB, 65536, true, 0, false, ""));
        assertThat(threads.get(1).program().get(1))
                .isEqualTo(new Op.Touch(TOP - 4 * MIB, 2 * MIB, 65536, true, 0, false, ""));
    }

    @Test
    void theThreadsOfAGroupThatMapNothingShareOneProgram() {
        List<ThreadSpec> threads =
                Given.library("lockless-munmap").workload().processes().get(0).threads();

        assertThat(threads.get(127).program()).isSameAs(threads.get(1).program());
    }

    @Test
    void aBarrierWaitsForTheThreadsOfAllProcessesThatNameIt() {
        Scenario scenario = Given.read(Given.withThreads(
                        "- {name: a, cpu: 0, run: [barrier: one, barrier: two]}",
                        "- {name: b, cpus: {first: 0, count: 3}, run: [repeat: {times: 2, run: [barrier: two]}]}")
                + "  - {name: B, threads: [{name: t, cpu: 0, run: [barrier: two, barrier: two]}]}\n");

        assertThat(Given.program(scenario)).containsExactly(new Op.Barrier(0, 1, ""), new Op.Barrier(1, 5, ""));
    }

    @Test
    void aGroupOfNoThreadsTakesNoPartInAnything() {
        Scenario scenario = Given.read(Given.withThreads(
                "- {name: main, cpu: 0, run: [barrier: b, signal: f]}",
                "- name: none",
                "  cpus: {first: 0, count: 0}",
                "  run: [barrier: b, barrier: c, signal: g, map: {size: 2MiB}, repeat: {until: g, run: []}]"));

        assertThat(scenario.workload().barriers()).containsExactly("b");
        assertThat(scenario.workload().flags()).containsExactly("f");
        assertThat(scenario.workload().processes().get(0).threads()).hasSize(1);
        assertThat(Given.program(scenario)).containsExactly(new Op.Barrier(0, 1, ""), new Op.Signal(0));
    }

    @Test
    void adviceThatTheEngineDoesNotKnowIsCounted() {
        Scenario scenario = Given.read(Given.withProgram(MAP, "madvise: {of: buf, advice: MADV_FREE}"));

        assertThat(Given.program(scenario))
                .element(1)
                .isEqualTo(new Op.Unsupported(Operation.OP_MADVISE, 0x1_0000_0000L, 4 * MIB));
    }

    @Test
    void everyAdviceOfTheEngineCanBeWritten() {
        for (Advice advice : Advice.values()) {
            Scenario scenario =
                    Given.read(Given.withProgram(MAP, "madvise: {of: buf, advice: MADV_" + advice.name() + "}"));

            assertThat(Given.program(scenario))
                    .element(1)
                    .isEqualTo(new Op.Madvise(0x1_0000_0000L, 4 * MIB, advice, ""));
        }
    }

    @Test
    void protectionsAndLocksMayCoverEverything() {
        Scenario scenario = Given.read(Given.withProgram(
                MAP,
                "protect: {of: buf, access: none}",
                "protect: {of: buf, access: read-write}",
                "lock: {all: true}",
                "remap: {of: buf, to: 0x200000000, keep: true}"));

        assertThat(Given.program(scenario))
                .endsWith(
                        new Op.Protect(0x1_0000_0000L, 4 * MIB, 0, ""),
                        new Op.Protect(0x1_0000_0000L, 4 * MIB, VmFlags.VM_READ | VmFlags.VM_WRITE, ""),
                        new Op.LockAll(false, ""),
                        new Op.Remap(0x1_0000_0000L, 4 * MIB, 0x2_0000_0000L, 4 * MIB, true, ""));
    }

    @Test
    void memoryCanBePopulatedAsItIsMapped() {
        Scenario scenario = Given.read(Given.withProgram("map: {size: 4MiB, populate: true}"));

        assertThat(((Op.Map) Given.program(scenario).get(0)).populate()).isTrue();
    }

    @Test
    void sharedMemoryIsSharedAndNotAccountedToTheProcess() {
        Scenario scenario = Given.read(Given.withProgram("map: {size: 4MiB, at: 0x100000000, shared: true}"));

        assertThat(Given.program(scenario))
                .containsExactly(new Op.Map(
                        0x1_0000_0000L,
                        4 * MIB,
                        VmFlags.VM_READ
                                | VmFlags.VM_WRITE
                                | VmFlags.VM_MAY_ALL
                                | VmFlags.VM_SHARED
                                | VmFlags.VM_MAYSHARE,
                        ""));
    }

    @Test
    void pinsOfAProcessAreItsOwnAndThoseOfAGroupEachThreads() {
        String pinAndDrop = "run: [map: {name: m, size: 2MiB}, pin: {name: p, of: m}, unpin: {name: p}]";
        Scenario scenario = Given.read(Given.withThreads(
                        "- {name: one, cpu: 0, " + pinAndDrop + "}",
                        "- {name: group, cpus: {first: 1, count: 2}, " + pinAndDrop + "}")
                + "  - {name: B, threads: [{name: t, cpu: 0, " + pinAndDrop + "}]}\n");

        assertThat(scenario.workload().processes().stream()
                        .flatMap(process -> process.threads().stream())
                        .map(thread -> ((Op.Unpin) thread.program().get(2)).handle()))
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void whatAThreadUnmapsItMayMapAgain() {
        Scenario scenario = Given.read(Given.withProgram(
                "map: {name: a, size: 4MiB, at: 0x100000000}",
                "unmap: {of: a, from: 1MiB, size: 1MiB}",
                "map: {size: 1MiB, at: 0x100100000}",
                "remap: {at: 0x100000000, size: 1MiB, to: 0x200000000, new_size: 1MiB}",
                "map: {size: 1MiB, at: 0x100000000}",
                "repeat: {times: 2, run: [map: {name: r, size: 2MiB}, unmap: {of: r}]}"));

        assertThat(Given.program(scenario)).hasSize(6);
    }

    @Test
    void whatAnotherThreadUnmapsAThreadMayMapAgain() {
        Scenario scenario = Given.read(Given.withThreads(
                "- {name: a, cpu: 0, run: [map: {size: 4MiB, at: 0x100000000}, map: {size: 4MiB, at: 0x100000000}]}",
                "- {name: b, cpu: 1, run: [unmap: {at: 0x100000000, size: 4MiB}]}"));

        assertThat(Given.program(scenario)).hasSize(2);
    }
}
