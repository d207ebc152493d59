package org.mmsim.scenarios.state;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.tlb.Tlb;
import org.mmsim.engine.tlb.WalkCache;
import org.mmsim.scenarios.view.Levels;
import org.mmsim.scenarios.view.Numbers;

/** A machine at a moment, for people. */
public final class StateText {
    private final MachineAt at;
    private final Machine machine;
    private final PageTableFormat format;
    private final Names names;
    private final PrintWriter out;

    public StateText(MachineAt at, Names names, PrintWriter out) {
        this.at = at;
        this.machine = at.machine();
        this.format = machine.format();
        this.names = names;
        this.out = out;
    }

    /** Prints what is asked for. */
    public void print(StateRequest request) {
        line("after event %d, at %s", at.seq(), Numbers.time(at.timeNs()));
        for (Mm mm : machine.mms()) {
            if (request.wants(mm.id())) {
                process(mm, request);
            }
        }
        if (request.isGeneral()) {
            cpus();
            locks();
            line("");
            new MemoryText(machine, out).print();
        }
        request.tlb().ifPresent(this::tlb);
        request.folio()
                .ifPresent(frame -> new FolioAt(machine, frame).describe(names).forEach(out::println));
    }

    private void process(Mm mm, StateRequest request) {
        line("");
        line("%s", names.processText(mm.id()));
        line("  rss          %s (%d pages)", Numbers.about(mm.rssPages() * pageBytes()), mm.rssPages());
        line("  page tables  %s", tables(mm));
        line("  mm_cpumask   %s", CpuList.of(mm.cpumask()));
        if (mm.walkCounter() != 0 || CpuList.sum(mm, machine.cpuCount()) != 0) {
            line(
                    "  walks        %d on the shared counter, %d on those of CPUs",
                    mm.walkCounter(), CpuList.sum(mm, machine.cpuCount()));
        }
        for (Vma vma : mm.overlapping(request.from(), request.to())) {
            line(
                    "  vma          %s..%s  %-8s %s%s",
                    Numbers.hex(vma.start()),
                    Numbers.hex(vma.end()),
                    Numbers.size(vma.end() - vma.start()),
                    vma.write() ? "rw" : "r-",
                    vma.has(VmFlags.VM_NOHUGEPAGE) ? "" : " thp");
        }
        for (LeafRun run : LeafRun.of(mm, request.from(), request.to(), request.ranged())) {
            line(
                    "  mapped       %s..%s  %-8s %d %s  %s%s",
                    Numbers.hex(run.start()),
                    Numbers.hex(run.end()),
                    Numbers.size(run.end() - run.start()),
                    run.leaves(),
                    Levels.name(run.level()),
                    format.describe(run.entry()),
                    run.leaves() == 1 ? "" : run.contiguous() ? " and on" : " and others");
        }
    }

    private long pageBytes() {
        return format.span(0);
    }

    private String tables(Mm mm) {
        TableCount count = TableCount.of(mm);
        List<String> parts = new ArrayList<>();
        for (int level = count.levels() - 1; level >= 0; level--) {
            parts.add(count.ofLevel(level) + " " + Levels.name(level));
        }
        return String.join(", ", parts) + (count.deposited() == 0 ? "" : ", " + count.deposited() + " pte deposited");
    }

    private void cpus() {
        line("");
        for (CpuLine cpu : CpuLine.of(at, names)) {
            line("%-12s %s", cpu.cpus(), cpu.text());
        }
        for (int thread : machine.threads()) {
            int[] stack = machine.cpu(machine.cpuOfThread(thread)).parkedFunctions(thread);
            if (stack.length > 0) {
                line("%-12s %s sleeps in %s", "", names.threadText(thread), CpuLine.stack(stack));
            }
        }
    }

    private void locks() {
        line("");
        if (machine.locks().isEmpty()) {
            line("no lock is held");
        }
        machine.locks().forEach((key, lock) -> line("%s: %s", names.lock(key), LockText.of(key, lock, names)));
    }

    private void tlb(int cpu) {
        Tlb tlb = machine.tlb(cpu);
        line("");
        line("tlb-%d: %d of %d entries used", cpu, tlb.used(), tlb.capacity());
        for (int place = 0; place < tlb.capacity(); place++) {
            if (tlb.entryAt(place) != 0) {
                line(
                        "  %5d  %s  asid %d  %s  %s  %s  %s",
                        place,
                        tlb.structureAt(place),
                        tlb.asidAt(place),
                        names.processText(tlb.mmAt(place)),
                        Numbers.hex(tlb.vaAt(place)),
                        Levels.name(tlb.levelAt(place)),
                        format.describe(tlb.entryAt(place)));
            }
        }
        WalkCache pointers = tlb.walkCache();
        line("walk cache: %d of %d entries used", pointers.used(), pointers.capacity());
        for (int place = 0; place < pointers.capacity(); place++) {
            if (pointers.tableAt(place) >= 0) {
                line(
                        "  %5d  asid %d  %s  %s  %s table %s",
                        place,
                        pointers.asidAt(place),
                        names.processText(pointers.mmAt(place)),
                        Numbers.hex(pointers.vaAt(place)),
                        Levels.name(pointers.levelAt(place)),
                        Numbers.hex(pointers.tableAt(place)));
            }
        }
    }

    private void line(String text, Object... values) {
        out.println(String.format(Locale.ROOT, text, values));
    }
}
