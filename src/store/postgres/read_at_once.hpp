// Reads on the thread that asks: it sends the question, serves others and comes back for the
// answer. That saves the changes of thread that a worker costs, which are dearer than the rest of a
// small read.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>

#include "base/log.hpp"
#include "store/postgres/job_queue.hpp"

namespace fieldstone::store::postgres {

// Only for units that ask one thing: such a unit runs twice, first to hear what it asks, then with
// the answer. Absent: no connection is free, the unit asks more, or a worker had better try again;
// nothing has happened then.
// Requires: the connections are no pooler's; logger outlives the coroutine.
boost::asio::awaitable<std::optional<Status>> read_at_once(WorkRef work,
                                                           std::shared_ptr<JobQueue> queue,
                                                           log::Logger* logger);

}  // namespace fieldstone::store::postgres
