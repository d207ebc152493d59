package org.mmsim.storage.rocks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The database of one journal: four tables of bytes, three of them keyed by the sequence number of an event. The only
 * class that holds native handles of RocksDB. Thread-safe: a reader may be closed while a replay still reads.
 */
public final class JournalStore implements AutoCloseable {

    private static final byte[] IDENTITY = "identity".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "end".getBytes(StandardCharsets.UTF_8);

    private static final long WRITE_BUFFER_BYTES = 32L << 20;

    /** The most that a killed run leaves to be read again whenever its journal is opened. */
    private static final long LOG_BYTES = 64L << 20;

    private static final int READ_ATTEMPTS = 5;

    private final NativeHandles handles;
    private final RocksDB db;
    private final ColumnFamilyHandle meta;
    private final ColumnFamilyHandle chunks;
    private final ColumnFamilyHandle summaries;
    private final ColumnFamilyHandle snapshots;
    private final WriteOptions buffered;
    private final WriteOptions synced;
    private final ReadOptions reads;
    private final ByteBuffer chunkKey = ByteBuffer.allocateDirect(Long.BYTES);
    private boolean closed;

    private JournalStore(NativeHandles handles, RocksDB db, List<ColumnFamilyHandle> tables) {
        this.handles = handles;
        this.db = db;
        meta = tables.get(1);
        chunks = tables.get(2);
        summaries = tables.get(3);
        snapshots = tables.get(4);
        buffered = handles.own(new WriteOptions());
        synced = handles.own(new WriteOptions().setSync(true));
        reads = handles.own(new ReadOptions().setVerifyChecksums(true).setFillCache(false));
    }

    /** Makes a new database in a directory that has none. */
    public static JournalStore create(Path directory) throws StoreException {
        return open(directory, Mode.CREATE);
    }

    /** Opens for writing and takes the lock. */
    public static JournalStore openForWriting(Path directory) throws StoreException {
        return open(directory, Mode.WRITE);
    }

    /** Opens without the lock. Sees what was stored before; what a writer adds later stays unseen. */
    public static JournalStore openForReading(Path directory) throws StoreException {
        for (int attempt = 1; ; attempt++) {
            try {
                return open(directory, Mode.READ);
            } catch (StoreException e) {
                // A writer that is at work may just have replaced a file.
                if (e.kind() != StoreException.Kind.FILE_MISSING || attempt == READ_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private enum Mode {
        CREATE,
        WRITE,
        READ
    }

    private static JournalStore open(Path directory, Mode mode) throws StoreException {
        if (mode != Mode.CREATE) {
            LogFileCheck.checkAll(directory);
        }
        loadLibrary();
        NativeHandles handles = new NativeHandles();
        try {
            DBOptions options = handles.own(databaseOptions(mode, handles.own(new SilentLogger())));
            ColumnFamilyOptions tableOptions = handles.own(tableOptions());
            List<ColumnFamilyDescriptor> tables = List.of(
                    new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, tableOptions),
                    table("meta", tableOptions),
                    table("chunks", tableOptions),
                    table("summaries", tableOptions),
                    table("snapshots", tableOptions));
            List<ColumnFamilyHandle> opened = new ArrayList<>();
            RocksDB db = handles.own(
                    mode == Mode.READ
                            ? RocksDB.openReadOnly(options, directory.toString(), tables, opened)
                            : RocksDB.open(options, directory.toString(), tables, opened));
            opened.forEach(handles::own);
            return new JournalStore(handles, db, opened);
        } catch (RocksDBException e) {
            handles.close();
            throw new StoreException(e);
        }
    }

    private static void loadLibrary() throws StoreException {
        try {
            RocksDB.loadLibrary();
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new StoreException(
                    StoreException.Kind.IO, "the library of RocksDB cannot be loaded: " + reason.getMessage(), e);
        }
    }

    private static ColumnFamilyDescriptor table(String name, ColumnFamilyOptions options) {
        return new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8), options);
    }

    private static DBOptions databaseOptions(Mode mode, SilentLogger logger) {
        return new DBOptions()
                .setCreateIfMissing(mode == Mode.CREATE)
                .setErrorIfExists(mode == Mode.CREATE)
                .setCreateMissingColumnFamilies(mode == Mode.CREATE)
                .setParanoidChecks(true)
                // A kill leaves at most a torn last record. Anything else that is wrong in the log is damage, to be
                // reported.
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                // No background attempts to go on after a full disk: the writer stops with an error.
                .setMaxBgErrorResumeCount(0)
                .setMaxBackgroundJobs(1)
                .setMaxTotalWalSize(LOG_BYTES)
                .setSkipStatsUpdateOnDbOpen(true)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setLogger(logger);
    }

    private static ColumnFamilyOptions tableOptions() {
        return new ColumnFamilyOptions()
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                // Keys only grow, so the files never overlap and there is nothing to gain from rewriting them.
                .setDisableAutoCompactions(true)
                .setCompressionType(CompressionType.NO_COMPRESSION);
    }

    /** Stores what determines the run. */
    public synchronized void putIdentity(byte[] identity) throws StoreException {
        put(meta, synced, IDENTITY, identity);
    }

    /** What determines the run; empty if it was never stored. */
    public synchronized Optional<byte[]> identity() throws StoreException {
        return get(meta, IDENTITY);
    }

    /** The end marker; empty if the run did not end. */
    public synchronized Optional<byte[]> end() throws StoreException {
        return get(meta, END);
    }

    /** Stores a chunk and its summary: both or, if the process is killed, neither. Takes the remaining bytes of a direct buffer. */
    public synchronized void putChunk(long firstSeq, ByteBuffer chunk, byte[] summary) throws StoreException {
        requireOpen();
        ByteBuffer key = directKey(firstSeq);
        try (WriteBatch batch = new WriteBatch(chunk.remaining() + summary.length + 128)) {
            batch.put(chunks, key, chunk);
            batch.put(summaries, key(firstSeq), summary);
            db.write(buffered, batch);
        } catch (RocksDBException e) {
            throw new StoreException(e);
        }
    }

    /** Stores the state after an event. */
    public synchronized void putSnapshot(long seq, byte[] snapshot) throws StoreException {
        put(snapshots, buffered, key(seq), snapshot);
    }

    /** Whether there is a snapshot after exactly this event. */
    public synchronized boolean hasSnapshot(long seq) throws StoreException {
        return get(snapshots, key(seq)).isPresent();
    }

    /** Brings everything to the disk, then the end marker: who finds the marker finds all that came before it. */
    public synchronized void putEnd(byte[] end) throws StoreException {
        flush();
        put(meta, synced, END, end);
        flush();
    }

    private void flush() throws StoreException {
        requireOpen();
        try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
            db.flush(wait, List.of(meta, chunks, summaries, snapshots));
        } catch (RocksDBException e) {
            throw new StoreException(e);
        }
    }

    /**
     * Reads a chunk into a direct buffer, from position 0.
     *
     * @return its length, which is more than the buffer's capacity if it did not fit, or -1 if there is no such chunk
     */
    public synchronized int chunk(long firstSeq, ByteBuffer into) throws StoreException {
        requireOpen();
        ByteBuffer key = directKey(firstSeq);
        into.clear();
        try {
            int length = db.get(chunks, reads, key, into);
            return length == RocksDB.NOT_FOUND ? -1 : length;
        } catch (RocksDBException e) {
            throw new StoreException(e);
        }
    }

    /** Sees one entry of a table. */
    public interface EntryVisitor {
        /** Returns whether to go on. */
        boolean visit(long seq, byte[] value);
    }

    /** Visits the summaries in order of their chunks. */
    public synchronized void forEachSummary(EntryVisitor visitor) throws StoreException {
        forEach(summaries, visitor);
    }

    /** Visits the snapshots in order of their events. */
    public synchronized void forEachSnapshot(EntryVisitor visitor) throws StoreException {
        forEach(snapshots, visitor);
    }

    /** Visits the first sequence numbers of all stored chunks in order. */
    public synchronized void forEachChunkKey(LongConsumer visitor) throws StoreException {
        requireOpen();
        try (RocksIterator entries = db.newIterator(chunks, reads)) {
            for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                visitor.accept(seqOf(entries.key()));
            }
            entries.status();
        } catch (RocksDBException e) {
            throw new StoreException(e);
        }
    }

    private void forEach(ColumnFamilyHandle table, EntryVisitor visitor) throws StoreException {
        requireOpen();
        try (RocksIterator entries = db.newIterator(table, reads)) {
            boolean more = true;
            for (entries.seekToFirst(); more && entries.isValid(); entries.next()) {
                more = visitor.visit(seqOf(entries.key()), entries.value());
            }
            entries.status();
        } catch (RocksDBException e) {
            throw new StoreException(e);
        }
    }

    /** Shows the last snapshot that is not after an event to a visitor, if there is one. */
    public synchronized void snapshotAtOrBefore(long seq, EntryVisitor visitor) throws StoreException {
        requireOpen();
        try (RocksIterator entries = db.newIterator(snapshots, reads)) {
            entries.seekForPrev(key(seq));
            if (entries.isValid()) {
                visitor.visit(seqOf(entries.key()), entries.value());
            }
            entries.status();
        } catch (RocksDBException e) {
            throw new StoreException(e);
        }
    }

    private void put(ColumnFamilyHandle table, WriteOptions options, byte[] key, byte[] value) throws StoreException {
        requireOpen();
        try {
            db.put(table, options, key, value);
        } catch (RocksDBException e) {
            throw new StoreException(e);
        }
    }

    private Optional<byte[]> get(ColumnFamilyHandle table, byte[] key) throws StoreException {
        requireOpen();
        try {
            return Optional.ofNullable(db.get(table, reads, key));
        } catch (RocksDBException e) {
            throw new StoreException(e);
        }
    }

    /** A native call on a closed database takes the whole process down. */
    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the journal is closed");
        }
    }

    private ByteBuffer directKey(long seq) {
        return chunkKey.clear().putLong(0, seq);
    }

    /** Big-endian, so that the order of the keys is the order of the events. */
    private static byte[] key(long seq) {
        return ByteBuffer.allocate(Long.BYTES).putLong(seq).array();
    }

    private static long seqOf(byte[] key) throws StoreException {
        if (key.length != Long.BYTES) {
            throw new StoreException(StoreException.Kind.DAMAGED, "a key has " + key.length + " bytes instead of 8");
        }
        return ByteBuffer.wrap(key).getLong();
    }

    NativeHandles handles() {
        return handles;
    }

    /** Closes all native handles. What was put stays, even if it was not flushed. */
    @Override
    public synchronized void close() {
        closed = true;
        handles.close();
    }
}
