package org.mmsim.engine.memory;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/** The shared memory objects and the pages that are there of each (struct address_space). */
public final class PageCache {
    private final Map<Integer, NavigableMap<Long, Long>> files = new TreeMap<>();
    /** In pages (i_size). */
    private final Map<Integer, Long> sizes = new TreeMap<>();

    private final Set<Integer> mappingOnly = new TreeSet<>();
    private int lastFile;

    /** Number for a file that does not exist yet. */
    public int nextFile() {
        return lastFile + 1;
    }

    public boolean exists(int file) {
        return files.containsKey(file);
    }

    /** Frame of the file's page at an index, or −1 (filemap_get_folio). */
    public long frame(int file, long index) {
        return pages(file).getOrDefault(index, -1L);
    }

    /** Frames by index. */
    public NavigableMap<Long, Long> pages(int file) {
        return Objects.requireNonNull(files.get(file), "no such file");
    }

    /** Whether an index lies behind the file's end, where accesses raise SIGBUS. */
    public boolean isBeyondEnd(int file, long index) {
        return index >= size(file);
    }

    private long size(int file) {
        return Objects.requireNonNull(sizes.get(file), "no such file");
    }

    /** Whether the file goes with its last mapping. */
    public boolean mappingOnly(int file) {
        return mappingOnly.contains(file);
    }

    /** Pages of the files that stay without a mapping, because a file descriptor keeps them. */
    public long pagesKept() {
        return files.entrySet().stream()
                .filter(file -> !mappingOnly.contains(file.getKey()))
                .mapToLong(file -> file.getValue().size())
                .sum();
    }

    /**
     * @param size in pages
     * @param goesWithMapping whether no file descriptor keeps it
     */
    public void create(int file, long size, boolean goesWithMapping) {
        files.put(file, new TreeMap<>());
        sizes.put(file, size);
        if (goesWithMapping) {
            mappingOnly.add(file);
        }
        lastFile = Math.max(lastFile, file);
    }

    public void release(int file) {
        files.remove(file);
        sizes.remove(file);
        mappingOnly.remove(file);
    }

    public void add(int file, long index, long frame, long pages) {
        for (long i = 0; i < pages; i++) {
            pages(file).put(index + i, frame + i);
        }
    }

    public void remove(int file, long index, long pages) {
        pages(file).subMap(index, index + pages).clear();
    }

    /** Writes every file and its pages. */
    public void save(StateOutput out) {
        out.unsigned(lastFile);
        out.unsigned(files.size());
        files.forEach((file, pages) -> {
            out.unsigned(file);
            out.unsigned(size(file));
            out.flag(mappingOnly.contains(file));
            out.unsigned(pages.size());
            pages.forEach((index, frame) -> {
                out.unsigned(index);
                out.unsigned(frame);
            });
        });
    }

    /** Fills an empty page cache with what {@link #save} wrote. */
    public void restore(StateInput in) {
        int last = in.upTo(Integer.MAX_VALUE, "number of a file");
        for (int left = in.count("files"); left > 0; left--) {
            int file = in.upTo(Integer.MAX_VALUE, "number of a file");
            create(file, in.unsigned(), in.flag());
            for (int pages = in.count("pages of a file"); pages > 0; pages--) {
                add(file, in.unsigned(), in.unsigned(), 1);
            }
        }
        lastFile = last;
    }
}
