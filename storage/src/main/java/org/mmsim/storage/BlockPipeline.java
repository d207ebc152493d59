package org.mmsim.storage;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.mmsim.protocol.RunEnd;

/**
 * Carries blocks from the simulation to a target that works on a thread of its own. There are only so many blocks:
 * a simulation that is faster than the target waits for one.
 */
final class BlockPipeline {

    private static final int BLOCKS = 4;

    private final BlockTarget target;
    private final BlockingQueue<EventBlock> free = new ArrayBlockingQueue<>(BLOCKS);
    private final ExecutorService writer = Executors.newSingleThreadExecutor(BlockPipeline::thread);
    private volatile RuntimeException failure;

    BlockPipeline(BlockTarget target, int eventsPerChunk) {
        this.target = target;
        for (int i = 0; i < BLOCKS; i++) {
            free.add(new EventBlock(eventsPerChunk));
        }
    }

    /** What stopped the target, or null. */
    RuntimeException failure() {
        return failure;
    }

    /** A block to fill. Waits until there is one. */
    EventBlock take() {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException("interrupted while waiting for the journal to be written", e);
        }
    }

    /** Hands over a filled block. */
    void put(EventBlock block) {
        writer.execute(() -> {
            try {
                run(() -> target.accept(block));
            } finally {
                free.add(block);
            }
        });
    }

    /** Hands over a snapshot, to be stored after all blocks put before. */
    void snapshot(long seq, byte[] state) {
        writer.execute(() -> run(() -> target.snapshot(seq, state)));
    }

    /** Waits until all is done, and returns the digest. */
    String seal(long lastSeq) {
        return await(() -> target.seal(lastSeq));
    }

    /** Waits until the end marker is stored. */
    void end(RunEnd end) {
        await(() -> {
            target.end(end);
            return null;
        });
    }

    /** Waits until all is done, and closes the target. Does not report a failure. */
    void close() {
        Future<?> closed = writer.submit(target::close);
        writer.shutdown();
        get(closed);
    }

    private void run(Runnable work) {
        if (failure != null) {
            return;
        }
        try {
            work.run();
        } catch (RuntimeException e) {
            failure = e;
        } catch (Error e) {
            failure = new JournalException("the writer of the journal failed: " + e, e);
        }
    }

    private <T> T await(Callable<T> work) {
        return get(writer.submit(() -> {
            if (failure != null) {
                throw failure;
            }
            try {
                return work.call();
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }));
    }

    private static <T> T get(Future<T> result) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException("interrupted while waiting for the journal to be written", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new JournalException("the writer of the journal failed: " + e.getCause(), e.getCause());
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "journal-writer");
        // Who does not close the journal has not finished the run: it must not keep the process alive.
        thread.setDaemon(true);
        return thread;
    }
}
