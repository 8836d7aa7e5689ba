// A receiver of webhooks that costs little: answers 200 to every POST on loopback and counts.
// receiver SECONDS: prints its port, then, when it ends, how many requests it answered.
// One thread, epoll, no allocation per request; understands just enough HTTP for our own client.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <string_view>
#include <unordered_map>

namespace {

constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
constexpr std::string_view kLength = "Content-Length: ";

// Takes whole requests off the front of `bytes`; returns how many there were.
int take_requests(std::string& bytes) {
  int taken = 0;
  while (true) {
    const std::size_t head = bytes.find("\r\n\r\n");
    if (head == std::string::npos) return taken;
    const std::size_t length = bytes.find(kLength);
    if (length == std::string::npos || length > head) std::exit(1);
    const std::size_t whole = head + 4 + std::strtoul(&bytes[length + kLength.size()], nullptr, 10);
    if (bytes.size() < whole) return taken;
    bytes.erase(0, whole);
    ++taken;
  }
}

int listen_somewhere() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener, plain, size) != 0 || ::listen(listener, 128) != 0) std::exit(1);
  ::getsockname(listener, plain, &size);
  std::printf("%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  return listener;
}

void watch(int poll, int descriptor) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = descriptor;
  ::epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event);
}

// Answers what has come on a connection; false when it has ended.
bool serve(int descriptor, std::string& bytes, long& answered) {
  char buffer[16384];
  const ssize_t got = ::read(descriptor, buffer, sizeof buffer);
  if (got <= 0) return false;
  bytes.append(buffer, static_cast<std::size_t>(got));
  for (int left = take_requests(bytes); left > 0; --left, ++answered) {
    if (::write(descriptor, kAnswer.data(), kAnswer.size()) < 0) return false;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const long seconds = argc > 1 ? std::atol(argv[1]) : 60;
  if (seconds < 1 || seconds > 600) return 2;
  const int listener = listen_somewhere();
  const int poll = ::epoll_create1(EPOLL_CLOEXEC);
  watch(poll, listener);
  std::unordered_map<int, std::string> connections;
  long answered = 0;
  const std::time_t end = std::time(nullptr) + seconds;
  while (std::time(nullptr) < end) {
    epoll_event events[64];
    const int ready = ::epoll_wait(poll, events, 64, 200);
    for (int i = 0; i < ready; ++i) {
      const int descriptor = events[i].data.fd;
      if (descriptor == listener) {
        const int accepted = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (accepted < 0) continue;
        const int on = 1;
        ::setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        connections[accepted];
        watch(poll, accepted);
      } else if (!serve(descriptor, connections[descriptor], answered)) {
        ::close(descriptor);
        connections.erase(descriptor);
      }
    }
  }
  std::printf("%ld\n", answered);
  return 0;
}
