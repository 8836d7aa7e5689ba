#include "store/sqlite/file_watch.hpp"

#include <chrono>

#include "store/sqlite/lineage.hpp"

namespace fieldstone::store::sqlite {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{250};

std::uint32_t lineage_of(Connection& connection) {
  auto rows = connection.query("PRAGMA application_id");
  if (!rows) return 0;
  const auto any = rows->next();
  return any && *any ? static_cast<std::uint32_t>(rows->integer(0)) : 0;
}

}  // namespace

FileWatch::FileWatch(std::string path, std::unique_ptr<Connection> connection, log::Logger& logger)
    : path_(std::move(path)),
      connection_(std::move(connection)),
      logger_(logger),
      lineage_(lineage_of(*connection_)) {
  note(path_);
  note(log_of(path_));
  note(index_of(path_));
  thread_ = std::thread([this] { watch(); });
}

FileWatch::~FileWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void FileWatch::note(const std::string& path) {
  if (const auto id = id_of(path)) files_.push_back({path, *id});
}

Status FileWatch::in_place() const {
  for (const File& file : files_) {
    const auto id = id_of(file.path);
    if (!id)
      return fail(Code::unavailable, {}, file.path + " was moved or removed while it was in use");
    if (*id != file.id)
      return fail(Code::unavailable, {}, file.path + " was replaced while it was in use");
  }
  return {};
}

Status FileWatch::sound() const {
  if (fine_.load(std::memory_order_relaxed)) return {};
  const std::lock_guard lock(mutex_);
  return seen_;
}

// Until the first log is written into a new file, its header says nothing.
Status FileWatch::look() {
  FS_TRY_STATUS(in_place());
  if (lineage_ == 0) return {};
  const auto mark = mark_in_file(*connection_);
  if (!mark) return {};  // a disk that fails is not this one's business
  if (*mark && ((*mark)->lineage == lineage_ || (*mark)->lineage == 0)) return {};
  return fail(Code::unavailable, {}, path_ + " was overwritten while it was in use");
}

void FileWatch::watch() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, kBetweenLooks, [this] { return stopping_; })) {
    lock.unlock();
    const Status now = look();
    lock.lock();
    tell(seen_, now);
    seen_ = now;
    fine_ = now.has_value();
  }
}

void FileWatch::tell(const Status& before, const Status& now) {
  if (before.has_value() == now.has_value()) return;
  if (now) {
    logger_.warn("the files of the database are back: writes are taken again", {{"file", path_}});
  } else {
    logger_.error("the files of the database were changed under the server: writes are refused",
                  {{"reason", now.error().message},
                   {"remedy",
                    "bring back what lay there, or stop, put a copy in its place with "
                    "fieldstone restore, and start again"}});
  }
}

}  // namespace fieldstone::store::sqlite
