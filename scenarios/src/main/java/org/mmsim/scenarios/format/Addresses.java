package org.mmsim.scenarios.format;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Quantity;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlScalar;

/** Reads addresses and lengths of operations and checks them against the machine. */
final class Addresses {

    private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]{1,16}");

    /** Linux keeps what is below free. */
    private static final long LOWEST = 0x10000;

    private final long basePageBytes;
    private final AddressRange space;

    Addresses(MachineProfile machine) {
        this.basePageBytes = machine.basePageBytes();
        this.space = new AddressRange(LOWEST, Machine.formatOf(machine).limit());
    }

    /** Where mappings may lie. */
    AddressRange space() {
        return space;
    }

    long basePageBytes() {
        return basePageBytes;
    }

    /** The address under a key. */
    long address(Fields op, String key) {
        YamlScalar scalar = op.scalar(key);
        if (!HEX.matcher(scalar.text()).matches()) {
            throw scalar.error(
                    key + ": " + Text.quote(scalar.text()) + " is not an address",
                    "allowed: a hexadecimal address such as 0x7fff00000000");
        }
        BigInteger address = new BigInteger(scalar.text().substring(2), 16);
        if (address.compareTo(BigInteger.valueOf(space.end())) > 0) {
            throw outside(scalar, key);
        }
        return address.longValueExact();
    }

    /** The range that starts at the address under one key and has the length under another, at least a byte. */
    AddressRange range(Fields op, String addressKey, String lengthKey) {
        return range(op, addressKey, length(op, lengthKey));
    }

    /** The range of a length that starts at the address under a key. */
    AddressRange range(Fields op, String addressKey, long length) {
        long start = address(op, addressKey);
        if (start < space.start() || length > space.end() - start) {
            throw outside(op.scalar(addressKey), addressKey);
        }
        return AddressRange.of(start, length);
    }

    /** The length under a key, at least a byte and at most the address space. */
    long length(Fields op, String key) {
        long length = op.size(key);
        if (length == 0) {
            throw op.scalar(key).error(key + ": must be more than 0");
        }
        if (length > space.length()) {
            throw op.scalar(key)
                    .error(
                            key + ": " + Text.quote(op.text(key)) + " is more than the address space",
                            "allowed: up to " + Quantity.SIZE.format(space.end()));
        }
        return length;
    }

    /** @throws org.mmsim.scenarios.InputException if the value of the key is not a multiple of the base page */
    void checkAligned(Fields op, String key, long value) {
        if (op.has(key) && value % basePageBytes != 0) {
            throw op.scalar(key)
                    .error(
                            key + ": " + Text.quote(op.text(key)) + " is not a multiple of the base page",
                            "allowed: multiples of " + Quantity.SIZE.format(basePageBytes));
        }
    }

    private org.mmsim.scenarios.InputException outside(YamlScalar scalar, String key) {
        return scalar.error(
                key + ": " + Text.quote(scalar.text()) + " is outside the address space", "allowed: " + space);
    }
}
