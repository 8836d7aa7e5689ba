// The least that a server made of the same parts as ours can cost: Beast and Asio, one thread, one
// coroutine for each connection; it reads a request, looks its path up among files that it holds in
// memory, and sends the body.
//
// Usage: beast_floor FOLDER    serves FOLDER/SUB/NAME as /SUB/NAME; prints "listening on
// http://HOST:PORT"
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <unordered_map>
#include <utility>

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;
using Files = std::unordered_map<std::string, std::string>;

Files files_of(const std::filesystem::path& folder) {
  Files files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::string body{std::istreambuf_iterator<char>(file), {}};
    files.emplace("/" + std::filesystem::relative(entry.path(), folder).string(), std::move(body));
  }
  return files;
}

asio::awaitable<void> serve(Tcp::socket socket, const Files* files) {
  boost::beast::flat_buffer buffer;
  boost::system::error_code error;
  while (true) {
    http::request<http::empty_body> request;
    co_await http::async_read(socket, buffer, request,
                              asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    const auto found = files->find(std::string(request.target()));
    http::response<http::span_body<const char>> answer(
        found == files->end() ? http::status::not_found : http::status::ok, request.version());
    answer.set(http::field::content_type, "application/json");
    if (found != files->end()) answer.body() = {found->second.data(), found->second.size()};
    answer.keep_alive(request.keep_alive());
    answer.prepare_payload();
    co_await http::async_write(socket, answer, asio::redirect_error(asio::use_awaitable, error));
    if (error || !answer.keep_alive()) co_return;
  }
}

asio::awaitable<void> accept_all(Tcp::acceptor* acceptor, const Files* files) {
  while (true) {
    Tcp::socket socket = co_await acceptor->async_accept(asio::use_awaitable);
    socket.set_option(Tcp::no_delay(true));
    asio::co_spawn(acceptor->get_executor(), serve(std::move(socket), files), asio::detached);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: beast_floor FOLDER\n", stderr);
    return 2;
  }
  try {
    const Files files = files_of(arguments[1]);
    asio::io_context context(1);
    Tcp::acceptor acceptor(context, {asio::ip::make_address("127.0.0.1"), 0});
    asio::co_spawn(context, accept_all(&acceptor, &files), asio::detached);
    std::printf("listening on http://127.0.0.1:%u\n", unsigned{acceptor.local_endpoint().port()});
    std::fflush(stdout);
    context.run();
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "beast_floor: %s\n", error.what());
    return 1;
  }
}
