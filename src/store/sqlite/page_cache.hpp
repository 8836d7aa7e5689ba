// SQLite's page cache, spared a walk over all of it after many a commit. Private to store/sqlite.
//
// Where the rows of a page are spread over several anew, SQLite numbers the pages in ascending
// order. To swap two it gives one of them the number of the page that is never used, that of the
// lock bytes at 1 GB. From then on the cache takes this for its highest page, and when the
// transaction ends, it looks through all that it holds for pages beyond the end of a smaller file:
// 0.3 ms in the writer's cache, after every seventh create. With the number 0, which is no page's
// either, there is nothing to look for.
#pragma once

#include <sqlite3.h>

namespace fieldstone::store::sqlite {

class PageCache {
 public:
  // Requires: `inner`, the cache that does the work, outlives the object.
  PageCache(const sqlite3_pcache_methods2& inner, int page_bytes, int extra_bytes, int purgeable);
  PageCache(const PageCache&) = delete;
  PageCache& operator=(const PageCache&) = delete;
  ~PageCache() {
    if (usable()) inner_.xDestroy(cache_);
  }

  bool usable() const { return cache_ != nullptr; }
  sqlite3_pcache* inner() const { return cache_; }

  void rekey(sqlite3_pcache_page* page, unsigned from, unsigned to) {
    inner_.xRekey(cache_, page, from == lock_page_ ? 0 : from, to == lock_page_ ? 0 : to);
  }

 private:
  const sqlite3_pcache_methods2& inner_;
  sqlite3_pcache* cache_;
  unsigned lock_page_;
};

// Puts such a cache in front of the library's own. Requires: SQLite is not initialized yet.
// Thread: one, once.
void hook_page_cache();

}  // namespace fieldstone::store::sqlite
