// Goal: checkride simconnect-cfg prints what a Windows client needs, and says what is wrong with its arguments and
// files. Method: the two halves of the command, over the files of a virtual host.
#include "commands/simconnect_cfg.hpp"

#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::harness {
namespace {

using test::FailsWith;
using testing::HasSubstr;

Result<std::string> run(world::Files& files, const std::vector<std::string>& arguments) {
  TRY(const SimConnectCfgOptions options, parse_simconnect_cfg(arguments));
  return make_simconnect_cfg(files, options);
}

class SimConnectCfgCommand : public testing::Test {
 protected:
  world::VirtualWorld world_;
  world::Files& files_ = world_.add_host("machine").files();
};

TEST_F(SimConnectCfgCommand, WithoutArgumentsNamesTheEmulatorsDefault) {
  const auto text = run(files_, {});
  ASSERT_TRUE(text.has_value());
  EXPECT_THAT(*text, HasSubstr("[SimConnect]\nProtocol=IPv4\nAddress=127.0.0.1\nPort=5111\n"));
}

TEST_F(SimConnectCfgCommand, ReadsASimConnectXml) {
  ASSERT_FALSE(files_
                   .write("SimConnect.xml",
                          "<SimBase.Document><SimConnect.Comm><Protocol>IPv6</Protocol><Port>501</Port>"
                          "<MaxRecvSize>65536</MaxRecvSize></SimConnect.Comm></SimBase.Document>")
                   .has_error());
  const auto text = run(files_, {"--simconnect-xml", "SimConnect.xml"});
  ASSERT_TRUE(text.has_value());
  EXPECT_THAT(*text, HasSubstr("Protocol=IPv6\nAddress=::1\nPort=501\nMaxReceiveSize=65536\n"));
}

TEST_F(SimConnectCfgCommand, SectionsAreInTheOrderOfTheFile) {
  ASSERT_FALSE(files_
                   .write("SimConnect.xml",
                          "<SimBase.Document>"
                          "<SimConnect.Comm><Protocol>IPv6</Protocol><Port>501</Port></SimConnect.Comm>"
                          "<SimConnect.Comm><Protocol>IPv4</Protocol><Port>502</Port></SimConnect.Comm>"
                          "</SimBase.Document>")
                   .has_error());
  const auto text = run(files_, {"--simconnect-xml", "SimConnect.xml"});
  ASSERT_TRUE(text.has_value());
  EXPECT_THAT(*text, HasSubstr("[SimConnect]\nProtocol=IPv6\nAddress=::1\nPort=501\n"));
  EXPECT_THAT(*text, HasSubstr("[SimConnect.1]\nProtocol=IPv4\nAddress=127.0.0.1\nPort=502\n"));
}

TEST_F(SimConnectCfgCommand, SaysNothingOfTheKindOfSomebodyElsesSimulator) {
  const auto text = run(files_, {"--simulator", "192.168.1.20:500"});
  ASSERT_TRUE(text.has_value());
  EXPECT_THAT(*text, testing::StartsWith("; simulator\n[SimConnect]\n"));
  EXPECT_THAT(run(files_, {}).value(), testing::StartsWith("; simulator, profile msfs2024\n"));
}

TEST_F(SimConnectCfgCommand, SaysWhatIsWrong) {
  EXPECT_THAT(run(files_, {"--config", "none.yaml"}), FailsWith(HasSubstr("none.yaml")));
  EXPECT_THAT(run(files_, {"--config", "a", "--simulator", "b:1"}), FailsWith(HasSubstr("exclude each other")));
  EXPECT_THAT(run(files_, {"--simulator", "5111"}), FailsWith(HasSubstr("\"5111\" is not an address")));
  EXPECT_THAT(run(files_, {"--simulator", "127.0.0.1:0"}),
              FailsWith(HasSubstr("--simulator: the port is chosen at start")));
  EXPECT_THAT(run(files_, {"--host", "a\nb"}), FailsWith(HasSubstr("--host")));
  EXPECT_THAT(run(files_, {"--hots", "a"}), FailsWith(HasSubstr("--host")));
  EXPECT_THAT(run(files_, {"word"}), FailsWith(HasSubstr("unexpected argument \"word\"")));
}

}  // namespace
}  // namespace checkride::harness
