package org.mmsim.scenarios.strace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.mmsim.scenarios.InputException;

/** Cuts a recording into lines of text; it neither trusts its size nor its bytes. */
final class RecordingReader {

    static final int FILE_BYTES_MAX = 64 << 20;
    static final int LINE_BYTES_MAX = 1 << 20;

    private static final String RECORD_LESS =
            "record less: strace -f -tt -e trace=memory,process -o FILE PROGRAM, or a shorter run";

    /** Takes the lines one by one. */
    interface LineConsumer {

        /** A line without its end. {@code terminated} is false for a last line that has none. */
        void line(Place place, String text, boolean terminated);
    }

    private final String file;
    private final LineConsumer consumer;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int lineNumber = 1;

    private RecordingReader(String file, LineConsumer consumer) {
        this.file = file;
        this.consumer = consumer;
    }

    static void read(Path path, LineConsumer consumer) {
        if (Files.isDirectory(path)) {
            throw new InputException("is a directory, not a recording (" + path + ")");
        }
        if (!Files.exists(path)) {
            throw new InputException("no such file (" + path + ")");
        }
        try (InputStream in = Files.newInputStream(path)) {
            checkSize(Files.size(path), path.toString());
            read(in, path.toString(), consumer);
        } catch (AccessDeniedException e) {
            throw new InputException("no permission to read the file (" + path + ")");
        } catch (IOException e) {
            throw new InputException("cannot read the file: " + e.getMessage() + " (" + path + ")");
        }
    }

    static void read(InputStream in, String file, LineConsumer consumer) throws IOException {
        new RecordingReader(file, consumer).readAll(in);
    }

    private void readAll(InputStream in) throws IOException {
        byte[] block = new byte[1 << 16];
        long bytesRead = 0;
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
            bytesRead += count;
            checkSize(bytesRead, file);
            take(block, count);
        }
        if (line.size() > 0) {
            finishLine(false);
        }
        if (bytesRead == 0) {
            throw new InputException("empty recording (" + file + ")");
        }
    }

    private static void checkSize(long bytes, String file) {
        if (bytes > FILE_BYTES_MAX) {
            throw new InputException(
                    "recording larger than " + (FILE_BYTES_MAX >> 20) + " MiB (" + file + ")", RECORD_LESS);
        }
    }

    private void take(byte[] block, int count) {
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (block[i] == '\n') {
                append(block, from, i);
                finishLine(true);
                from = i + 1;
            }
        }
        append(block, from, count);
    }

    private void append(byte[] block, int from, int to) {
        if (line.size() + to - from > LINE_BYTES_MAX) {
            throw place().error("line longer than " + (LINE_BYTES_MAX >> 20) + " MiB", "");
        }
        line.write(block, from, to - from);
    }

    private void finishLine(boolean terminated) {
        String text = decode(line.toByteArray());
        consumer.line(place(), text.endsWith("\r") ? text.substring(0, text.length() - 1) : text, terminated);
        line.reset();
        lineNumber++;
    }

    private String decode(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw place().error("not UTF-8", "");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed = c >= 0x20 && c != 0x7f || c == '\t' || c == '\r' && i == text.length() - 1;
            if (!allowed) {
                throw place().error(String.format(Locale.ROOT, "not text: control character 0x%02x", (int) c), "");
            }
        }
        return text;
    }

    private Place place() {
        return new Place(file, lineNumber);
    }
}
