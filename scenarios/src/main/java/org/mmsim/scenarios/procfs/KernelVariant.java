package org.mmsim.scenarios.procfs;

/**
 * What kernels show differently.
 *
 * @param exclusiveOfFirstPage whether pagemap has the exclusive bit of a block's first page for all of its pages
 *     (6.18), rather than each page's own (6.12)
 * @param ksmOfAllAnon whether kpageflags has {@code ksm} for all anonymous memory, as some stable releases do
 * @param softDirty whether it was built with CONFIG_MEM_SOFT_DIRTY; else the bit means nothing
 */
public record KernelVariant(boolean exclusiveOfFirstPage, boolean ksmOfAllAnon, boolean softDirty) {

    /** Every page by itself. */
    public static final KernelVariant PER_PAGE = new KernelVariant(false, false, true);
}
