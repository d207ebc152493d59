package org.mmsim.engine.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/**
 * The memory of devices, which their drivers hold, and who maps it: the i_mmap of each device's file. The order is that
 * of linking, so that what was copied or moved comes after what it came from.
 */
public final class DeviceMemory {
    /** The files of devices have numbers of their own, above those of shared memory objects. */
    private static final int FIRST = 1 << 30;

    private final Map<Integer, NavigableMap<Long, Long>> pages = new TreeMap<>();
    private final Map<Integer, List<Mapping>> mappings = new TreeMap<>();

    /** A range of an address space that maps a device. */
    public record Mapping(int mm, long from, long to) {}

    /**
     * Number of a device's file.
     *
     * @param ordinal of the device, from 0
     */
    public static int file(int ordinal) {
        return FIRST + ordinal;
    }

    /** Which device a file is. */
    public static int ordinal(int file) {
        return file - FIRST;
    }

    /** Whether a file is a device. */
    public static boolean isDevice(int file) {
        return file >= FIRST;
    }

    /** Frames of the memory that there is of a device, by page offset. */
    public NavigableMap<Long, Long> pages(int device) {
        return Collections.unmodifiableNavigableMap(pages.getOrDefault(device, new TreeMap<>()));
    }

    /** Devices that have memory. */
    public List<Integer> devices() {
        return List.copyOf(pages.keySet());
    }

    /** Whether a frame is a device's. */
    public boolean holds(long frame) {
        return pages.values().stream().anyMatch(frames -> frames.containsValue(frame));
    }

    /** Pages of all devices. */
    public long count() {
        return pages.values().stream().mapToLong(Map::size).sum();
    }

    /** What maps a device, in the order in which it is looked through. */
    public List<Mapping> mappings(int device) {
        return List.copyOf(mappings.getOrDefault(device, List.of()));
    }

    /** The driver has got pages for a device. */
    public void add(int device, long index, long frame, long count) {
        NavigableMap<Long, Long> frames = pages.computeIfAbsent(device, unknown -> new TreeMap<>());
        for (long i = 0; i < count; i++) {
            frames.put(index + i, frame + i);
        }
    }

    /** The driver no longer has the device's pages. */
    public void remove(int device) {
        pages.remove(device);
    }

    /** vma_link_file. */
    public void link(int device, int mm, long from, long to) {
        mappings.computeIfAbsent(device, unknown -> new ArrayList<>()).add(new Mapping(mm, from, to));
    }

    /** unlink_file_vma; what else of the VMA is mapped stays where it is in the order. */
    public void unlink(int device, int mm, long from, long to) {
        List<Mapping> left = new ArrayList<>();
        for (Mapping at : mappings(device)) {
            if (at.mm != mm || at.to <= from || to <= at.from) {
                left.add(at);
                continue;
            }
            if (at.from < from) {
                left.add(new Mapping(mm, at.from, from));
            }
            if (to < at.to) {
                left.add(new Mapping(mm, to, at.to));
            }
        }
        if (left.isEmpty()) {
            mappings.remove(device);
        } else {
            mappings.put(device, left);
        }
    }

    /** Writes every device's pages and mappings. */
    public void save(StateOutput out) {
        out.unsigned(pages.size());
        pages.forEach((device, frames) -> {
            out.unsigned(device);
            out.unsigned(frames.size());
            frames.forEach((index, frame) -> {
                out.unsigned(index);
                out.unsigned(frame);
            });
        });
        out.unsigned(mappings.size());
        mappings.forEach((device, all) -> {
            out.unsigned(device);
            out.unsigned(all.size());
            all.forEach(mapping -> {
                out.unsigned(mapping.mm);
                out.unsigned(mapping.from);
                out.unsigned(mapping.to);
            });
        });
    }

    /** Fills an empty one with what {@link #save} wrote. */
    public void restore(StateInput in) {
        for (int left = in.count("devices"); left > 0; left--) {
            int device = in.upTo(Integer.MAX_VALUE, "number of a device");
            for (int count = in.count("pages of a device"); count > 0; count--) {
                add(device, in.unsigned(), in.unsigned(), 1);
            }
        }
        for (int left = in.count("mapped devices"); left > 0; left--) {
            int device = in.upTo(Integer.MAX_VALUE, "number of a device");
            for (int count = in.count("mappings of a device"); count > 0; count--) {
                link(device, in.upTo(Integer.MAX_VALUE, "number of an mm"), in.unsigned(), in.unsigned());
            }
        }
    }
}
