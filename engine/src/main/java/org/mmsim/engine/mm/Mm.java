package org.mmsim.engine.mm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/** An address space (mm_struct). Changed only by the facts of {@code Machine.apply}. */
public final class Mm {
    private final int id;
    private final PageTable pageTable;
    private final NavigableMap<Long, Vma> vmas = new TreeMap<>();
    private final long[] cpumask;
    private final int[] walkCounters;
    private int walkCounter;
    private long rssPages;

    public Mm(int id, PageTableFormat format, int cpus) {
        this.id = id;
        pageTable = new PageTable(format);
        cpumask = new long[cpus + 63 >>> 6];
        walkCounters = new int[cpus];
    }

    public int id() {
        return id;
    }

    public PageTable pageTable() {
        return pageTable;
    }

    /** The mapped ranges by start address. */
    public NavigableMap<Long, Vma> vmas() {
        return vmas;
    }

    /** The range that holds an address, or null. */
    public @Nullable Vma find(long va) {
        Map.Entry<Long, Vma> entry = vmas.floorEntry(va);
        return entry == null || va >= entry.getValue().end() ? null : entry.getValue();
    }

    /** Ranges that share an address with [from, to), in order. */
    public List<Vma> overlapping(long from, long to) {
        List<Vma> found = new ArrayList<>();
        Long first = vmas.floorKey(from);
        for (Vma vma : vmas.tailMap(first == null ? from : first, true).values()) {
            if (vma.start() >= to) {
                break;
            }
            if (vma.end() > from) {
                found.add(vma);
            }
        }
        return found;
    }

    public void map(Vma vma) {
        vmas.put(vma.start(), vma);
    }

    /** Removes [from, to) from every range, cutting those that reach beyond it. */
    public void unmap(long from, long to) {
        for (Vma vma : overlapping(from, to)) {
            vmas.remove(vma.start());
            if (vma.start() < from) {
                map(new Vma(vma.start(), from, vma.write(), vma.huge()));
            }
            if (vma.end() > to) {
                map(new Vma(to, vma.end(), vma.write(), vma.huge()));
            }
        }
    }

    public boolean inCpumask(int cpu) {
        return (cpumask[cpu >>> 6] >>> cpu & 1) != 0;
    }

    /** mm_cpumask, 64 CPUs a word. */
    public long[] cpumask() {
        return cpumask;
    }

    public void setCpumask(int cpu, boolean present) {
        if (present) {
            cpumask[cpu >>> 6] |= 1L << cpu;
        } else {
            cpumask[cpu >>> 6] &= ~(1L << cpu);
        }
    }

    /** Running lockless walks as the shared counter has them. */
    public int walkCounter() {
        return walkCounter;
    }

    /** Running lockless walks as a CPU's own counter has them. */
    public int walkCounter(int cpu) {
        return walkCounters[cpu];
    }

    /**
     * @param cpu whose counter, or −1 for the shared one
     */
    public void addWalkCounter(int cpu, int delta) {
        if (cpu < 0) {
            walkCounter += delta;
        } else {
            walkCounters[cpu] += delta;
        }
    }

    /** Mapped base pages. */
    public long rssPages() {
        return rssPages;
    }

    public void addRss(long pages) {
        rssPages += pages;
    }

    /** Writes everything but the number. */
    public void save(StateOutput out) {
        out.sparse(cpumask);
        out.signed(walkCounter);
        for (int counter : walkCounters) {
            out.signed(counter);
        }
        out.signed(rssPages);
        out.unsigned(vmas.size());
        long last = 0;
        for (Vma vma : vmas.values()) {
            out.unsigned(vma.start() - last);
            out.unsigned(vma.end() - vma.start());
            out.unsigned(vma.flags());
            last = vma.end();
        }
        pageTable.save(out);
    }

    /** Fills a new address space with what {@link #save} wrote. */
    public void restore(StateInput in) {
        in.sparse(cpumask, "CPUs of mm_cpumask");
        walkCounter = in.signedInt("counter of walks");
        for (int cpu = 0; cpu < walkCounters.length; cpu++) {
            walkCounters[cpu] = in.signedInt("counter of walks");
        }
        rssPages = in.signed();
        long last = 0;
        for (int left = in.count("mapped ranges"); left > 0; left--) {
            long start = last + in.unsigned();
            last = start + in.unsigned();
            map(Vma.of(start, last, in.unsigned()));
        }
        pageTable.restore(in);
    }
}
