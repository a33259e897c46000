// Goal: a program tells its service manager the same in both worlds, and takes the sockets it was given once. Method:
// in the real world a datagram socket plays the manager; on the virtual host it remembers. Sockets of the real one are
// tested with systemd's own tool, in tests/services/manners.
#include "checkride/world/manager.hpp"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "both_worlds.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

RealOptions without_signals() {
  RealOptions options;
  options.handle_signals = false;
  return options;
}

// An environment variable while it lives.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    ::setenv(name, value.c_str(), 1);  // world-lint: allow (the test plays the manager)
  }
  ~Variable() {
    ::unsetenv(name_);  // world-lint: allow (the test plays the manager)
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

class ManagerSocket {
 public:
  explicit ManagerSocket(const std::string& path)
      : socket_(::socket(AF_UNIX, SOCK_DGRAM, 0)) {  // world-lint: allow (the test plays the manager)
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    const auto* at = reinterpret_cast<const sockaddr*>(&address);
    EXPECT_EQ(::bind(socket_, at, sizeof(address)), 0);  // world-lint: allow (the test plays the manager)
  }
  ~ManagerSocket() { ::close(socket_); }
  ManagerSocket(const ManagerSocket&) = delete;
  ManagerSocket& operator=(const ManagerSocket&) = delete;
  std::string received() {
    std::array<char, 1024> text{};
    const ssize_t count =
        ::recv(socket_, text.data(), text.size(), MSG_DONTWAIT);  // world-lint: allow (the test plays the manager)
    return count < 0 ? "nothing" : std::string(text.data(), static_cast<std::size_t>(count));
  }

 private:
  int socket_;
};

TEST(RealManager, TellsTheSocketThatTheEnvironmentNames) {
  const test::TestFolder folder;
  ManagerSocket manager(folder.file("notify"));
  const Variable path("NOTIFY_SOCKET", folder.file("notify"));
  RealWorld world(without_signals());
  EXPECT_TRUE(world.manager().present());
  EXPECT_THAT(world.manager().notify("READY=1\nSTATUS=well"), test::IsOk());
  EXPECT_EQ(manager.received(), "READY=1\nSTATUS=well");
  EXPECT_THAT(world.manager().notify("RELOADING=1"), test::IsOk());
  EXPECT_THAT(manager.received(), StartsWith("RELOADING=1\nMONOTONIC_USEC="));
}

TEST(RealManager, NobodyIsToldWithoutOneAndAGoneOneIsAnError) {
  {
    RealWorld world(without_signals());
    EXPECT_FALSE(world.manager().present());
    EXPECT_THAT(world.manager().notify("READY=1"), test::IsOk());
  }
  for (const std::string& where : {std::string("/nowhere/notify"), "/" + std::string(200, 'x')}) {
    const Variable path("NOTIFY_SOCKET", where);
    RealWorld world(without_signals());
    EXPECT_THAT(world.manager().notify("READY=1"), test::FailsWith(HasSubstr(where)));
  }
}

TEST(RealManager, TheWatchdogIsOursUnlessItNamesAnotherProcess) {
  const auto period = [] { return RealWorld(without_signals()).manager().watchdog(); };
  EXPECT_EQ(period(), std::nullopt);
  const Variable microseconds("WATCHDOG_USEC", "2000000");
  EXPECT_EQ(period(), Duration(2s));
  {
    const Variable pid("WATCHDOG_PID", std::to_string(::getpid()));  // world-lint: allow (as systemd writes it)
    EXPECT_EQ(period(), Duration(2s));
  }
  const Variable pid("WATCHDOG_PID", "1");
  EXPECT_EQ(period(), std::nullopt);
}

TEST(RealManager, NonsenseInTheEnvironmentIsNoManager) {
  for (const char* value : {"", "0", "-1", "soon", "99999999999999999999"}) {
    const Variable microseconds("WATCHDOG_USEC", value);
    EXPECT_EQ(RealWorld(without_signals()).manager().watchdog(), std::nullopt) << value;
  }
  const Variable path("NOTIFY_SOCKET", "relative/path");
  EXPECT_FALSE(RealWorld(without_signals()).manager().present());
  const Variable pid("LISTEN_PID", std::to_string(::getpid()));  // world-lint: allow (as systemd writes it)
  for (const char* value : {"", "-1", "many"}) {
    const Variable count("LISTEN_FDS", value);
    EXPECT_THAT(RealWorld(without_signals()).manager().listeners_left(), ElementsAre()) << value;
  }
}

TEST(VirtualManager, GivesASocketOnceByNameOrPort) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("host");
  ManagerOptions options;
  options.listeners = {{"a", {"0.0.0.0", 1}}, {"b", {"0.0.0.0", 2}}};
  host.supervise(options);
  EXPECT_EQ(host.manager().take_listener("b", 1)->local().port, 2);
  EXPECT_EQ(host.manager().take_listener("b", 0), nullptr);
  EXPECT_THAT(host.manager().listeners_left(), ElementsAre("a (0.0.0.0:1)"));
  EXPECT_EQ(host.manager().take_listener("c", 1)->local().port, 1);
  EXPECT_THAT(host.manager().listeners_left(), ElementsAre());
}

BOTH_WORLDS_TEST(Files, APartIsReadFromAnyPlace) {
  const std::string path = folder + "/x";
  EXPECT_THAT(world.files().write(path, "0123456789"), test::IsOk());
  EXPECT_THAT(world.files().read_part(path, 0, 4), test::IsOkWith(std::string("0123")));
  EXPECT_THAT(world.files().read_part(path, 8, 4), test::IsOkWith(std::string("89")));
  EXPECT_THAT(world.files().read_part(path, 10, 4), test::IsOkWith(std::string()));
  EXPECT_THAT(world.files().read_part(path, 99, 4), test::IsOkWith(std::string()));
  EXPECT_THAT(world.files().read_part(folder + "/y", 0, 4), test::FailsWith(HasSubstr("/y")));
  EXPECT_THAT(world.files().read_part(folder, 0, 4), test::FailsWith(HasSubstr(folder)));
  co_return;
}

}  // namespace
}  // namespace checkride::world
