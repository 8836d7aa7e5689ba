// Notices that somebody moved, removed, replaced or overwrote the files of an open database: what
// is written from then on would be lost with them. Private to store/sqlite.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/log.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/files.hpp"

namespace fieldstone::store::sqlite {

class FileWatch {
 public:
  // Requires: the database, its log and its index are open, and the connection is the watch's own.
  // The logger outlives the watch.
  FileWatch(std::string path, std::unique_ptr<Connection> connection, log::Logger& logger);
  ~FileWatch();
  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

  // Whether the names still lead to the files that were opened. Errors: unavailable with a
  // sentence. Cost: three system calls. Thread: any.
  Status in_place() const;
  // The same, and that nobody has overwritten the file as it lies; as of a quarter of a second ago.
  // Thread: any.
  Status sound() const;

 private:
  struct File {
    std::string path;
    FileId id;
  };

  void note(const std::string& path);
  Status look();
  void watch();
  void tell(const Status& before, const Status& now);

  const std::string path_;
  std::unique_ptr<Connection> connection_;
  log::Logger& logger_;
  std::uint32_t lineage_ = 0;  // 0: not known
  std::vector<File> files_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::atomic<bool> fine_ = true;  // seen_ is a success
  Status seen_;
  std::thread thread_;
};

}  // namespace fieldstone::store::sqlite
