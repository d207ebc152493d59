package org.mmsim.engine.kernel;

/** Error numbers of include/uapi/asm-generic/errno-base.h that operations can end with. */
public final class Errno {
    /** No such file or directory: nothing is known by that handle. */
    public static final int ENOENT = 2;
    /** Try again: mlock had no memory for its pages. */
    public static final int EAGAIN = 11;
    /** No memory. */
    public static final int ENOMEM = 12;
    /** Permission denied: the mapping may never have such access. */
    public static final int EACCES = 13;
    /** Bad address: the access would have raised SIGSEGV. */
    public static final int EFAULT = 14;

    /** File exists: something is mapped there already. */
    public static final int EEXIST = 17;
    /** Invalid argument. */
    public static final int EINVAL = 22;

    private Errno() {}
}
