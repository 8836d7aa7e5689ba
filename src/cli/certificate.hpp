// Keys and certificates for development: a local authority and what it vouches for.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY and X509
struct x509_st;

namespace fieldstone::cli {

// A certificate and the key that belongs to it (ECDSA P-256).
struct Certificate {
  std::shared_ptr<evp_pkey_st> key;
  std::shared_ptr<x509_st> certificate;

  // PEM; the key as unencrypted PKCS #8.
  std::string key_text() const;
  std::string certificate_text() const;
};

// Valid from a day before `now`, since clocks differ, for that many days after it.
struct Validity {
  TimeMs now;
  int days;
};

// Errors of all: internal when OpenSSL refuses.

// An authority whose certificates may only be for servers.
Result<Certificate> make_authority(const std::string& common_name, const Validity& validity);
// A server's certificate for these DNS names and IP addresses. Errors: invalid_input for what is
// neither. Requires: names is not empty.
Result<Certificate> make_leaf(const Certificate& authority, const std::vector<std::string>& names,
                              const Validity& validity);
// The authority that make_authority() once wrote. Errors: invalid_input when it can't be used.
Result<Certificate> read_authority(const std::string& certificate_file,
                                   const std::string& key_file);

}  // namespace fieldstone::cli
