package org.mmsim.engine.mm;

/** vm_flags, with the values of include/linux/mm.h. */
public final class VmFlags {
    public static final long VM_READ = 0x1;
    public static final long VM_WRITE = 0x2;
    public static final long VM_EXEC = 0x4;
    public static final long VM_SHARED = 0x8;
    public static final long VM_MAYREAD = 0x10;
    public static final long VM_MAYWRITE = 0x20;
    public static final long VM_MAYEXEC = 0x40;
    public static final long VM_MAYSHARE = 0x80;
    /** Entries are set by a driver, for pages that the VMA holds no references of. */
    public static final long VM_PFNMAP = 0x400;

    public static final long VM_LOCKED = 0x2000;
    /** Memory of a device. */
    public static final long VM_IO = 0x4000;
    /** MADV_DONTFORK. */
    public static final long VM_DONTCOPY = 0x2_0000;

    /** Cannot grow with mremap. */
    public static final long VM_DONTEXPAND = 0x4_0000;

    public static final long VM_LOCKONFAULT = 0x8_0000;
    public static final long VM_ACCOUNT = 0x10_0000;
    public static final long VM_NORESERVE = 0x20_0000;
    public static final long VM_WIPEONFORK = 0x200_0000;
    /** Not in core dumps. */
    public static final long VM_DONTDUMP = 0x400_0000;

    public static final long VM_SOFTDIRTY = 0x800_0000;
    public static final long VM_HUGEPAGE = 0x2000_0000;
    public static final long VM_NOHUGEPAGE = 0x4000_0000;

    /** VM_ACCESS_FLAGS: what mprotect changes. */
    public static final long VM_ACCESS = VM_READ | VM_WRITE | VM_EXEC;

    /** VM_SPECIAL without VM_MIXEDMAP: VMAs that are neither merged nor locked. */
    public static final long VM_SPECIAL = VM_IO | VM_DONTEXPAND | VM_PFNMAP;

    /** What remap_pfn_range makes of a mapping. */
    public static final long VM_OF_DEVICE = VM_SPECIAL | VM_DONTDUMP;

    /** VM_LOCKED_MASK. */
    public static final long VM_LOCKED_MASK = VM_LOCKED | VM_LOCKONFAULT;

    /** What a private mapping may be changed to. */
    public static final long VM_MAY_ALL = VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC;

    private VmFlags() {}

    /** is_cow_mapping: private memory that can become writable. */
    public static boolean cow(long flags) {
        return (flags & (VM_SHARED | VM_MAYWRITE)) == VM_MAYWRITE;
    }
}
