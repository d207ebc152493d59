package org.mmsim.scenarios.procfs;

/**
 * A mapping, [start, end).
 *
 * @param flags vm_flags
 * @param fileOffset in bytes, 0 without a file
 * @param name what maps shows at the end of its line, empty if there is nothing
 * @param shmemSwapBytes of the shared memory that it maps and that is in swap
 */
public record VmaView(long start, long end, long flags, long fileOffset, String name, long shmemSwapBytes) {

    /** {@code rw-p}. */
    public String permissions() {
        return (has(VmFlag.READ) ? "r" : "-")
                + (has(VmFlag.WRITE) ? "w" : "-")
                + (has(VmFlag.EXEC) ? "x" : "-")
                + (has(VmFlag.MAYSHARE) ? "s" : "p");
    }

    boolean has(VmFlag flag) {
        return flag.in(flags);
    }
}
