#include "cli/certificate.hpp"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>

namespace fieldstone::cli {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
constexpr std::int64_t kDayS = 86'400;

// Memory only, which has run out when OpenSSL refuses.
Bio memory_bio() {
  Bio bio(BIO_new(BIO_s_mem()), BIO_free);
  if (!bio) throw std::bad_alloc();
  return bio;
}

std::string text_of(const Bio& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::shared_ptr<EVP_PKEY> own(EVP_PKEY* key) { return {key, EVP_PKEY_free}; }
std::shared_ptr<X509> own(X509* certificate) { return {certificate, X509_free}; }

Failure refused(const char* what) {
  return fail(Code::internal, {}, std::string("OpenSSL can't make a ") + what);
}

struct Extension {
  int id;
  std::string value;  // in the notation of openssl.cnf
};

bool add_extensions(X509* certificate, X509* issuer, const std::vector<Extension>& extensions) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  for (const auto& [id, value] : extensions) {
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_nconf_nid(nullptr, &context, id, value.c_str()), X509_EXTENSION_free);
    if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) return false;
  }
  return true;
}

bool set_random_serial(X509* certificate) {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) return false;
  bytes[0] &= 0x7F;  // positive
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(
      BN_bin2bn(bytes.data(), bytes.size(), nullptr), BN_free);
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_subject(X509* certificate, const std::string& common_name) {
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto add = [name](const char* field, const std::string& text) {
    return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char*>(text.data()),
                                      static_cast<int>(text.size()), -1, 0) == 1;
  };
  return add("O", "Fieldstone development") && add("CN", common_name);
}

// A key and an unsigned certificate of it.
Result<Certificate> begin(const std::string& common_name, const Validity& validity) {
  Certificate made{own(EVP_EC_gen("P-256")), own(X509_new())};
  X509* certificate = made.certificate.get();
  if (!made.key || certificate == nullptr) return refused("key");
  const std::time_t now = to_seconds(validity.now).value;
  const bool good =
      X509_set_version(certificate, X509_VERSION_3) == 1 && set_random_serial(certificate) &&
      set_subject(certificate, common_name) &&
      ASN1_TIME_set(X509_getm_notBefore(certificate), now - kDayS) != nullptr &&
      ASN1_TIME_set(X509_getm_notAfter(certificate), now + validity.days * kDayS) != nullptr &&
      X509_set_pubkey(certificate, made.key.get()) == 1;
  if (!good) return refused("certificate");
  return made;
}

bool is_address(const std::string& name) {
  std::array<unsigned char, sizeof(in6_addr)> ignored{};
  return inet_pton(AF_INET, name.c_str(), ignored.data()) == 1 ||
         inet_pton(AF_INET6, name.c_str(), ignored.data()) == 1;
}

// A comma or a colon would mean more to OpenSSL's notation than to whom it came from.
bool is_plausible(const std::string& name) {
  static constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_*";
  return is_address(name) || (!name.empty() && name.size() <= 64 &&
                              name.find_first_not_of(kAllowed) == std::string::npos);
}

std::string alternative_names(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : ",") + std::string(is_address(name) ? "IP:" : "DNS:") + name;
  }
  return text;
}

}  // namespace

std::string Certificate::key_text() const {
  const Bio bio = memory_bio();
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(bio);
}

std::string Certificate::certificate_text() const {
  const Bio bio = memory_bio();
  PEM_write_bio_X509(bio.get(), certificate.get());
  return text_of(bio);
}

Result<Certificate> make_authority(const std::string& common_name, const Validity& validity) {
  FS_TRY(Certificate made, begin(common_name, validity));
  X509* certificate = made.certificate.get();
  const bool good = X509_set_issuer_name(certificate, X509_get_subject_name(certificate)) == 1 &&
                    add_extensions(certificate, certificate,
                                   {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                                    {NID_key_usage, "critical,keyCertSign,cRLSign"},
                                    {NID_subject_key_identifier, "hash"}}) &&
                    X509_sign(certificate, made.key.get(), EVP_sha256()) != 0;
  if (!good) return refused("certificate authority");
  return made;
}

Result<Certificate> make_leaf(const Certificate& authority, const std::vector<std::string>& names,
                              const Validity& validity) {
  for (const std::string& name : names) {
    if (!is_plausible(name))
      return fail(Code::invalid_input, {}, "\"" + name + "\" is not a DNS name or an IP address");
  }
  FS_TRY(Certificate made, begin(names.front(), validity));
  X509* certificate = made.certificate.get();
  X509* issuer = authority.certificate.get();
  const bool good = X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
                    add_extensions(certificate, issuer,
                                   {{NID_basic_constraints, "critical,CA:FALSE"},
                                    {NID_key_usage, "critical,digitalSignature"},
                                    {NID_ext_key_usage, "serverAuth"},
                                    {NID_subject_key_identifier, "hash"},
                                    {NID_authority_key_identifier, "keyid:always"},
                                    {NID_subject_alt_name, alternative_names(names)}}) &&
                    X509_sign(certificate, authority.key.get(), EVP_sha256()) != 0;
  if (!good) return refused("server certificate");
  return made;
}

Result<Certificate> read_authority(const std::string& certificate_file,
                                   const std::string& key_file) {
  const Bio certificate(BIO_new_file(certificate_file.c_str(), "r"), BIO_free);
  const Bio key(BIO_new_file(key_file.c_str(), "r"), BIO_free);
  Certificate read;
  if (certificate && key) {
    read = {own(PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr)),
            own(PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr))};
  }
  if (!read.key || !read.certificate ||
      X509_check_private_key(read.certificate.get(), read.key.get()) != 1) {
    return fail(Code::invalid_input, {},
                certificate_file + " and " + key_file + " are not a certificate and its key");
  }
  return read;
}

}  // namespace fieldstone::cli
