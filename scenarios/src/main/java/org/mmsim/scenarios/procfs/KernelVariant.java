package org.mmsim.scenarios.procfs;

/**
 * What kernels show differently.
 *
 * @param exclusiveOfFirstPage whether pagemap has the exclusive bit of a block's first page for all of its pages
 *     (6.18), rather than each page's own (6.12)
 * @param ksmOfAllAnon whether kpageflags has {@code ksm} for all anonymous memory, as some stable releases do
 */
public record KernelVariant(boolean exclusiveOfFirstPage, boolean ksmOfAllAnon) {

    /** Every page by itself. */
    public static final KernelVariant PER_PAGE = new KernelVariant(false, false);
}
