#include "real/real_handover.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <memory>
#include <utility>

#include "checkride/world/process.hpp"

namespace checkride::world::real {
namespace {

// Of systemd's protocol for sockets, see sd_listen_fds(3).
constexpr int kFirstSocket = 3;
constexpr std::size_t kSaidBytesMax = 4096;

bool is_this_process(const std::string& path) {
  struct stat here {};
  struct stat there {};
  return ::stat("/proc/self/exe", &here) == 0 && ::stat(path.c_str(), &there) == 0 && here.st_dev == there.st_dev &&
         here.st_ino == there.st_ino;
}

std::string absolute(const std::string& path) {
  if (path.starts_with('/')) return path;
  char folder[PATH_MAX];
  if (::getcwd(folder, sizeof folder) == nullptr) return path;
  return std::string(folder) + "/" + path;
}

// As a shell finds a word without a slash.
std::string found_in_path(const std::string& word) {
  const char* folders = std::getenv("PATH");
  std::string rest = folders == nullptr ? "" : folders;
  while (!rest.empty()) {
    const std::size_t end = rest.find(':');
    const std::string folder = rest.substr(0, end);
    const std::string path = absolute((folder.empty() ? "." : folder) + "/" + word);
    if (is_this_process(path)) return path;
    rest = end == std::string::npos ? "" : rest.substr(end + 1);
  }
  return "";
}

std::string path_of_the_system() {
  char path[PATH_MAX];
  const ssize_t size = ::readlink("/proc/self/exe", path, sizeof path);
  std::string text(path, size < 0 ? 0 : static_cast<std::size_t>(size));
  constexpr std::string_view kDeleted = " (deleted)";  // what stood there is gone already; its successor may not be
  if (text.ends_with(kDeleted)) text.resize(text.size() - kDeleted.size());
  return text;
}

// A child's output, as much as is to be kept of it.
struct Said {
  std::string text;
  void add(std::string_view line) {
    if (text.size() + line.size() > kSaidBytesMax) return;
    if (!text.empty()) text += '\n';
    text += line;
  }
};

Task<Result<ExitStatus>> wait_for(ChildProcess& child) {
  co_return co_await child.wait();
}

// While it lives a trial runs.
class Running {
 public:
  explicit Running(const std::function<void(bool)>& tell) : tell_(tell) { tell_(true); }
  ~Running() { tell_(false); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  const std::function<void(bool)>& tell_;
};

}  // namespace

std::string program_path(const std::string& word) {
  if (word.find('/') != std::string::npos) {
    std::string path = absolute(word);
    return is_this_process(path) ? path : path_of_the_system();
  }
  std::string path = word.empty() ? "" : found_in_path(word);
  return path.empty() ? path_of_the_system() : path;
}

RealHandover::RealHandover(RealWorld& world, RealNetwork& network, std::vector<std::string> arguments,
                           std::function<void(bool)> on_trial)
    : world_(world),
      network_(network),
      arguments_(std::move(arguments)),
      on_trial_(std::move(on_trial)),
      program_(program_path(arguments_.empty() ? "" : arguments_.front())) {}

Task<Result<Handover::Trial>> RealHandover::try_out(std::vector<std::string> arguments, Duration limit) {
  const Running running(on_trial_);
  const auto said = std::make_shared<Said>();
  ProcessOptions options;
  options.arguments = std::move(arguments);
  options.arguments.insert(options.arguments.begin(), program_);
  options.on_output = [said](std::string_view line) { said->add(line); };
  options.on_error = options.on_output;
  CO_TRY(const std::unique_ptr<ChildProcess> child, ChildProcess::start(world_, std::move(options)));
  Task<Result<ExitStatus>> waiting = wait_for(*child);
  const Result<ExitStatus> status = co_await within(world_.clock(), limit, std::move(waiting));
  if (!status) co_return status.error().with(program_);
  Trial trial;
  trial.succeeded = status->code == 0;
  trial.ended = status->text();
  trial.said = said->text;
  co_return trial;
}

// The sockets from the third descriptor on, in order, and the variables that tell of them. First out of the way: one
// may stand where another is to be.
void RealHandover::put_in_place() {
  const int end = kFirstSocket + static_cast<int>(held_.size());
  std::string names;
  for (HeldListener& one : held_) {
    one.socket = Descriptor(::fcntl(one.socket.get(), F_DUPFD_CLOEXEC, end));
    names += (names.empty() ? "" : ":") + (one.name.empty() ? std::string("port") : one.name);
  }
  int at = kFirstSocket;
  for (const HeldListener& one : held_) (void)::dup2(one.socket.get(), at++);
  (void)::close_range(static_cast<unsigned>(end), ~0U, CLOSE_RANGE_CLOEXEC);
  ::setenv("LISTEN_FDS", std::to_string(held_.size()).c_str(), 1);
  ::setenv("LISTEN_FDNAMES", names.c_str(), 1);
  ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
}

Error RealHandover::become() {
  put_in_place();
  std::vector<char*> arguments;
  for (std::string& argument : arguments_) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  ::execv(program_.c_str(), arguments.data());
  return system_error_at(program_);
}

}  // namespace checkride::world::real
