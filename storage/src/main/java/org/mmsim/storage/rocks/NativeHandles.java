package org.mmsim.storage.rocks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.rocksdb.AbstractImmutableNativeReference;

/** Owns native objects and closes them in reverse order of creation: RocksDB's refer to the ones made before them. */
final class NativeHandles implements AutoCloseable {

    private final Deque<AbstractImmutableNativeReference> open = new ArrayDeque<>();
    private final List<AbstractImmutableNativeReference> all = new ArrayList<>();

    <T extends AbstractImmutableNativeReference> T own(T handle) {
        open.push(handle);
        all.add(handle);
        return handle;
    }

    /** Everything that was ever owned, for the test that nothing stays open. */
    List<AbstractImmutableNativeReference> all() {
        return Collections.unmodifiableList(all);
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
