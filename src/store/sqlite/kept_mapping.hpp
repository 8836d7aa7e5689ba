// SQLite unmaps the database file whenever a snapshot differs from the one before and maps it again
// at the next page: somewhere a mapping may miss that the file was cut short and grew again. On
// Linux it never does. Beside 5,000 creates a second each read so paid for two system calls, for
// telling the other processors to forget the pages, and for faulting them in again: more than the
// read itself. Private to store/sqlite.
#pragma once

#include <cstddef>

namespace fieldstone::store::sqlite {

// The mapping of one connection's database file, kept from one snapshot to the next. It must
// outlive the connection. Thread: one at a time, the connection's.
class KeptMapping {
 public:
  KeptMapping() = default;
  ~KeptMapping() { drop(); }
  KeptMapping(const KeptMapping&) = delete;
  KeptMapping& operator=(const KeptMapping&) = delete;

  // While it lives, what the calling thread does through SQLite concerns the mapping's connection.
  // Not nested.
  class InUse {
   public:
    explicit InUse(KeptMapping& mapping);
    ~InUse();
    InUse(const InUse&) = delete;
    InUse& operator=(const InUse&) = delete;
  };

  // Called for each mapping that SQLite asks for. Null: there is none to reuse.
  void* take(std::size_t bytes, int file);
  void made(void* address, std::size_t bytes, int file);
  // Called for each mapping that SQLite gives up. False: it is another one, to be unmapped.
  bool keep(const void* address, std::size_t bytes);

 private:
  void drop();

  void* address_ = nullptr;  // null: none is known
  std::size_t bytes_ = 0;
  int file_ = -1;
  bool given_up_ = false;  // by SQLite, and kept
};

// Puts KeptMapping between SQLite and the system. Requires: SQLite is configured; no file is open.
void hook_mappings();

}  // namespace fieldstone::store::sqlite
