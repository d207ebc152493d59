package org.mmsim.scenarios.state;

import java.util.List;
import org.mmsim.engine.machine.CpuState;
import org.mmsim.engine.machine.LockState;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.tlb.Tlb;
import org.mmsim.engine.tlb.WalkCache;
import org.mmsim.scenarios.view.Levels;
import org.mmsim.scenarios.view.Numbers;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A machine at a moment as JSON. Addresses and entries are hexadecimal texts, frames are numbers. */
public final class StateJson {
    private final MachineAt at;
    private final Machine machine;
    private final Names names;

    public StateJson(MachineAt at, Names names) {
        this.at = at;
        this.machine = at.machine();
        this.names = names;
    }

    /** Adds what is asked for to an object. */
    public void write(StateRequest request, ObjectNode root) {
        root.put("seq", at.seq());
        root.put("time_ns", at.timeNs());
        if (request.wantsProcesses()) {
            ArrayNode processes = root.putArray("processes");
            for (Mm mm : machine.mms()) {
                if (request.wants(mm.id())) {
                    process(mm, request, processes.addObject());
                }
            }
        }
        if (request.isGeneral()) {
            ArrayNode cpus = root.putArray("cpus");
            for (int cpu = 0; cpu < machine.cpuCount(); cpu++) {
                cpu(cpu, cpus.addObject());
            }
            sleepers(root.putArray("sleeping_threads"));
            ArrayNode locks = root.putArray("locks");
            machine.locks().forEach((key, lock) -> lock(key, lock, locks.addObject()));
            new MemoryJson(machine).write(root.putObject("memory"));
        }
        request.tlb().ifPresent(cpu -> tlb(cpu, root.putObject("tlb")));
        request.folio().ifPresent(frame -> folio(new FolioAt(machine, frame), root.putObject("folio")));
    }

    private void process(Mm mm, StateRequest request, ObjectNode node) {
        node.put("process", mm.id());
        node.put("name", names.process(mm.id()));
        node.put("rss_pages", mm.rssPages());
        node.put("mm_cpumask", CpuList.of(mm.cpumask()));
        node.put("walk_counter", mm.walkCounter());
        node.put("percpu_walk_counters", CpuList.sum(mm, machine.cpuCount()));
        TableCount count = TableCount.of(mm);
        ObjectNode tables = node.putObject("tables");
        for (int level = count.levels() - 1; level >= 0; level--) {
            tables.put(Levels.name(level), count.ofLevel(level));
        }
        tables.put("deposited", count.deposited());
        ArrayNode vmas = node.putArray("vmas");
        for (Vma vma : mm.overlapping(request.from(), request.to())) {
            range(vmas.addObject(), vma.start(), vma.end())
                    .put("write", vma.write())
                    .put("huge", !vma.has(VmFlags.VM_NOHUGEPAGE));
        }
        ArrayNode mapped = node.putArray("mapped");
        for (LeafRun run : LeafRun.of(mm, request.from(), request.to(), request.ranged())) {
            range(mapped.addObject(), run.start(), run.end())
                    .put("level", Levels.name(run.level()))
                    .put("leaves", run.leaves())
                    .put("first_entry", Numbers.hex(run.entry()))
                    .put("first_pfn", machine.format().frame(run.entry()))
                    .put("contiguous", run.contiguous());
        }
    }

    private static ObjectNode range(ObjectNode node, long start, long end) {
        return node.put("start", Numbers.hex(start)).put("end", Numbers.hex(end));
    }

    private void cpu(int number, ObjectNode node) {
        CpuState cpu = machine.cpu(number);
        node.put("cpu", number);
        node.put("idle", cpu.idle());
        if (cpu.idle()) {
            node.put("idle_since_ns", cpu.idleSinceNs());
        }
        if (cpu.thread() >= 0) {
            node.put("thread", cpu.thread()).put("name", names.thread(cpu.thread()));
        }
        if (cpu.mm() >= 0) {
            node.put("mm", cpu.mm());
        }
        node.put("interrupts_off", cpu.irqsOff()).put("ipi_pending", cpu.ipiPending());
        ArrayNode queue = node.putArray("csds_from");
        for (int place = 0; place < cpu.queueLength(); place++) {
            queue.add(cpu.queued(place));
        }
        if (!cpu.idle()) {
            ArrayNode stack = node.putArray("stack");
            for (int place = 0; place < cpu.depth(); place++) {
                stack.add(Names.function(cpu.functionAt(place)));
            }
        }
    }

    private void sleepers(ArrayNode list) {
        for (int thread : machine.threads()) {
            int[] functions = machine.cpu(machine.cpuOfThread(thread)).parkedFunctions(thread);
            if (functions.length > 0) {
                ObjectNode node = list.addObject().put("thread", thread).put("name", names.thread(thread));
                ArrayNode stack = node.putArray("stack");
                for (int function : functions) {
                    stack.add(Names.function(function));
                }
            }
        }
    }

    private void lock(long key, LockState lock, ObjectNode node) {
        boolean sleeping = Names.isSleepingLock(key);
        node.put("lock", Names.lockKind(key).name());
        node.put("id", sleeping ? Long.toString(Names.lockId(key)) : Numbers.hex(Names.lockId(key)));
        node.put("holders", sleeping ? "threads" : "cpus");
        if (lock.writer() >= 0) {
            node.put("writer", lock.writer());
        }
        node.put("readers", lock.readers());
        ArrayNode waiters = node.putArray("waiters");
        for (LockState.Waiter waiter : lock.waiters()) {
            waiters.addObject().put("who", waiter.who()).put("reader", waiter.reader());
        }
    }

    private void tlb(int cpu, ObjectNode node) {
        Tlb tlb = machine.tlb(cpu);
        node.put("cpu", cpu).put("capacity", tlb.capacity());
        ArrayNode entries = node.putArray("entries");
        for (int place = 0; place < tlb.capacity(); place++) {
            if (tlb.entryAt(place) != 0) {
                entry(entries.addObject(), tlb.mmAt(place), tlb.vaAt(place), tlb.levelAt(place), tlb.entryAt(place))
                        .put("asid", tlb.asidAt(place))
                        .put("span", tlb.spanAt(place))
                        .put("in", tlb.structureAt(place))
                        .put("place", place);
            }
        }
        WalkCache pointers = tlb.walkCache();
        ArrayNode tables = node.putArray("walk_cache");
        for (int place = 0; place < pointers.capacity(); place++) {
            if (pointers.tableAt(place) >= 0) {
                tables.addObject()
                        .put("asid", pointers.asidAt(place))
                        .put("mm", pointers.mmAt(place))
                        .put("va", Numbers.hex(pointers.vaAt(place)))
                        .put("level", Levels.name(pointers.levelAt(place)))
                        .put("table", Numbers.hex(pointers.tableAt(place)))
                        .put("place", place);
            }
        }
    }

    private void folio(FolioAt folio, ObjectNode node) {
        node.put("allocated", folio.head() >= 0);
        if (folio.head() >= 0) {
            node.put("pfn", folio.head()).put("order", folio.order());
            node.put("refcount", folio.refs()).put("mapcount", folio.mapcount());
        }
        leaves(folio.mappings(), node.putArray("mapped_by"));
        leaves(folio.translations(), node.putArray("cached_by"));
    }

    private void leaves(List<FolioAt.Mapping> leaves, ArrayNode list) {
        for (FolioAt.Mapping leaf : leaves) {
            ObjectNode node = entry(list.addObject(), leaf.mm(), leaf.va(), leaf.level(), leaf.entry());
            if (leaf.cpu() >= 0) {
                node.put("cpu", leaf.cpu());
            }
        }
    }

    private ObjectNode entry(ObjectNode node, int mm, long va, int level, long entry) {
        return node.put("mm", mm)
                .put("va", Numbers.hex(va))
                .put("level", Levels.name(level))
                .put("entry", Numbers.hex(entry))
                .put("pfn", machine.format().frame(entry));
    }
}
