// fieldstone dev-cert --dir DIR [--host NAME]...
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "cli/certificate.hpp"
#include "cli/cli.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string folder;
  std::vector<std::string> names;
  int days = 365;
};

enum class Readers : unsigned char { owner, everybody };

// The file changes from old to new as a whole, so that a server that reloads never sees a half.
Status write_file(const std::filesystem::path& path, const std::string& text, Readers readers) {
  const std::string temporary = path.string() + ".new";
  unlink(temporary.c_str());
  const int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                        readers == Readers::owner ? 0600 : 0644);
  bool good =
      file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (file >= 0) good = close(file) == 0 && good;
  good = good && rename(temporary.c_str(), path.c_str()) == 0;
  if (!good) return fail(Code::unavailable, {}, path.string() + ": " + std::strerror(errno));
  return {};
}

Result<Certificate> find_or_make_authority(const std::filesystem::path& folder,
                                           const Validity& validity) {
  const auto certificate = folder / "ca.pem";
  const auto key = folder / "ca-key.pem";
  std::error_code error;
  const bool made_before =
      std::filesystem::exists(certificate, error) || std::filesystem::exists(key, error);
  if (error) return fail(Code::unavailable, {}, folder.string() + ": " + error.message());
  if (made_before) return read_authority(certificate, key);
  FS_TRY(Certificate made, make_authority("Fieldstone local authority", validity));
  FS_TRY_STATUS(write_file(key, made.key_text(), Readers::owner));
  FS_TRY_STATUS(write_file(certificate, made.certificate_text(), Readers::everybody));
  return made;
}

Status write_certificates(const Options& options) {
  const std::filesystem::path folder(options.folder);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail(Code::unavailable, {}, options.folder + ": " + error.message());
  const Validity validity{SystemClock().now(), options.days};
  FS_TRY(const Certificate authority, find_or_make_authority(folder, validity));
  FS_TRY(const Certificate leaf, make_leaf(authority, options.names, validity));
  FS_TRY_STATUS(write_file(folder / "key.pem", leaf.key_text(), Readers::owner));
  return write_file(folder / "cert.pem", leaf.certificate_text(), Readers::everybody);
}

int dev_cert(Options options) {
  if (options.names.empty()) {
    options.names = {"api.bigcommerce.com",
                     "login.bigcommerce.com",
                     "payments.bigcommerce.com",
                     "*.mybigcommerce.com",
                     "localhost",
                     "127.0.0.1"};
  }
  if (auto status = write_certificates(options); !status) return complain(status.error());
  const std::filesystem::path folder(options.folder);
  std::cout << "clients trust   " << (folder / "ca.pem").string() << "\nthe server uses --tls-cert "
            << (folder / "cert.pem").string() << " --tls-key " << (folder / "key.pem").string()
            << "\nfor            ";
  for (const std::string& name : options.names) std::cout << ' ' << name;
  std::cout << "\nKeep " << (folder / "ca-key.pem").string()
            << " to yourself: who has it can pose as any site to whom trusts ca.pem.\n";
  return kOk;
}

}  // namespace

void add_dev_cert(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand(
      "dev-cert", "Make a local certificate authority and a server certificate, for development");
  auto options = std::make_shared<Options>();
  command
      ->add_option("--dir,--out", options->folder,
                   "Folder; an authority that is there already is used")
      ->type_name(kFolderType)
      ->required();
  command->add_option("--days", options->days, "How long they are valid")
      ->check(CLI::Range(1, 3650))
      ->capture_default_str();
  // Also without --host, after all options, as earlier versions had it.
  command
      ->add_option("--host,names", options->names,
                   "A DNS name or an IP address of the server, once for each; the vendor's api, "
                   "login, payments and storefront names, localhost and 127.0.0.1 unless given")
      ->delimiter(',');
  command->callback([options, &chosen] { chosen = [options] { return dev_cert(*options); }; });
}

}  // namespace fieldstone::cli
