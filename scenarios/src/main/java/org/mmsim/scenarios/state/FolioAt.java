package org.mmsim.scenarios.state;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.tlb.Tlb;
import org.mmsim.scenarios.view.Levels;
import org.mmsim.scenarios.view.Numbers;

/** The folio that a frame is part of, and everything that translates to it. */
final class FolioAt {
    private final Machine machine;
    private final long frame;
    private final long head;
    private final List<Mapping> mappings = new ArrayList<>();
    private final List<Mapping> translations = new ArrayList<>();

    /**
     * A leaf that leads to the folio.
     *
     * @param cpu whose TLB caches it, or −1 if it is in the page table
     */
    record Mapping(int cpu, int mm, long va, int level, long entry) {}

    FolioAt(Machine machine, long frame) {
        this.machine = machine;
        this.frame = frame;
        head = frame >= machine.memory().frames() ? -1 : machine.folios().head(frame);
        if (head >= 0) {
            machine.mms().forEach(this::addMappings);
        }
        for (int cpu = 0; cpu < machine.cpuCount(); cpu++) {
            addTranslations(cpu);
        }
    }

    private void addMappings(Mm mm) {
        mm.pageTable().leaves(0, machine.format().limit(), (va, level, entry) -> {
            if (leadsHere(level, entry)) {
                mappings.add(new Mapping(-1, mm.id(), va, level, entry));
            }
        });
    }

    private void addTranslations(int cpu) {
        Tlb tlb = machine.tlb(cpu);
        for (int place = 0; place < tlb.capacity(); place++) {
            if (tlb.entryAt(place) != 0 && leadsHere(tlb.levelAt(place), tlb.entryAt(place))) {
                translations.add(
                        new Mapping(cpu, tlb.mmAt(place), tlb.vaAt(place), tlb.levelAt(place), tlb.entryAt(place)));
            }
        }
    }

    private boolean leadsHere(int level, long entry) {
        PageTableFormat format = machine.format();
        if (!format.present(entry) || !format.leaf(level, entry)) {
            return false;
        }
        long first = format.frame(entry);
        long last = first + (1L << machine.order(level)) - 1;
        long from = head < 0 ? frame : head;
        long to = head < 0 ? frame : head + (1L << order()) - 1;
        return first <= to && from <= last;
    }

    /** First frame of the folio, or −1 if the frame is free. */
    long head() {
        return head;
    }

    int order() {
        return machine.folios().order(head);
    }

    int refs() {
        return machine.folios().refs(head);
    }

    int mapcount() {
        return machine.folios().mapcount(head);
    }

    /** Page-table leaves that map it. */
    List<Mapping> mappings() {
        return mappings;
    }

    /** TLB entries that translate to it. */
    List<Mapping> translations() {
        return translations;
    }

    List<String> describe(Names names) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        if (head < 0) {
            boolean exists = frame < machine.memory().frames();
            lines.add("frame " + Numbers.hex(frame) + (exists ? " is free" : " is beyond the memory"));
        } else {
            lines.add("folio " + Numbers.hex(head) + " of order " + order() + ", "
                    + Numbers.size(machine.format().span(0) << order()) + ", refcount " + refs() + ", mapcount "
                    + mapcount());
        }
        for (Mapping m : mappings) {
            lines.add("  mapped by " + names.processText(m.mm) + " " + leaf(m));
        }
        for (Mapping m : translations) {
            lines.add("  cached by tlb-" + m.cpu + " for " + names.processText(m.mm) + " " + leaf(m));
        }
        return lines;
    }

    private String leaf(Mapping m) {
        return "at " + Numbers.hex(m.va) + " " + Levels.name(m.level) + " "
                + machine.format().describe(m.entry);
    }
}
