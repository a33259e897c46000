// Goal: whoever cannot listen is told which flag or key, which address, and what to do. Method: a virtual host whose
// ports and names are known, a network that refuses, and the real network for the errors of a kernel.
#include "checkride/program/listen.hpp"

#include <boost/asio/error.hpp>

#include "checkride/test/world_test.hpp"
#include "checkride/world/real_world.hpp"

namespace checkride::program {
namespace {

using test::FailsWith;
using testing::AllOf;
using testing::HasSubstr;
using world::Endpoint;

Endpoint at(const std::string& host, std::uint16_t port) {
  Endpoint where;
  where.host = host;
  where.port = port;
  return where;
}

WORLD_TEST(Listen, AFreeAddressIsListenedOn) {
  const auto listener = co_await listen(host.network(), at("127.0.0.1", 5111), WrittenAs("--listen"));
  CO_ASSERT_OK(listener);
  EXPECT_EQ((*listener)->local().text(), "127.0.0.1:5111");
}

WORLD_TEST(Listen, APortInUseNamesTheKeyOfThePort) {
  const auto first = co_await listen(host.network(), at("127.0.0.1", 5111), WrittenAs("--listen"));
  CO_ASSERT_OK(first);
  const auto second = co_await listen(host.network(), at("127.0.0.1", 5111), WrittenAs("the.address", "the.port"));
  EXPECT_THAT(second, FailsWith("the.port: 127.0.0.1:5111 is in use: choose another port, or 0 for any free one"));
}

WORLD_TEST(Listen, ANameThatNobodyKnowsNamesTheKeyOfTheAddress) {
  const auto listener = co_await listen(host.network(), at("example.invalid", 1), WrittenAs("the.address", "the.port"));
  EXPECT_THAT(listener, FailsWith(AllOf(HasSubstr("the.address: cannot resolve \"example.invalid\" ("),
                                        HasSubstr("give an address of this machine, such as 127.0.0.1"))));
}

WORLD_TEST(Listen, AnAddressOfAnotherMachineIsSaidToBeOne) {
  world.add_host("other");
  const auto listener = co_await listen(host.network(), at("other", 1), WrittenAs("--listen"));
  EXPECT_THAT(listener, FailsWith(HasSubstr("--listen: \"other\" is no address of this machine")));
}

// A network whose kernel refuses.
class Refusing final : public world::Network {
 public:
  explicit Refusing(boost::system::errc::errc_t code) : code_(code) {}
  world::Task<Result<std::vector<std::string>>> resolve(std::string) override {
    co_return std::vector<std::string>{"10.0.0.1"};
  }
  Result<std::unique_ptr<world::Listener>> listen(const Endpoint& where) override {
    return Error(make_error_code(code_), where.text());
  }
  world::Task<Result<world::Stream>> connect(Endpoint) override {
    co_return Error(boost::asio::error::connection_refused);
  }

 private:
  boost::system::errc::errc_t code_;
};

WORLD_TEST(Listen, APortOfTheSystemIsNotForEveryUser) {
  Refusing network(boost::system::errc::permission_denied);
  const auto listener = co_await listen(network, at("127.0.0.1", 80), WrittenAs("--control"));
  EXPECT_THAT(listener, FailsWith("--control: this user may not listen on 127.0.0.1:80: choose a port from 1024 on, or "
                                  "0 for any free one"));
}

WORLD_TEST(Listen, AnyOtherErrorKeepsItsReason) {
  Refusing network(boost::system::errc::too_many_files_open);
  const auto listener = co_await listen(network, at("127.0.0.1", 80), WrittenAs("--control"));
  EXPECT_THAT(listener, FailsWith(AllOf(HasSubstr("--control: cannot listen on 127.0.0.1:80: "), HasSubstr("open"))));
}

// By its name a host of the virtual world listens without a look-up; the real network needs one.
world::Task<int> listen_by_name(world::RealWorld& world, std::string& told) {
  const auto listener = co_await listen(world.network(), at("ip6-localhost.invalid", 0), WrittenAs("--listen"));
  told = listener ? (*listener)->local().text() : listener.error().message();
  co_return 0;
}

TEST(ListenReal, ANameIsLookedUp) {
  world::RealOptions options;
  options.handle_signals = false;
  world::RealWorld world(options);
  std::string told;
  world.run(listen_by_name(world, told));
  EXPECT_THAT(told, HasSubstr("--listen: cannot resolve \"ip6-localhost.invalid\""));
}

}  // namespace
}  // namespace checkride::program
