// FS_CHECK: an invariant that is kept in release builds too. A broken one ends the process with its
// location, because going on would risk somebody's data.
#pragma once

#include <cstdio>
#include <cstdlib>

#define FS_CHECK(condition)                                                                  \
  do {                                                                                       \
    if (!(condition)) [[unlikely]] {                                                         \
      std::fprintf(stderr, "%s:%d: broken invariant: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                          \
    }                                                                                        \
  } while (false)
