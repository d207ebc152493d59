package org.mmsim.scenarios.format;

import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Quantity;
import org.mmsim.scenarios.yaml.Text;

/** Resolves the range of an operation: a part of a named mapping, or an address and a size. */
final class RangeReader {

    private final ThreadSlot slot;
    private final ProcessLayout layout;
    private final Addresses addresses;

    RangeReader(ThreadSlot slot, ProcessLayout layout, Addresses addresses) {
        this.slot = slot;
        this.layout = layout;
        this.addresses = addresses;
    }

    AddressRange range(Fields op) {
        return op.has("of") ? partOfMapping(op) : addresses.range(op, "at", "size");
    }

    /** The same, and both ends must be multiples of the base page. */
    AddressRange alignedRange(Fields op) {
        AddressRange range = range(op);
        addresses.checkAligned(op, "at", range.start());
        addresses.checkAligned(op, "from", range.start());
        addresses.checkAligned(op, "size", range.length());
        return range;
    }

    private AddressRange partOfMapping(Fields op) {
        AddressRange mapping = layout.region(slot, op.scalar("of"));
        long from = op.size("from", 0);
        long left = mapping.length() - from;
        if (left <= 0) {
            throw beyond(op, "from", mapping);
        }
        long size = op.has("size") ? addresses.length(op, "size") : left;
        if (size > left) {
            throw beyond(op, "size", mapping);
        }
        return AddressRange.of(mapping.start() + from, size);
    }

    private static org.mmsim.scenarios.InputException beyond(Fields op, String key, AddressRange mapping) {
        return op.scalar(key)
                .error(
                        key + ": " + Text.quote(op.text(key)) + " reaches beyond the mapping "
                                + Text.quote(op.text("of")),
                        "allowed: its " + Quantity.SIZE.format(mapping.length()));
    }

    /** Bytes between accesses; the base page if the operation does not say. */
    long stride(Fields op) {
        return op.has("stride") ? addresses.length(op, "stride") : addresses.basePageBytes();
    }

    Addresses addresses() {
        return addresses;
    }
}
