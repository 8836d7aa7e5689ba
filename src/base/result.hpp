// Result<T>: a value or an Error; must not be discarded.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace fieldstone {

using Failure = tl::unexpected<Error>;

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
  Result() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): and_then() and friends return the base class.
  Result(tl::expected<T, Error> other) : tl::expected<T, Error>(std::move(other)) {}
};

// Success without a value.
using Status = Result<void>;

inline Failure fail(Code code, std::string_view rule, std::string message = {},
                    std::vector<FieldError> fields = {}) {
  return Failure(Error{code, rule, std::move(message), std::move(fields)});
}
inline Failure fail(Error error) { return Failure(std::move(error)); }

}  // namespace fieldstone

#define FS_CONCAT_INNER(a, b) a##b
#define FS_CONCAT(a, b) FS_CONCAT_INNER(a, b)

#define FS_TRY_IMPL(result, return_keyword, declaration, ...)     \
  auto result = (__VA_ARGS__);                                    \
  if (!result) [[unlikely]]                                       \
    return_keyword ::fieldstone::fail(std::move(result).error()); \
  declaration = *std::move(result)
#define FS_CHECKED_IMPL(result, return_keyword, ...)     \
  if (auto result = (__VA_ARGS__); !result) [[unlikely]] \
  return_keyword ::fieldstone::fail(std::move(result).error())

// FS_TRY(auto owner, find(id)): declares `owner`, or returns the error to the caller.
#define FS_TRY(declaration, ...) \
  FS_TRY_IMPL(FS_CONCAT(fs_result_, __COUNTER__), return, declaration, __VA_ARGS__)
// FS_TRY_STATUS(save(x)): the same where there is no value to keep.
#define FS_TRY_STATUS(...) FS_CHECKED_IMPL(FS_CONCAT(fs_result_, __COUNTER__), return, __VA_ARGS__)
// The same inside a coroutine. GCC 12 crashes on statement expressions around co_await, hence the
// declaration form.
#define FS_CO_TRY(declaration, ...) \
  FS_TRY_IMPL(FS_CONCAT(fs_result_, __COUNTER__), co_return, declaration, __VA_ARGS__)
#define FS_CO_TRY_STATUS(...) \
  FS_CHECKED_IMPL(FS_CONCAT(fs_result_, __COUNTER__), co_return, __VA_ARGS__)
