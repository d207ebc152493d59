package org.mmsim.scenarios.strace;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as strace writes them. */
final class Numbers {

    private static final Pattern FORM =
            Pattern.compile("(?:0x([0-9a-f]{1,16})|(-?[0-9]{1,18})|(NULL))(?:<.*>| */\\*.*\\*/)?");

    private Numbers() {}

    /** Decimal, hexadecimal or NULL, perhaps with an explanation behind it; nothing if it is none of these. */
    static OptionalLong parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        if (matcher.group(1) != null) {
            return OptionalLong.of(Long.parseUnsignedLong(matcher.group(1), 16));
        }
        return OptionalLong.of(matcher.group(2) == null ? 0 : Long.parseLong(matcher.group(2)));
    }
}
