package org.mmsim.scenarios.conform.script;

import java.util.List;

/** What a process of a script can do. */
public sealed interface Action {

    /** The operation's name in reports. */
    String operation();

    /** What a mapping maps. */
    enum MapKind {
        ANON,
        SHARED_ANON,
        SHARED_FILE,
        PRIVATE_FILE,
        HUGETLB
    }

    /**
     * mmap.
     *
     * @param at first page in the region
     * @param file empty unless the kind has one
     * @param fileOffset page of the file
     */
    record Map(
            String region,
            long at,
            long pages,
            MapKind kind,
            String file,
            long fileOffset,
            Protection protection,
            boolean noreserve,
            boolean populate)
            implements Action {
        @Override
        public String operation() {
            return switch (kind) {
                case ANON -> populate ? "map populate" : "map";
                case SHARED_ANON -> "map shanon";
                case SHARED_FILE -> "map shared";
                case PRIVATE_FILE -> "map private";
                case HUGETLB -> "map hugetlb";
            };
        }
    }

    record Munmap(PageRange range) implements Action {
        @Override
        public String operation() {
            return "munmap";
        }
    }

    /** Reads the first byte of every {@code stride}-th page. */
    record Read(PageRange range, long stride) implements Action {
        @Override
        public String operation() {
            return "read";
        }
    }

    /** Writes the first byte of every {@code stride}-th page. */
    record Write(PageRange range, long stride, int value) implements Action {
        @Override
        public String operation() {
            return "write";
        }
    }

    record Madvise(PageRange range, Advice advice) implements Action {
        @Override
        public String operation() {
            return "madvise " + advice.label();
        }
    }

    record Mprotect(PageRange range, Protection protection) implements Action {
        @Override
        public String operation() {
            return "mprotect";
        }
    }

    /**
     * mremap to a fixed place.
     *
     * @param newPages length afterwards
     * @param keep MREMAP_DONTUNMAP
     */
    record Mremap(PageRange range, String to, long toOffset, long newPages, boolean keep) implements Action {
        @Override
        public String operation() {
            return "mremap";
        }
    }

    record Mlock(PageRange range, boolean onFault) implements Action {
        @Override
        public String operation() {
            return "mlock";
        }
    }

    record Munlock(PageRange range) implements Action {
        @Override
        public String operation() {
            return "munlock";
        }
    }

    record Fork(String child) implements Action {
        @Override
        public String operation() {
            return "fork";
        }
    }

    /** A long-term pin for writing. */
    record Pin(String handle, PageRange range) implements Action {
        @Override
        public String operation() {
            return "pin";
        }
    }

    record Unpin(String handle) implements Action {
        @Override
        public String operation() {
            return "unpin";
        }
    }

    /** Plain references to the pages. */
    record GetRef(String handle, PageRange range) implements Action {
        @Override
        public String operation() {
            return "getref";
        }
    }

    record DropRef(String handle) implements Action {
        @Override
        public String operation() {
            return "dropref";
        }
    }

    record UffdOpen(boolean async, boolean unpopulated, boolean sigbus) implements Action {
        @Override
        public String operation() {
            return "uffd";
        }
    }

    record UffdRegister(PageRange range, boolean wp, boolean missing) implements Action {
        @Override
        public String operation() {
            return "uffd";
        }
    }

    record UffdUnregister(PageRange range) implements Action {
        @Override
        public String operation() {
            return "uffd";
        }
    }

    record UffdWriteProtect(PageRange range, boolean protect) implements Action {
        @Override
        public String operation() {
            return "uffd";
        }
    }

    record UffdCopy(PageRange range, String from, long fromOffset, boolean wp) implements Action {
        @Override
        public String operation() {
            return "uffd";
        }
    }

    record UffdMove(PageRange range, String from, long fromOffset) implements Action {
        @Override
        public String operation() {
            return "uffd";
        }
    }

    record UffdZero(PageRange range) implements Action {
        @Override
        public String operation() {
            return "uffd";
        }
    }

    record UffdPoison(PageRange range) implements Action {
        @Override
        public String operation() {
            return "uffd";
        }
    }

    /**
     * PAGEMAP_SCAN.
     *
     * @param anyOf pages of at least one of these, or all pages if there are none
     * @param noneOf pages of none of these
     * @param writeProtect PM_SCAN_WP_MATCHING and PM_SCAN_CHECK_WPASYNC
     */
    record PagemapScan(PageRange range, List<ScanCategory> anyOf, List<ScanCategory> noneOf, boolean writeProtect)
            implements Action {
        @Override
        public String operation() {
            return "pmscan";
        }
    }

    /** Writes a number to {@code /proc/self/clear_refs}. */
    record ClearRefs(int what) implements Action {
        @Override
        public String operation() {
            return "clear_refs";
        }
    }

    record Mincore(PageRange range) implements Action {
        @Override
        public String operation() {
            return "mincore";
        }
    }

    record PunchHole(String file, long fileOffset, long pages) implements Action {
        @Override
        public String operation() {
            return "fallocate_punch";
        }
    }

    record Msync(PageRange range) implements Action {
        @Override
        public String operation() {
            return "msync";
        }
    }

    /** Actions that have no arguments. */
    enum Simple implements Action {
        EXIT("exit"),
        MLOCKALL("mlockall"),
        /** PR_SET_MEMORY_MERGE. */
        KSMSELF("ksmself");

        private final String operation;

        Simple(String operation) {
            this.operation = operation;
        }

        @Override
        public String operation() {
            return operation;
        }
    }
}
