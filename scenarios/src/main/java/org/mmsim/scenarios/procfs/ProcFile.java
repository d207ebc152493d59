package org.mmsim.scenarios.procfs;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;

/** Ways to see an address space that a real machine has as well. */
public enum ProcFile {
    SMAPS("smaps") {
        @Override
        public void print(AddressSpaceView space, KernelVariant variant, long from, long to, PrintWriter out) {
            SmapsText.print(space, from, to, out);
        }
    },
    PAGEMAP("pagemap") {
        @Override
        public void print(AddressSpaceView space, KernelVariant variant, long from, long to, PrintWriter out) {
            PagemapText.print(space, variant, from, to, out);
        }
    },
    PAGE_TYPES("page-types") {
        @Override
        public void print(AddressSpaceView space, KernelVariant variant, long from, long to, PrintWriter out) {
            PageTypesText.print(space, variant, from, to, out);
        }
    };

    private final String label;

    ProcFile(String label) {
        this.label = label;
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }

    /** All names. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(file -> file.label).toList();
    }

    /** Prints the addresses in [from, to). */
    public abstract void print(AddressSpaceView space, KernelVariant variant, long from, long to, PrintWriter out);
}
