package org.mmsim.scenarios.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mmsim.scenarios.InputException;

/** Text of input files: UTF-8 without exception, with or without a byte-order mark, and not endless. */
public final class InputFile {

    /** Largest file accepted, in bytes. */
    public static final int BYTES_MAX = 8 << 20;

    private InputFile() {}

    /**
     * The text of a file.
     *
     * @throws InputException if it cannot be read, is too large or not UTF-8
     */
    public static String read(Path file) {
        if (Files.isDirectory(file)) {
            throw new InputException("is a directory, not a file (" + file + ")");
        }
        if (!Files.exists(file)) {
            throw new InputException("no such file (" + file + ")");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return decode(in.readNBytes(BYTES_MAX + 1), file.toString());
        } catch (AccessDeniedException e) {
            throw new InputException("no permission to read the file (" + file + ")");
        } catch (IOException e) {
            throw new InputException(
                    "cannot read the file: " + Text.oneLine(String.valueOf(e.getMessage())) + " (" + file + ")");
        }
    }

    /**
     * Bytes as text.
     *
     * @throws InputException if there are more than {@link #BYTES_MAX} or they are not UTF-8
     */
    public static String decode(byte[] bytes, String source) {
        if (bytes.length > BYTES_MAX) {
            throw new InputException("file larger than " + (BYTES_MAX >> 20) + " MiB (" + source + ")");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new InputException("not UTF-8 (" + positionOfByte(bytes, in.position(), source) + ")");
        }
        out.flip();
        boolean hasMark = out.length() > 0 && out.get(0) == '\ufeff';
        return hasMark ? out.subSequence(1, out.length()).toString() : out.toString();
    }

    private static Position positionOfByte(byte[] bytes, int offset, String source) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < offset; i++) {
            if (bytes[i] == '\n') {
                line++;
                column = 1;
            } else if ((bytes[i] & 0xc0) != 0x80) {
                column++;
            }
        }
        return new Position(source, line, column);
    }
}
