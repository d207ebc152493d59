package org.mmsim.actors;

import java.util.List;
import java.util.Objects;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.protocol.Event;

/** What a run has left of a process's address space. */
record Space(RunRecord run, int process) {

    Mm mm() {
        return run.machine().mm(process);
    }

    PageTableFormat format() {
        return run.machine().format();
    }

    Folios folios() {
        return run.machine().folios();
    }

    /** Level of the leaf that maps an address, or −1. */
    int level(long va) {
        return mm().pageTable().leafLevel(va);
    }

    /** The leaf that maps an address, or what else is there. */
    long entry(long va) {
        PageTable pageTable = mm().pageTable();
        return pageTable.entry(va, Math.max(0, pageTable.leafLevel(va)));
    }

    long frame(long va) {
        long inLeaf = va & format().span(Math.max(0, level(va))) - 1;
        return format().frame(entry(va)) + (inLeaf >>> format().shift(0));
    }

    /** The folio that is mapped at an address. */
    long folio(long va) {
        return folios().head(frame(va));
    }

    Vma vma(long va) {
        return Objects.requireNonNull(mm().find(va), "no VMA there");
    }

    /** The VMAs, as first page and number of pages from an address on. */
    List<String> vmas(long from) {
        int shift = format().shift(0);
        return mm().vmas().values().stream()
                .map(vma -> (vma.start() - from >> shift) + "+" + (vma.length() >> shift))
                .toList();
    }

    /** Frames of the first entries of level 0 that were set in the run, which later operations may have moved. */
    List<Long> framesFirstMapped() {
        return run.of(Event.PTE_SET_FIELD_NUMBER)
                .filter(f -> f.a() == process && f.c() == 0)
                .map(f -> format().frame(f.d()))
                .toList();
    }

    /** Faults that the process's threads took. */
    long faults() {
        return mm().minorFaults();
    }
}
