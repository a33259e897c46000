// Load generator: connects clients to a SimConnect server, lets each ask for data, and counts and times what comes.
// One thread over epoll, in a process of its own, so that it can be pinned to another core than the server.
//
//   emulator_load --port P --clients N [--variables 10] [--requests 1] [--each-second 1] [--seconds 5] [--warm-up 1]
//                 [--ramp 1] [--frame-rate 30] [--server-pid PID]
//
// Prints one line of JSON. Lateness is how long after the frame in which it was due a message was read here: frames are
// a grid, whose place in time is that of the most punctual message of all; only for a server in real time.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bench_arguments.hpp"
#include "load_messages.hpp"

namespace {

namespace protocol = checkride::protocol;
using checkride::bench::give_up;

constexpr std::size_t kReadBytes = 256 * 1024;
constexpr std::size_t kHeaderBytes = 12;
constexpr double kPollPause = 5e-6;
// Descriptors that are not clients.
constexpr std::size_t kOtherDescriptors = 32;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Client {
  int socket = -1;
  std::vector<std::byte> rest;  // of a message that is not whole yet
  std::vector<double> arrivals;
  bool heard = false;
};

struct Usage {
  double cpu_seconds = 0;
  double resident_bytes = 0;
};

// Of another process: the time its threads were on a core, and its resident memory.
Usage usage_of(std::size_t pid) {
  Usage usage;
  if (pid == 0) return usage;
  const std::string folder = "/proc/" + std::to_string(pid);
  for (const auto& task : std::filesystem::directory_iterator(folder + "/task")) {
    std::ifstream file(task.path() / "schedstat");
    double nanoseconds = 0;
    if (file >> nanoseconds) usage.cpu_seconds += nanoseconds / 1e9;
  }
  std::ifstream pages(folder + "/statm");
  double size = 0;
  double resident = 0;
  if (pages >> size >> resident) usage.resident_bytes = resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
  return usage;
}

// As many clients as descriptors allow; says so when they are fewer than wanted.
std::size_t affordable(std::size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) give_up("getrlimit");
  limit.rlim_cur = limit.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) give_up("setrlimit");
  const std::size_t most = limit.rlim_max - std::min<std::size_t>(limit.rlim_max, kOtherDescriptors);
  if (wanted <= most) return wanted;
  std::fprintf(stderr, "load: %zu clients need more than the %zu descriptors of the hard limit: %zu instead\n", wanted,
               static_cast<std::size_t>(limit.rlim_max), most);
  return most;
}

class Load {
 public:
  Load(const checkride::bench::Arguments& arguments, std::size_t clients)
      : arguments_(arguments), clients_(clients), poll_(::epoll_create1(0)), buffer_(kReadBytes) {
    question_.variables = static_cast<std::uint32_t>(arguments.count("variables", 10));
    question_.requests = static_cast<std::uint32_t>(arguments.count("requests", 1));
    question_.each_second = arguments.count("each-second", 0) != 0;
    timed_ = arguments.number("frame-rate", 0) > 0;
  }

  // Connections are spread evenly over the ramp: clients that start together by chance only.
  void connect_all() {
    const std::vector<std::byte> hello = checkride::bench::opening(question_);
    const double ramp = arguments_.number("ramp", 1);
    const double start = now();
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      connect(clients_[i], hello);
      const double until = start + ramp * static_cast<double>(i + 1) / static_cast<double>(clients_.size());
      do {
        receive(std::max(0.0, until - now()));
      } while (now() < until);
    }
    for (const double limit = now() + 30; silent_ != 0;) {
      if (now() > limit) give_up("load: some clients hear nothing");
      receive(0.1);
    }
  }

  void run(double seconds) {
    for (const double end = now() + seconds; now() < end;) receive(end - now());
  }

  void start_counting() {
    messages_ = 0;
    bytes_ = 0;
    for (Client& client : clients_) client.arrivals.clear();
  }

  std::uint64_t messages() const { return messages_; }
  std::uint64_t bytes() const { return bytes_; }

  // Sorted, in seconds.
  std::vector<double> lateness() const {
    const double frame = timed_ ? 1 / arguments_.number("frame-rate", 30) : 0;
    const double period = question_.each_second ? 1 : frame;
    std::vector<double> firsts;  // when each client's series would have begun if its most punctual message were typical
    for (const Client& client : clients_) {
      double first = INFINITY;
      for (std::size_t k = 0; k < client.arrivals.size(); ++k) {
        first = std::min(first, client.arrivals[k] - static_cast<double>(k) * period);
      }
      firsts.push_back(first);
    }
    double grid = 0;
    for (const double first : firsts) {
      if (std::isfinite(first)) grid = std::min(grid, std::remainder(first - firsts.front(), frame));
    }
    grid += firsts.front();
    std::vector<double> late;
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      const double due = grid + std::floor((firsts[i] - grid) / frame + 1e-6) * frame;
      for (std::size_t k = 0; k < clients_[i].arrivals.size(); ++k) {
        late.push_back(clients_[i].arrivals[k] - due - static_cast<double>(k) * period);
      }
    }
    std::sort(late.begin(), late.end());
    return late;
  }

 private:
  void connect(Client& client, std::span<const std::byte> hello) {
    client.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client.socket < 0) give_up("socket");
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    where.sin_port = htons(static_cast<std::uint16_t>(arguments_.count("port", 0)));
    if (::connect(client.socket, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0) give_up("connect");
    if (::send(client.socket, hello.data(), hello.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(hello.size())) {
      give_up("send");
    }
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &client;
    if (::epoll_ctl(poll_, EPOLL_CTL_ADD, client.socket, &event) != 0) give_up("epoll_ctl");
    ++silent_;
  }

  // Never sleeps where only throughput counts: a server would pay for waking it, the more often the slower it is.
  void receive(double seconds) {
    std::array<epoll_event, 512> events;
    const int limit = timed_ ? static_cast<int>(std::min(seconds, 1.0) * 1000) : 0;
    const int count = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), limit);
    for (int i = 0; i < count; ++i) read(*static_cast<Client*>(events[static_cast<std::size_t>(i)].data.ptr));
    if (count > 0 || timed_) return;
    // The server's sends take the lock that looking takes: a look every few microseconds is enough.
    for (const double until = now() + kPollPause; now() < until;) continue;
  }

  void read(Client& client) {
    std::memcpy(buffer_.data(), client.rest.data(), client.rest.size());
    const std::size_t kept = client.rest.size();
    const ssize_t count = ::recv(client.socket, buffer_.data() + kept, buffer_.size() - kept, MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) give_up("load: the server ended a connection");
    bytes_ += static_cast<std::uint64_t>(count);
    const auto whole = std::span(buffer_).first(kept + static_cast<std::size_t>(count));
    const std::size_t used = take_messages(client, whole);
    client.rest.assign(whole.begin() + static_cast<std::ptrdiff_t>(used), whole.end());
  }

  std::size_t take_messages(Client& client, std::span<const std::byte> bytes) {
    const double read_at = timed_ ? now() : 0;
    std::size_t at = 0;
    while (bytes.size() - at >= kHeaderBytes) {
      const auto size = protocol::load_little_endian<std::uint32_t>(bytes.data() + at);
      const auto id = protocol::load_little_endian<std::uint32_t>(bytes.data() + at + 8);
      if (size < kHeaderBytes || size > protocol::kMaxFrameBytes) give_up("load: a frame of impossible size");
      if (bytes.size() - at < size) break;
      at += size;
      if (id != protocol::RecvSimObjectData::kInfo.id) continue;
      ++messages_;
      if (timed_) client.arrivals.push_back(read_at);
      if (!std::exchange(client.heard, true)) --silent_;
    }
    return at;
  }

  const checkride::bench::Arguments& arguments_;
  checkride::bench::Question question_;
  std::vector<Client> clients_;
  int poll_;
  std::vector<std::byte> buffer_;
  std::size_t silent_ = 0;
  std::uint64_t messages_ = 0;
  std::uint64_t bytes_ = 0;
  bool timed_ = false;
};

double quantile(const std::vector<double>& sorted, double part) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(part * static_cast<double>(sorted.size())))];
}

}  // namespace

int main(int argc, char** argv) {
  const checkride::bench::Arguments arguments(argc, argv);
  const std::size_t clients = affordable(arguments.count("clients", 1));
  const std::size_t pid = arguments.count("server-pid", 0);
  const Usage before = usage_of(pid);
  Load load(arguments, clients);
  load.connect_all();
  load.run(arguments.number("warm-up", 1));
  const Usage from = usage_of(pid);
  const double start = now();
  load.start_counting();
  load.run(arguments.number("seconds", 5));
  const double seconds = now() - start;
  const Usage to = usage_of(pid);
  const std::vector<double> late = arguments.number("frame-rate", 0) > 0 ? load.lateness() : std::vector<double>();
  std::printf(
      "{\"clients\": %zu, \"seconds\": %.6f, \"messages\": %llu, \"bytes\": %llu, \"server_cpu_seconds\": %.6f, "
      "\"resident_before\": %.0f, \"resident_after\": %.0f, \"late_p50_ms\": %.3f, \"late_p99_ms\": %.3f, "
      "\"late_max_ms\": %.3f}\n",
      clients, seconds, static_cast<unsigned long long>(load.messages()), static_cast<unsigned long long>(load.bytes()),
      to.cpu_seconds - from.cpu_seconds, before.resident_bytes, to.resident_bytes, 1e3 * quantile(late, 0.5),
      1e3 * quantile(late, 0.99), late.empty() ? 0 : 1e3 * late.back());
}
