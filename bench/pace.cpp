// Requests at a fixed rate, whatever the answers take: a request is due at its time, and its
// latency counts from then on, also while it waits for a connection. So a stall is seen by
// everybody whom it would have hit.
//
// Usage: pace HOST:PORT TOKEN get|list|create RATE SECONDS CONNECTIONS CUSTOMERS
// One thread. Customers 1 ... CUSTOMERS have ten metafields each, with the ids 10 c - 9 ... 10 c.
// Prints one JSON object.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;

constexpr double kDrainSeconds = 5;
constexpr std::string_view kBody = R"(","value":"forty characters of a value, or so, here."})";

struct Plan {
  std::string host;
  int port = 0;
  std::string token;
  std::string work;
  double rate = 0;
  double seconds = 0;
  int connections = 0;
  std::int64_t customers = 0;
};

class Requests {
 public:
  explicit Requests(const Plan& plan) : plan_(plan), customer_(1, plan.customers) {
    tail_ = " HTTP/1.1\r\nHost: bench\r\nX-Auth-Token: " + plan.token + "\r\n";
    salt_ = std::to_string(random_());
  }

  std::string next() {
    const std::int64_t customer = customer_(random_);
    const std::string path =
        " /stores/bench/v3/customers/" + std::to_string(customer) + "/metafields";
    if (plan_.work == "list") return "GET" + path + tail_ + "\r\n";
    if (plan_.work == "get") {
      const auto id = customer * 10 - static_cast<std::int64_t>(random_() % 10);
      return "GET" + path + "/" + std::to_string(id) + tail_ + "\r\n";
    }
    std::string body = R"({"permission_set":"app_only","namespace":"bench","key":")" + salt_ + "-";
    body.append(std::to_string(++number_)).append(kBody);
    return "POST" + path + tail_ +
           "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
  }

 private:
  const Plan& plan_;
  std::string tail_;
  std::string salt_;
  std::int64_t number_ = 0;
  std::mt19937_64 random_{std::random_device{}()};
  std::uniform_int_distribution<std::int64_t> customer_;
};

int connect_to(const Plan& plan) {
  const int made = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(plan.port));
  const int on = 1;
  if (made < 0 || inet_pton(AF_INET, plan.host.c_str(), &address.sin_addr) != 1 ||
      connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) {
    throw std::runtime_error("no connection to " + plan.host);
  }
  return made;
}

// One connection; at most one request is under way on it.
struct Connection {
  int socket = -1;
  Time due;
  std::string answer;

  void send_request(const std::string& request, Time when) {
    due = when;
    answer.clear();
    if (send(socket, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size())) {
      throw std::runtime_error("a request could not be sent");
    }
  }
  // True when the answer is whole.
  bool receive() {
    char piece[65536];
    const ssize_t count = recv(socket, piece, sizeof piece, MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return false;
    if (count <= 0) throw std::runtime_error("the server closed a connection");
    answer.append(piece, static_cast<std::size_t>(count));
    const std::size_t head = answer.find("\r\n\r\n");
    if (head == std::string::npos) return false;
    std::string_view fields(answer.data(), head);
    const std::size_t length = fields.find("\r\nContent-Length: ");
    if (length == std::string_view::npos) throw std::runtime_error("an answer has no length");
    return answer.size() >= head + 4 + std::strtoull(answer.c_str() + length + 18, nullptr, 10);
  }
  bool good() const { return answer.compare(9, 1, "2") == 0; }
};

class Pacer {
 public:
  explicit Pacer(const Plan& plan) : plan_(plan), requests_(plan), connections_(plan.connections) {
    epoll_ = epoll_create1(0);
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      connections_[i].socket = connect_to(plan);
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u64 = i;
      epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_[i].socket, &event);
      idle_.push_back(i);
    }
  }
  Pacer(const Pacer&) = delete;
  Pacer& operator=(const Pacer&) = delete;
  ~Pacer() {
    for (const Connection& connection : connections_) close(connection.socket);
    close(epoll_);
  }

  void run() {
    const Time begin = Clock::now();
    const auto total = static_cast<std::int64_t>(plan_.rate * plan_.seconds);
    const Time deadline = at(begin, total) + seconds(kDrainSeconds);
    latencies_.reserve(static_cast<std::size_t>(total));
    std::int64_t sent = 0;
    while (static_cast<std::int64_t>(latencies_.size()) < total && Clock::now() < deadline) {
      const Time now = Clock::now();
      for (; sent < total && at(begin, sent) <= now && !idle_.empty(); ++sent) {
        connections_[idle_.front()].send_request(requests_.next(), at(begin, sent));
        idle_.pop_front();
      }
      wait(sent < total && !idle_.empty() ? at(begin, sent) : deadline);
    }
    unanswered_ = total - static_cast<std::int64_t>(latencies_.size());
    elapsed_ = std::chrono::duration<double>(Clock::now() - begin).count();
  }

  void print() {
    if (latencies_.empty()) throw std::runtime_error("no request was answered");
    std::sort(latencies_.begin(), latencies_.end());
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf(
        "{\"requests\":%zu,\"seconds\":%.6f,\"p50_us\":%.0f,\"p99_us\":%.0f,\"p999_us\":%.0f,\"max_"
        "us\":%.0f,"
        "\"failed\":%lld}\n",
        latencies_.size(), elapsed_, quantile(0.5), quantile(0.99), quantile(0.999),
        latencies_.back(), static_cast<long long>(failed_ + unanswered_));
  }

 private:
  static Clock::duration seconds(double count) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(count));
  }
  Time at(Time begin, std::int64_t number) const {
    return begin + seconds(static_cast<double>(number) / plan_.rate);
  }

  double quantile(double share) const {
    const auto last = static_cast<double>(latencies_.size() - 1);
    return latencies_[static_cast<std::size_t>(share * last)];
  }

  void wait(Time until) {
    epoll_event events[64];
    const auto left = std::max(Clock::duration::zero(), until - Clock::now());
    const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(left).count();
    const timespec timeout{ns / 1'000'000'000, ns % 1'000'000'000};
    const int count = epoll_pwait2(epoll_, events, 64, &timeout, nullptr);
    const Time now = Clock::now();
    for (int i = 0; i < count; ++i) {
      Connection& connection = connections_[events[i].data.u64];
      if (!connection.receive()) continue;
      latencies_.push_back(std::chrono::duration<double, std::micro>(now - connection.due).count());
      if (!connection.good()) ++failed_;
      idle_.push_back(events[i].data.u64);
    }
  }

  const Plan& plan_;
  Requests requests_;
  std::vector<Connection> connections_;
  std::deque<std::size_t> idle_;
  std::vector<double> latencies_;
  std::int64_t failed_ = 0;
  std::int64_t unanswered_ = 0;
  double elapsed_ = 0;
  int epoll_ = -1;
};

double positive(const char* text, double most) {
  const double number = std::strtod(text, nullptr);
  if (!(number > 0 && number <= most))
    throw std::runtime_error(std::string("not a number in range: ") + text);
  return number;
}

Plan plan_of(char** arguments) {
  Plan plan;
  const std::string address = arguments[1];
  const std::size_t colon = address.find(':');
  if (colon == std::string::npos) throw std::runtime_error("HOST:PORT is wanted");
  plan.host = address.substr(0, colon);
  plan.port = static_cast<int>(positive(address.c_str() + colon + 1, 65535));
  plan.token = arguments[2];
  plan.work = arguments[3];
  if (plan.work != "get" && plan.work != "list" && plan.work != "create") {
    throw std::runtime_error("get, list or create is wanted");
  }
  plan.rate = positive(arguments[4], 1e6);
  plan.seconds = positive(arguments[5], 600);
  plan.connections = static_cast<int>(positive(arguments[6], 4096));
  plan.customers = static_cast<std::int64_t>(positive(arguments[7], 1e9));
  return plan;
}

}  // namespace

// Stands for clients on other machines: what it waits for a processor here would be counted as the
// server's. Where the kernel knows turns of a chosen length (Linux 6.12), it hardly waits.
void ask_for_short_turns() {
  struct {  // the kernel's sched_attr, whose header does not go with the C library's
    std::uint32_t size = 48;
    std::uint32_t policy = 0;
    std::uint64_t flags = 0;
    std::int32_t nice = 0;
    std::uint32_t priority = 0;
    std::uint64_t runtime = 100'000;  // nanoseconds
    std::uint64_t deadline = 0;
    std::uint64_t period = 0;
  } attributes;
  syscall(SYS_sched_setattr, 0, &attributes, 0);
}

int main(int count, char** arguments) {
  if (count != 8) {
    std::fputs("usage: pace HOST:PORT TOKEN get|list|create RATE SECONDS CONNECTIONS CUSTOMERS\n",
               stderr);
    return 2;
  }
  try {
    const Plan plan = plan_of(arguments);
    ask_for_short_turns();
    Pacer pacer(plan);
    pacer.run();
    pacer.print();
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pace: %s\n", error.what());
    return 1;
  }
}
