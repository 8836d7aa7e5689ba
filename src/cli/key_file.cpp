#include "cli/key_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/cli.hpp"
#include "config/parse.hpp"

namespace fieldstone::cli {
namespace {

class File {
 public:
  File(const std::string& path, int flags, mode_t mode = 0)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

Failure trouble(const std::string& what, const std::string& path) {
  return fail(Code::unavailable, {}, what + " key file " + path + ": " + std::strerror(errno));
}

bool write_all(const File& file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file.descriptor(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(file.descriptor()) == 0;
}

// Under a name of its own first, so that nobody reads half a key.
Status make(const std::string& path, const auth::SealKey& key) {
  const std::string draft = path + "." + std::to_string(::getpid());
  {
    const File file(draft, O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);
    if (!file.is_open()) return trouble("can't make", draft);
    if (!write_all(file, auth::seal_key_text(key) + "\n")) {
      Status status = trouble("can't write", draft);
      ::unlink(draft.c_str());
      return status;
    }
  }
  const bool linked = ::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST;
  Status status;
  if (!linked) status = trouble("can't make", path);
  ::unlink(draft.c_str());
  return status;
}

}  // namespace

void add_key_file_option(CLI::App& app, std::string& path) {
  app.add_option("--key-file", path,
                 "The key under which secrets lie in the database; unless given, the path of the "
                 "SQLite file with .key behind it, or fieldstone.key here for PostgreSQL")
      ->type_name(kFileType);
}

Result<std::string> key_file_path(const std::string& given, const std::string& database) {
  if (!given.empty()) return given;
  FS_TRY(const auto url, config::parse_database_url(database));
  return url.kind == config::DatabaseKind::sqlite ? url.target + ".key"
                                                  : std::string("fieldstone.key");
}

Result<std::optional<auth::SealKey>> read_key_file(const std::string& path) {
  const File file(path, O_RDONLY);
  if (!file.is_open()) {
    if (errno == ENOENT) return std::optional<auth::SealKey>();
    return trouble("can't read", path);
  }
  struct stat facts{};
  if (::fstat(file.descriptor(), &facts) != 0) return trouble("can't read", path);
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(Code::unavailable, {},
                "key file " + path + " is open to other users; run: chmod 600 " + path);
  }
  char text[256];
  const ssize_t size = ::read(file.descriptor(), text, sizeof text);
  if (size < 0) return trouble("can't read", path);
  std::string_view line(text, static_cast<std::size_t>(size));
  if (line.ends_with('\n')) line.remove_suffix(1);
  const auto key = auth::parse_seal_key(line);
  if (!key) return fail(Code::unavailable, {}, "key file " + path + " holds no key");
  return std::optional(*key);
}

Result<auth::SealKey> read_or_make_key_file(const std::string& path, Random& random) {
  FS_TRY(auto key, read_key_file(path));
  if (key) return *key;
  FS_TRY_STATUS(make(path, auth::make_seal_key(random)));
  FS_TRY(key, read_key_file(path));
  if (!key) return trouble("can't read", path);
  return *key;
}

}  // namespace fieldstone::cli
