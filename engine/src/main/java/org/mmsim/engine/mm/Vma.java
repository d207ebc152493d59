package org.mmsim.engine.mm;

import static org.mmsim.engine.mm.VmFlags.VM_PFNMAP;
import static org.mmsim.engine.mm.VmFlags.VM_WRITE;

/**
 * A mapped range, [start, end) (vm_area_struct).
 *
 * @param flags of {@link VmFlags}
 * @param pgoff the range's first page as its folios know it (vm_pgoff): an offset in the file, or for
 *     private memory the page number it was mapped at
 * @param anonVma family of the private pages faulted here; 0 while there are none. {@link #FORKED} is set in families
 *     that began with a fork, whose VMAs are in their parents' families, too
 * @param file the shared memory object or the device that is mapped, 0 for none
 */
public record Vma(long start, long end, long flags, long pgoff, int anonVma, int file) {
    /** What distinguishes the numbers of families that began with a fork (an anon_vma_chain of more than one). */
    public static final int FORKED = 1 << 30;

    /** Whether its private pages may be a parent's, too. */
    public boolean forked() {
        return (anonVma & FORKED) != 0;
    }

    /** Whether it maps memory of a device, whose file is known by a number of {@code DeviceMemory} then. */
    public boolean pfnMap() {
        return has(VM_PFNMAP);
    }

    public boolean write() {
        return has(VM_WRITE);
    }

    public boolean has(long flag) {
        return (flags & flag) != 0;
    }

    public long length() {
        return end - start;
    }

    public boolean contains(long from, long to) {
        return start <= from && to <= end;
    }

    /** linear_page_index: the page offset of an address, by which its folio is known. */
    public long pgoff(long va, int pageShift) {
        return pgoff + (va - start >>> pageShift);
    }

    /** The part of it that is in [from, to). */
    public Vma cut(long from, long to, int pageShift) {
        long first = Math.max(start, from);
        return new Vma(first, Math.min(end, to), flags, pgoff(first, pageShift), anonVma, file);
    }

    public Vma withFlags(long newFlags) {
        return new Vma(start, end, newFlags, pgoff, anonVma, file);
    }

    public Vma withAnonVma(int family) {
        return new Vma(start, end, flags, pgoff, family, file);
    }
}
