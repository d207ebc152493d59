package org.mmsim.scenarios.conform.compare;

import org.jspecify.annotations.Nullable;

/**
 * A field that differs.
 *
 * @param real what the kernel reported, as JSON
 * @param simulated what the simulator reported, as JSON; null if it does not model it
 */
public record Mismatch(
        Place place, String field, String real, @Nullable String simulated) {

    /**
     * Where a field is.
     *
     * @param at {@code op 12} or {@code checkpoint NAME}
     * @param process empty if it is of none
     * @param region empty if it is of none
     * @param page the first page, −1 if it is not of pages
     * @param pages how many neighbouring pages differ in the same way
     */
    public record Place(String at, String process, String region, long page, long pages) {

        static Place of(String at) {
            return new Place(at, "", "", -1, 0);
        }

        Place process(String name) {
            return new Place(at, name, region, page, pages);
        }

        Place region(String name) {
            return new Place(at, process, name, page, pages);
        }

        Place pages(long first, long count) {
            return new Place(at, process, region, first, count);
        }

        /** The place in words. */
        public String describe() {
            StringBuilder text = new StringBuilder(at);
            if (!process.isEmpty()) {
                text.append(", ").append(process);
            }
            if (!region.isEmpty()) {
                text.append(' ').append(region);
            }
            if (page >= 0) {
                text.append(pages > 1 ? " pages " : " page ").append(page);
                text.append(pages > 1 ? ".." + (page + pages - 1) : "");
            }
            return text.toString();
        }
    }
}
