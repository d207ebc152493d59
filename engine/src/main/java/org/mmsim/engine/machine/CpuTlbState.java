package org.mmsim.engine.machine;

import java.util.Arrays;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;
import org.mmsim.protocol.LoadedMm;

/** cpu_tlbstate of x86: which mm a CPU has loaded, and how fresh its TLB is for those that it had lately. */
public final class CpuTlbState {
    /** TLB_NR_DYN_ASIDS: address spaces that a CPU keeps translations of. */
    public static final int ASIDS = 6;

    /** init_mm, which has no user addresses. */
    public static final int INIT_MM = 0;

    private int loadedMm = INIT_MM;
    private int loadedAsid;
    private int loaded = LoadedMm.LOADED_MM_USED_VALUE;
    private final int[] mm = new int[ASIDS];
    private final long[] tlbGen = new long[ASIDS];
    private int nextAsid;

    /** The mm whose page tables CR3 points to, {@link #INIT_MM} for none of a process. */
    public int loadedMm() {
        return loadedMm;
    }

    /** Number of the ASID: one of the CPU's own from 0, or from {@link #ASIDS} on the mm's global one. */
    public int loadedAsid() {
        return loadedAsid;
    }

    /** Whether nobody runs in the loaded mm, so that a flush may wait until somebody does. */
    public boolean lazy() {
        return loaded == LoadedMm.LOADED_MM_LAZY_VALUE;
    }

    /** Whether the CPU is on its way to another mm, and may be using either. */
    public boolean switching() {
        return loaded == LoadedMm.LOADED_MM_SWITCHING_VALUE;
    }

    /** The mm's ASID, or −1. */
    public int asidOf(int wanted) {
        for (int asid = 0; asid < ASIDS; asid++) {
            if (tlbGen[asid] > 0 && mm[asid] == wanted) {
                return asid;
            }
        }
        return -1;
    }

    /** The ASID that is given away next, in turn. */
    public int nextAsid() {
        return nextAsid;
    }

    /** The mm that has an ASID; {@link #INIT_MM} if nobody has had it yet. */
    public int mmOf(int asid) {
        return mm[asid];
    }

    /** The mm's generation that an ASID's translations are as fresh as, 0 if nobody has had it yet. */
    public long tlbGen(int asid) {
        return tlbGen[asid];
    }

    void setState(int state) {
        loaded = state;
    }

    /** Whether the loaded mm has the same ASID on all CPUs, and INVLPGB keeps its translations fresh. */
    public boolean loadedGlobally() {
        return isGlobal(loadedAsid);
    }

    /** is_global_asid. */
    public static boolean isGlobal(int asid) {
        return asid >= ASIDS;
    }

    void load(int newMm, int asid, long gen) {
        if (isGlobal(asid)) {
            loadedMm = newMm;
            loadedAsid = asid;
            loaded = LoadedMm.LOADED_MM_USED_VALUE;
            return;
        }
        if (asidOf(newMm) != asid) {
            nextAsid = (asid + 1) % ASIDS;
        }
        loadedMm = newMm;
        loadedAsid = asid;
        loaded = LoadedMm.LOADED_MM_USED_VALUE;
        mm[asid] = newMm;
        tlbGen[asid] = gen;
    }

    void reach(long gen) {
        if (!loadedGlobally()) {
            tlbGen[loadedAsid] = gen;
        }
    }

    void goIdle() {
        if (loadedMm != INIT_MM) {
            loaded = LoadedMm.LOADED_MM_LAZY_VALUE;
        }
    }

    void save(StateOutput out) {
        out.unsigned(loadedMm);
        out.unsigned(loadedAsid);
        out.unsigned(loaded);
        out.unsigned(nextAsid);
        Arrays.stream(mm).forEach(out::unsigned);
        Arrays.stream(tlbGen).forEach(out::unsigned);
    }

    void restore(StateInput in) {
        loadedMm = in.upTo(Integer.MAX_VALUE, "loaded mm");
        loadedAsid = in.upTo(Integer.MAX_VALUE, "loaded ASID");
        loaded = in.upTo(LoadedMm.LOADED_MM_SWITCHING_VALUE, "state of the loaded mm");
        nextAsid = in.upTo(ASIDS - 1, "next ASID");
        for (int asid = 0; asid < ASIDS; asid++) {
            mm[asid] = in.upTo(Integer.MAX_VALUE, "mm of an ASID");
        }
        for (int asid = 0; asid < ASIDS; asid++) {
            tlbGen[asid] = in.unsigned();
        }
    }
}
