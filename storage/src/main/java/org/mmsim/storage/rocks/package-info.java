/** The only place that knows RocksDB: one class that maps a journal's tables to a database and owns every native handle. */
package org.mmsim.storage.rocks;
