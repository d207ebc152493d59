package org.mmsim.engine.kernel.protect;

import static org.mmsim.engine.mm.VmFlags.VM_SHARED;
import static org.mmsim.engine.mm.VmFlags.VM_SOFTDIRTY;

import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;

/** What mprotect makes of entries (MM_CP_TRY_CHANGE_WRITABLE of change_pte_range and change_huge_pmd). */
final class ProtectionChange {
    private ProtectionChange() {}

    /** pte_modify, pmd_modify: the attributes of the VMA as it is now, without write permission for private memory. */
    static long modify(PageTableFormat format, Vma vma, long entry) {
        return format.modify(entry, format.protection(vma.flags()));
    }

    /**
     * can_change_pte_writable, can_change_pmd_writable: whether a private page may be written without a fault, which
     * takes an exclusive page, and nobody who wants to see the first write.
     *
     * @param entry with its new attributes
     */
    static boolean canBeWritable(Cpu cpu, PageTableFormat format, Vma vma, long entry) {
        if (!vma.write() || vma.has(VM_SHARED) || format.write(entry) || format.special(entry)) {
            return false;
        }
        boolean tracked = !vma.has(VM_SOFTDIRTY) && format.mkSoftDirty(entry) != entry;
        Folios folios = cpu.machine().folios();
        long page = format.frame(entry);
        if (cpu.planted(Bug.PROTECT_GRANTS_WRITE)) {
            return true;
        }
        return !tracked && folios.has(folios.head(page), PageFlags.ANON) && folios.exclusive(page);
    }
}
