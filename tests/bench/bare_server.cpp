// The least that a server can do: it accepts the clients, then sends every one of them the same bytes, made once, again
// and again, in writes of the size that the emulator's have. What the emulator delivers is measured against this.
//
//   bare_server --clients 100 --variables 10 --requests 1        prints "listening on 127.0.0.1:PORT"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <vector>

#include "bench_arguments.hpp"
#include "load_messages.hpp"

namespace {

using checkride::bench::give_up;

int listen_anywhere() {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const auto address = reinterpret_cast<sockaddr*>(&where);
  if (::bind(listener, address, sizeof where) != 0 || ::listen(listener, SOMAXCONN) != 0) give_up("listen");
  socklen_t size = sizeof where;
  if (::getsockname(listener, address, &size) != 0) give_up("getsockname");
  std::printf("listening on 127.0.0.1:%d\n", ntohs(where.sin_port));
  std::fflush(stdout);
  return listener;
}

void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &limit);  // too few show at accept
}

}  // namespace

int main(int argc, char** argv) {
  const checkride::bench::Arguments arguments(argc, argv);
  std::signal(SIGPIPE, SIG_IGN);
  raise_descriptor_limit();
  checkride::bench::Question question;
  question.variables = static_cast<std::uint32_t>(arguments.count("variables", 10));
  question.requests = static_cast<std::uint32_t>(arguments.count("requests", 1));
  const std::vector<std::byte> bytes = checkride::bench::answer(question);
  const int listener = listen_anywhere();
  std::vector<int> clients(arguments.count("clients", 1));
  for (int& client : clients) {
    client = ::accept(listener, nullptr, nullptr);
    if (client < 0) give_up("accept");
    const int on = 1;
    (void)::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  while (true) {
    for (const int client : clients) {
      for (std::size_t sent = 0; sent < bytes.size();) {
        const ssize_t count = ::send(client, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) return 0;  // the load is over
        sent += static_cast<std::size_t>(count);
      }
    }
  }
}
