package org.mmsim.scenarios.strace;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Quantity;
import org.mmsim.scenarios.yaml.Text;

/** The arguments of a call, read as what they must be. */
final class Arguments {

    private static final Pattern CLONE_FLAGS = Pattern.compile("(?:^|[{ ,])flags=([^,}]*)");

    private final RecordedCall call;
    private final int basePageBytes;
    private final String machine;

    Arguments(RecordedCall call, ImportOptions options) {
        this.call = call;
        this.basePageBytes = options.basePageBytes();
        this.machine = options.machine();
    }

    String text(int index) {
        if (index >= call.arguments().size()) {
            throw error("has only " + call.arguments().size() + " arguments", "");
        }
        return call.arguments().get(index);
    }

    long number(int index) {
        OptionalLong number = Numbers.parse(text(index));
        return number.orElseThrow(
                () -> error("argument " + (index + 1) + " is not a number: " + Text.quote(text(index)), ""));
    }

    Flags flags(int index) {
        return flags(text(index));
    }

    /** The flags of a clone, which stand behind {@code flags=} in one of its arguments. */
    Flags cloneFlags() {
        Matcher matcher = CLONE_FLAGS.matcher(String.join(", ", call.arguments()));
        if (!matcher.find()) {
            throw error("has no flags", "");
        }
        return flags(matcher.group(1));
    }

    private Flags flags(String text) {
        return Flags.parse(text).orElseThrow(() -> error("cannot read the flags " + Text.quote(text), ""));
    }

    String advice(int index) {
        return Advice.of(text(index)).orElseThrow(() -> error("cannot read the advice " + Text.quote(text(index)), ""));
    }

    /** {@code length} bytes, not 0, from an address that is a multiple of the base page; rounded up to it. */
    AddressRange range(long start, long length) {
        if (start % basePageBytes != 0) {
            throw error(
                    AddressRange.address(start) + " is not a multiple of the base page "
                            + Quantity.SIZE.format(basePageBytes) + " of machine " + machine,
                    "allowed: machines with base page 4KiB, such as " + ImportOptions.DEFAULT.machine());
        }
        return pages(start, length);
    }

    /** All base pages that the bytes lie in. */
    AddressRange pages(long start, long length) {
        check(start, length);
        return new AddressRange(start & -basePageBytes, pageEnd(start + length));
    }

    private void check(long start, long length) {
        boolean fits = start >= AddressRange.ADDRESS_MIN
                && length > 0
                && length <= AddressRange.ADDRESS_END
                && start <= AddressRange.ADDRESS_END - length;
        if (!fits) {
            throw error(
                    "addresses out of range: " + AddressRange.address(start) + " and " + Long.toUnsignedString(length)
                            + " bytes",
                    "allowed: " + AddressRange.address(AddressRange.ADDRESS_MIN) + " to "
                            + AddressRange.address(AddressRange.ADDRESS_END));
        }
    }

    /** The same address, which a process can have. */
    long address(long address) {
        check(address, 1);
        return address;
    }

    /** The address, or the next multiple of the base page. */
    long pageEnd(long address) {
        return (address + basePageBytes - 1) & -basePageBytes;
    }

    InputException error(String what, String hint) {
        return call.place().error(call.name() + ": " + what, hint);
    }
}
