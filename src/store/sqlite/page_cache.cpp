#include "store/sqlite/page_cache.hpp"

#include <memory>
#include <new>

namespace fieldstone::store::sqlite {
namespace {

constexpr int kLockByte = 0x40000000;

constinit sqlite3_pcache_methods2 own_of_library{};

PageCache& of(sqlite3_pcache* cache) { return *reinterpret_cast<PageCache*>(cache); }

sqlite3_pcache* create(int page_bytes, int extra_bytes, int purgeable) {
  std::unique_ptr<PageCache> cache(
      new (std::nothrow) PageCache(own_of_library, page_bytes, extra_bytes, purgeable));
  if (cache == nullptr || !cache->usable()) return nullptr;
  return reinterpret_cast<sqlite3_pcache*>(cache.release());
}

void destroy(sqlite3_pcache* cache) { const std::unique_ptr<PageCache> ended(&of(cache)); }

void set_size(sqlite3_pcache* cache, int pages) {
  own_of_library.xCachesize(of(cache).inner(), pages);
}

int count(sqlite3_pcache* cache) { return own_of_library.xPagecount(of(cache).inner()); }

sqlite3_pcache_page* fetch(sqlite3_pcache* cache, unsigned number, int create_flag) {
  return own_of_library.xFetch(of(cache).inner(), number, create_flag);
}

void unpin(sqlite3_pcache* cache, sqlite3_pcache_page* page, int discard) {
  own_of_library.xUnpin(of(cache).inner(), page, discard);
}

void rekey(sqlite3_pcache* cache, sqlite3_pcache_page* page, unsigned from, unsigned to) {
  of(cache).rekey(page, from, to);
}

void truncate(sqlite3_pcache* cache, unsigned first) {
  own_of_library.xTruncate(of(cache).inner(), first);
}

void shrink(sqlite3_pcache* cache) { own_of_library.xShrink(of(cache).inner()); }

}  // namespace

PageCache::PageCache(const sqlite3_pcache_methods2& inner, int page_bytes, int extra_bytes,
                     int purgeable)
    : inner_(inner),
      cache_(inner.xCreate(page_bytes, extra_bytes, purgeable)),
      lock_page_(static_cast<unsigned>(kLockByte / page_bytes + 1)) {}

void hook_page_cache() {
  if (sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &own_of_library) != SQLITE_OK) return;
  sqlite3_pcache_methods2 methods = own_of_library;
  methods.xCreate = &create;
  methods.xCachesize = &set_size;
  methods.xPagecount = &count;
  methods.xFetch = &fetch;
  methods.xUnpin = &unpin;
  methods.xRekey = &rekey;
  methods.xTruncate = &truncate;
  methods.xDestroy = &destroy;
  methods.xShrink = &shrink;
  sqlite3_config(SQLITE_CONFIG_PCACHE2, &methods);
}

}  // namespace fieldstone::store::sqlite
