package org.mmsim.storage.rocks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Checks the files that RocksDB reads record by record when it opens a database: the write-ahead log and the manifest.
 * RocksDB checks them too, but a single flipped bit in the kind of a record makes it read the same record for ever.
 *
 * <p>A file is a sequence of blocks. A record lies within a block: checksum (4 bytes), size (2), kind (1), data. A file may
 * end in the middle of a record, since a process can be killed in the middle of a write.
 */
final class LogFileCheck {

    private static final int BLOCK_BYTES = 32_768;
    private static final int SIZE_OFFSET = 4;
    private static final int KIND_OFFSET = 6;
    private static final int HEADER_BYTES = 7;

    /** Whole record, or first, middle or last part of one. The other kinds belong to features that are not used here. */
    private static final int KIND_MAX = 4;

    private static final int CHECKSUM_ROTATION = 17;
    private static final int CHECKSUM_DELTA = 0xa282ead8;

    private final Path file;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long blockStart;

    private LogFileCheck(Path file) {
        this.file = file;
    }

    /** Checks all such files of a database. */
    static void checkAll(Path directory) throws StoreException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "{*.log,MANIFEST-*}")) {
            for (Path file : files) {
                new LogFileCheck(file).check();
            }
        } catch (NoSuchFileException e) {
            throw new StoreException(StoreException.Kind.FILE_MISSING, "no " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StoreException(StoreException.Kind.IO, e.toString(), e);
        }
    }

    private void check() throws IOException, StoreException {
        try (InputStream in = Files.newInputStream(file)) {
            int length = in.readNBytes(block.array(), 0, BLOCK_BYTES);
            while (length > 0) {
                checkBlock(length);
                blockStart += length;
                length = in.readNBytes(block.array(), 0, BLOCK_BYTES);
            }
        }
    }

    private void checkBlock(int length) throws StoreException {
        int at = 0;
        while (length - at >= HEADER_BYTES) {
            int end = at + HEADER_BYTES + Short.toUnsignedInt(block.getShort(at + SIZE_OFFSET));
            if (end > length) {
                if (length == BLOCK_BYTES) {
                    throw damaged(at);
                }
                return;
            }
            int kind = Byte.toUnsignedInt(block.get(at + KIND_OFFSET));
            if (kind < 1 || kind > KIND_MAX || block.getInt(at) != checksum(at + KIND_OFFSET, end)) {
                throw damaged(at);
            }
            at = end;
        }
    }

    /** The checksum is stored in this disguise because a log can itself hold checksums. */
    private int checksum(int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(block.array(), from, to - from);
        return Integer.rotateLeft((int) crc.getValue(), CHECKSUM_ROTATION) + CHECKSUM_DELTA;
    }

    private StoreException damaged(int at) {
        return new StoreException(
                StoreException.Kind.DAMAGED,
                String.format(Locale.ROOT, "wrong record at byte %d of %s", blockStart + at, file.getFileName()));
    }
}
