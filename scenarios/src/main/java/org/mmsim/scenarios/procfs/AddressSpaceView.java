package org.mmsim.scenarios.procfs;

import java.util.List;
import java.util.function.Consumer;

/** An address space at a moment. */
public interface AddressSpaceView {

    /** The mappings by address. */
    List<VmaView> vmas();

    /** Gives the leaves that stand for an address in [from, to) to the visitor, in order. */
    void leaves(long from, long to, Consumer<Leaf> visitor);

    /** The machine's pages. */
    Frames frames();

    /** Size of a base page in bytes. */
    long pageBytes();
}
