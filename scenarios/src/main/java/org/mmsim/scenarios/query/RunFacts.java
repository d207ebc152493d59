package org.mmsim.scenarios.query;

import java.util.List;
import org.mmsim.engine.pagetable.PageTableFormat;

/** What a filter may have to know about the run it is for. Asked for only when needed. */
public interface RunFacts {

    /** Names of the processes; the first is that of process 1. */
    List<String> processNames();

    /** Number of CPUs of the machine. */
    int cpuCount();

    /** Geometry of the page tables. */
    PageTableFormat pageTableFormat();

    /** Largest order of a folio that ever began at a frame, or −1 if none did. */
    int folioOrder(long pfn);
}
