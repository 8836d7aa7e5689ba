#include "store/sqlite/reader.hpp"

#include <algorithm>
#include <chrono>
#include <exception>

namespace fieldstone::store::sqlite {
namespace {

constexpr Dialect kDialect(Engine::sqlite);
// A snapshot that nobody reads from lives for two of these at the most: while it lives, no
// checkpoint gets past it, not even another process's.
constexpr std::chrono::milliseconds kWatchPause{100};
constexpr int kIndexPageBytes = 32 * 1024;  // as SQLite maps the WAL index

std::uint64_t next_serial() {
  static std::atomic<std::uint64_t> serial = 0;
  return ++serial;
}

}  // namespace

std::optional<Status> Reader::run(WorkRef work, const Allowance& allowance) {
  if (!busy()) runs_.fetch_add(1, std::memory_order_relaxed);
  const std::lock_guard lock(mutex_);
  const KeptMapping::InUse mapping(mapping_);
  if (held_ && !is_current()) end();
  connection_->allow({});
  if (!held_) {
    if (auto begun = begin(); !begun) return begun;
  }
  used_ = true;
  connection_->allow(allowance);
  Status status = guarded(work);
  const bool exceeded = !status && connection_->exceeded();
  connection_->allow({});
  // After a failure of the engine the transaction may be over, or worth nothing.
  const bool sound =
      status || (status.error().code != Code::unavailable && status.error().code != Code::internal);
  if (index_ == nullptr) find_index();
  if (!sound || index_ == nullptr) end();
  if (exceeded) return std::nullopt;
  return status;
}

Connection& Reader::connection() {
  const std::lock_guard lock(mutex_);
  if (held_) end();
  return *connection_;
}

bool Reader::let_go() {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock) return true;
  if (!held_) return false;
  if (used_ && is_current()) {
    used_ = false;
    return true;
  }
  end();
  return false;
}

void Reader::give_up() {
  const std::lock_guard lock(mutex_);
  if (held_) end();
}

Status Reader::bound_memory(std::int64_t mapped_bytes, std::int64_t cached_bytes) {
  const std::lock_guard lock(mutex_);
  const KeptMapping::InUse mapping(mapping_);
  if (held_) end();
  return connection_->bound_memory(mapped_bytes, cached_bytes);
}

Reader::Header Reader::header() const {
  Header words;
  for (std::size_t i = 0; i < kHeaderWords; ++i) words[i] = index_[i];
  return words;
}

// The header is read before the transaction begins: a commit between the two makes a snapshot look
// older than it is, never newer.
Status Reader::begin() {
  if (index_ != nullptr) seen_ = header();
  std::atomic_thread_fence(std::memory_order_acquire);
  FS_TRY_STATUS(connection_->execute("BEGIN"));
  held_ = true;
  return {};
}

void Reader::end() {
  held_ = false;
  if (!connection_->in_transaction()) return;
  if (auto ended = connection_->execute("COMMIT"); !ended)
    logger_.error("ending a snapshot failed");
}

Status Reader::guarded(WorkRef work) {
  try {
    Tx tx(*connection_, kDialect);
    return work(tx);
  } catch (const std::exception& error) {
    logger_.error("a unit of work threw", {{"what", error.what()}});
    return fail(Code::internal, {});
  }
}

// The first page of the WAL index stays where it is mapped as long as the connection is open. It is
// there from the first read on; seen_ is then of no snapshot yet, so the first one is not kept.
void Reader::find_index() {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(connection_->handle(), "main", SQLITE_FCNTL_FILE_POINTER,
                       static_cast<void*>(&file));
  if (file == nullptr || file->pMethods == nullptr || file->pMethods->iVersion < 2) return;
  if (file->pMethods->xShmMap == nullptr) return;  // an immutable file has no log
  volatile void* page = nullptr;
  if (file->pMethods->xShmMap(file, 0, kIndexPageBytes, 0, &page) != SQLITE_OK) return;
  end();
  index_ = static_cast<const volatile std::uint32_t*>(page);
}

Readers::Readers(OpenOptions options, const FileWatch* files, log::Logger& logger)
    : options_(std::move(options)), files_(files), logger_(logger), serial_(next_serial()) {
  watcher_ = std::thread([this] { watch(); });
}

Readers::~Readers() {
  {
    const std::lock_guard lock(watch_mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  watcher_.join();
}

Result<Reader*> Readers::mine() {
  // Caches the look-up; the serial tells another store, or a later one at the same address, apart.
  thread_local std::uint64_t cached_serial = 0;
  thread_local Reader* cached = nullptr;
  if (cached_serial == serial_) return cached;
  // The name may lead to another database by now.
  if (files_ != nullptr) FS_TRY_STATUS(files_->in_place());
  FS_TRY(auto connection, Connection::open(options_, logger_));
  const std::lock_guard lock(mutex_);
  readers_.push_back(std::make_unique<Reader>(std::move(connection), logger_));
  if (Status shared = share_memory(); !shared) {
    readers_.pop_back();
    return fail(std::move(shared).error());
  }
  cached = readers_.back().get();
  cached_serial = serial_;
  return cached;
}

// Requires: mutex_ is held.
Status Readers::share_memory() {
  const auto sharers = std::count_if(readers_.begin(), readers_.end(),
                                     [](const auto& reader) { return reader->busy(); });
  for (const auto& reader : readers_) {
    const bool shares = reader->busy();
    FS_TRY_STATUS(reader->bound_memory(
        shares ? kMappedBytes / sharers : kLeastMappedBytes,
        shares ? std::max(kLeastCachedBytes, kCachedBytes / sharers) : kLeastCachedBytes));
  }
  return {};
}

Status Readers::run(WorkRef work) {
  auto status = run_within(work, {});
  return status ? *std::move(status) : Status(fail(Code::internal, {}));
}

std::optional<Status> Readers::run_within(WorkRef work, const Allowance& allowance) {
  const auto found = mine();
  if (!found) return Status(fail(found.error()));
  Reader* const reader = *found;
  const bool was_busy = reader->busy();
  auto status = reader->run(work, allowance);
  if (!was_busy && reader->busy()) {
    const std::lock_guard lock(mutex_);
    if (auto shared = share_memory(); !shared) return shared;
  }
  if (!watching_.load(std::memory_order_relaxed) && !watching_.exchange(true)) {
    {
      const std::lock_guard lock(watch_mutex_);
    }
    wake_.notify_one();
  }
  return status;
}

void Readers::let_go() {
  const std::lock_guard lock(mutex_);
  for (const auto& reader : readers_) reader->let_go();
}

void Readers::give_up() {
  const std::lock_guard lock(mutex_);
  for (const auto& reader : readers_) reader->give_up();
}

void Readers::close() {
  const std::lock_guard lock(mutex_);
  readers_.clear();
}

// Nobody ends a snapshot at the moment it turns useless: its thread may have nothing to do. So
// somebody looks, as long as there is one.
void Readers::watch() {
  std::unique_lock lock(watch_mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || watching_; });
    wake_.wait_for(lock, kWatchPause, [this] { return stopping_; });
    if (stopping_) return;
    watching_ = false;  // whoever begins a snapshot from here on sets it again
    const std::lock_guard readers_lock(mutex_);
    for (const auto& reader : readers_) {
      if (reader->let_go()) watching_ = true;
    }
  }
}

}  // namespace fieldstone::store::sqlite
