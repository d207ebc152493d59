package org.mmsim.storage;

import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
    private volatile @Nullable RuntimeException failure;

    BlockPipeline(BlockTarget target, int eventsPerChunk) {
        this.target = target;
        for (int i = 0; i < BLOCKS; i++) {
            free.add(new EventBlock(eventsPerChunk));
        }
    }

    /** What stopped the target, or null. */
    @Nullable
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
            run(() -> target.accept(block));
            free.add(block);
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
            return end;
        });
    }

    /** Waits until all is done, and closes the target. Failures before this one are not reported again. */
    void close() {
        Future<?> closed = writer.submit(target::close);
        writer.shutdown();
        get(closed);
    }

    /** After a failure nothing more is written, so that what is stored stays a prefix; but blocks keep circulating. */
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

    private <T> T await(Supplier<T> work) {
        Future<T> result = writer.submit(() -> {
            AtomicReference<T> found = new AtomicReference<>();
            run(() -> found.set(work.get()));
            return found.get();
        });
        T value = get(result);
        if (failure != null) {
            throw failure;
        }
        return value;
    }

    /** Waits even if interrupted: the writer always comes to an end, and must not be left with the journal open. */
    private static <T> T get(Future<T> result) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            throw new JournalException("the writer of the journal failed: " + cause, cause);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "journal-writer");
        // Who does not close the journal has not finished the run: it must not keep the process alive.
        thread.setDaemon(true);
        return thread;
    }
}
