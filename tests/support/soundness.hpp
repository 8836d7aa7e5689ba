// What `fieldstone check` asks of a database, as an expectation.
#pragma once

#include <gtest/gtest.h>

#include "store/unit/store.hpp"
#include "store/whole/invariants.hpp"

namespace fieldstone::test {

inline void expect_sound(store::Store& store) {
  const auto violations = store.read_blocking([](store::Tx& tx) {
    return store::find_violations(tx.connection(), tx.dialect(), store::Parents::free);
  });
  ASSERT_TRUE(violations);
  for (const store::Violation& violation : *violations)
    ADD_FAILURE() << violation.invariant << ": " << violation.example;
}

}  // namespace fieldstone::test
