// A loop for one coroutine that waits for a store.
#pragma once

#include <boost/asio/io_context.hpp>
#include <deque>

namespace fieldstone::test {

// When run() returns, the store's thread may still be busy with waking the loop: it stays until the
// program ends, as a server's loops outlive what they wait for. Thread: the test's own.
inline boost::asio::io_context& lasting_loop() {
  static std::deque<boost::asio::io_context> loops;
  return loops.emplace_back();
}

}  // namespace fieldstone::test
