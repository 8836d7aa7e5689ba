#include "store/sqlite/log_pages.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace fieldstone::store::sqlite {
namespace {

constexpr std::uint32_t kMagic = 0x377F0682;  // with words of the checksum in little-endian
constexpr std::size_t kFileHeadBytes = 32;
constexpr std::size_t kFrameHeadBytes = 24;
constexpr std::size_t kSaltsAt = 16;
constexpr std::size_t kLeastPage = 512;
constexpr std::size_t kLargestPage = 65'536;

std::uint32_t big_endian(const unsigned char* bytes) {
  return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U |
         std::uint32_t{bytes[2]} << 8U | std::uint32_t{bytes[3]};
}

std::uint64_t salts_at(const unsigned char* bytes) {
  return std::uint64_t{big_endian(bytes)} << 32U | big_endian(bytes + 4);
}

}  // namespace

LogPages::LogPages(const std::string& path) : file_(std::fopen(path.c_str(), "rbe"), std::fclose) {
  if (file_) begin();
}

void LogPages::begin() {
  std::array<unsigned char, kFileHeadBytes> head{};
  const bool read = std::fread(head.data(), 1, head.size(), file_.get()) == head.size();
  const std::uint32_t magic = big_endian(head.data());
  const std::size_t page_bytes = big_endian(head.data() + 8);
  swapped_ = (magic & 1U) != 0;
  salts_ = salts_at(head.data() + kSaltsAt);
  const bool sound = read && (magic & ~1U) == kMagic && page_bytes >= kLeastPage &&
                     page_bytes <= kLargestPage && std::has_single_bit(page_bytes);
  if (sound) {
    sum_up(head.data(), 24);
    page_.resize(page_bytes);
  }
  if (!sound || checksum_ != Checksum{big_endian(head.data() + 24), big_endian(head.data() + 28)})
    file_.reset();
}

// Words in the order that the header names, two at a time.
void LogPages::sum_up(const unsigned char* bytes, std::size_t size) {
  const bool swap = swapped_ == (std::endian::native == std::endian::little);
  for (std::size_t at = 0; at < size; at += 8) {
    std::uint32_t words[2];
    std::memcpy(words, bytes + at, sizeof words);
    checksum_.first += (swap ? __builtin_bswap32(words[0]) : words[0]) + checksum_.second;
    checksum_.second += (swap ? __builtin_bswap32(words[1]) : words[1]) + checksum_.first;
  }
}

std::optional<LogPages::Frame> LogPages::next_frame() {
  std::array<unsigned char, kFrameHeadBytes> head{};
  if (!file_ || std::fread(head.data(), 1, head.size(), file_.get()) != head.size() ||
      std::fread(page_.data(), 1, page_.size(), file_.get()) != page_.size())
    return std::nullopt;
  if (salts_at(head.data() + 8) != salts_) return std::nullopt;  // left by a former log
  sum_up(head.data(), 8);
  sum_up(page_.data(), page_.size());
  if (checksum_ != Checksum{big_endian(head.data() + 16), big_endian(head.data() + 20)})
    return std::nullopt;
  return Frame{big_endian(head.data()), big_endian(head.data() + 4)};
}

bool LogPages::read_transaction() {
  transaction_.clear();
  given_ = 0;
  while (const auto frame = next_frame()) {
    const std::size_t kept = frame->page == 1 ? kHeadBytes : 0;  // nobody asks for the others
    transaction_.push_back({frame->page, {page_.begin(), page_.begin() + kept}});
    if (frame->pages_after_commit != 0) return true;
  }
  return false;
}

std::optional<LogPages::Page> LogPages::next_committed() {
  if (given_ == transaction_.size() && !read_transaction()) {
    transaction_.clear();
    given_ = 0;
    file_.reset();
    return std::nullopt;
  }
  const Kept& kept = transaction_[given_++];
  return Page{kept.number, kept.head.data()};
}

}  // namespace fieldstone::store::sqlite
