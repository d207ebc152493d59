package org.mmsim.storage;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Compresses chunks and snapshots, and undoes it within bounds. Keeps native memory until it is closed. */
final class Zstandard implements AutoCloseable {

    private static final int LEVEL = 1;

    private final ZstdCompressCtx compressor;
    private final ZstdDecompressCtx decompressor;

    Zstandard() {
        try {
            compressor = new ZstdCompressCtx();
            decompressor = new ZstdDecompressCtx();
        } catch (LinkageError e) {
            // The first use unpacks a library into the temporary directory, which may be full.
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new JournalException("the library of Zstandard cannot be loaded: " + reason.getMessage(), e);
        }
        compressor.setLevel(LEVEL).setChecksum(true).setContentSize(true);
    }

    /** Size that a buffer for the compressed form of so many bytes must have. */
    static int maxCompressedBytes(int bytes) {
        return Math.toIntExact(Zstd.compressBound(bytes));
    }

    /** Compresses from one direct buffer into another, which is then ready to be read. */
    void compress(ByteBuffer from, ByteBuffer into) {
        into.clear();
        compressor.compress(into, from);
        into.flip();
    }

    byte[] compress(byte[] bytes) {
        return compressor.compress(bytes);
    }

    /**
     * Decompresses a direct buffer into an array.
     *
     * @return the length
     * @throws MalformedDataException if this is no compressed data or it does not fit
     */
    int decompress(ByteBuffer from, byte[] into) throws MalformedDataException {
        try {
            return decompressor.decompressDirectByteBufferToByteArray(
                    into, 0, into.length, from, from.position(), from.remaining());
        } catch (ZstdException e) {
            throw new MalformedDataException("decompression failed: " + e.getMessage());
        }
    }

    /**
     * Decompresses an array of unknown size.
     *
     * @throws MalformedDataException if this is no compressed data or it is larger than the limit
     */
    byte[] decompress(byte[] from, int limit) throws MalformedDataException {
        long size = Zstd.getFrameContentSize(from);
        if (size < 0 || size > limit) {
            throw new MalformedDataException("size is out of range");
        }
        try {
            byte[] into = new byte[(int) size];
            int length = decompressor.decompressByteArray(into, 0, into.length, from, 0, from.length);
            return length == into.length ? into : Arrays.copyOf(into, length);
        } catch (ZstdException e) {
            throw new MalformedDataException("decompression failed: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        decompressor.close();
        compressor.close();
    }
}
