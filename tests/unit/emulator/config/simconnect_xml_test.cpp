// Goal: SimConnect.xml means what wire.md 1.6 says, and every mistake in one is told with its place. Method: documents
// as simulators write them, a table of mistakes, and any bytes at all.
#include "config/simconnect_xml.hpp"

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::emulator {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string document(const std::string& inside) {
  return "<?xml version=\"1.0\" encoding=\"Windows-1252\"?>\n<SimBase.Document Type=\"SimConnect\" version=\"1,0\">\n"
         "  <Descr>SimConnect Server Configuration</Descr>\n  <Filename>SimConnect.xml</Filename>\n" +
         inside + "</SimBase.Document>\n";
}

std::string comm(const std::string& inside) {
  return "  <SimConnect.Comm>\n" + inside + "  </SimConnect.Comm>\n";
}

SimConnectXml read(const std::string& inside) {
  auto result = parse_simconnect_xml(document(inside), "SimConnect.xml");
  EXPECT_TRUE(result.has_value()) << result.error().message();
  return result ? *result : SimConnectXml();
}

TEST(SimConnectXml, ReadsWhatASimulatorWrites) {
  const SimConnectXml xml =
      read(comm("    <Descr>Static IP6 port</Descr>\n    <Protocol>IPv6</Protocol>\n    <Scope>local</Scope>\n"
                "    <Port>501</Port>\n    <MaxClients>32</MaxClients>\n    <MaxRecvSize>41088</MaxRecvSize>\n"
                "    <DisableNagle>False</DisableNagle>\n") +
           comm("    <Protocol>IPv4</Protocol>\n    <Scope>global</Scope>\n    <Address>0.0.0.0</Address>\n"
                "    <Port>500</Port>\n    <MaxRecvSize>4096</MaxRecvSize>\n") +
           comm("    <Protocol>Pipe</Protocol>\n    <Scope>local</Scope>\n"
                "    <Port>\\\\.\\pipe\\Microsoft Flight Simulator\\SimConnect</Port>\n"));
  ASSERT_THAT(xml.endpoints, SizeIs(2));
  EXPECT_EQ(xml.endpoints[0].where.text(), "[::1]:501") << "in the order of the file";
  EXPECT_EQ(xml.endpoints[0].max_clients, 32u);
  EXPECT_EQ(xml.endpoints[0].max_recv_size, 41088u);
  EXPECT_EQ(xml.endpoints[1].where.text(), "0.0.0.0:500");
  EXPECT_EQ(xml.endpoints[1].max_clients, 64u);
  EXPECT_EQ(xml.endpoints[1].max_recv_size, 4096u);
  ASSERT_THAT(xml.notes, SizeIs(1));
  EXPECT_THAT(xml.notes[0], HasSubstr("SimConnect.xml:21:4: a pipe is not offered here"));
}

TEST(SimConnectXml, WhatIsAbsentHasItsDefault) {
  const SimConnectXml xml = read(comm("<Protocol>IPv4</Protocol><Address/>"));
  ASSERT_THAT(xml.endpoints, SizeIs(1));
  EXPECT_EQ(xml.endpoints[0].where.text(), "127.0.0.1:0") << "scope local, any port";
  EXPECT_EQ(xml.endpoints[0].max_clients, 64u);
  EXPECT_EQ(xml.endpoints[0].max_recv_size, 41088u);
}

TEST(SimConnectXml, ScopeAndAddressDecideWhereItListens) {
  const auto at = [](const std::string& inside) { return read(comm(inside)).endpoints.at(0).where.host; };
  EXPECT_EQ(at("<Protocol>IPv4</Protocol><Scope>remote</Scope>"), "0.0.0.0");
  EXPECT_EQ(at("<Protocol>ipv6</Protocol><Scope>GLOBAL</Scope>"), "::");
  EXPECT_EQ(at("<Protocol>IPv6</Protocol>"), "::1");
  EXPECT_EQ(at("<Protocol>IPv6</Protocol><Address>localhost</Address>"), "::1");
  EXPECT_EQ(at("<Protocol>Auto</Protocol>"), "127.0.0.1");
  EXPECT_EQ(at("<Protocol>Auto</Protocol><Address>::1</Address>"), "::1");
  EXPECT_EQ(at("<Protocol>IPv4</Protocol><Scope>global</Scope><Address>simpc</Address>"), "simpc");
}

TEST(SimConnectXml, WhatIsDisabledIsNotListenedOn) {
  const SimConnectXml xml = read(comm("<Disabled>True</Disabled><Protocol>IPv4</Protocol><Port>500</Port>") +
                                 comm("<Disabled>True</Disabled><Protocol>Pipe</Protocol>") +
                                 comm("<Disabled>False</Disabled><Protocol>IPv4</Protocol><Port>501</Port>"));
  ASSERT_THAT(xml.endpoints, SizeIs(1));
  EXPECT_EQ(xml.endpoints[0].where.port, 501);
  EXPECT_THAT(xml.notes, IsEmpty());
}

TEST(SimConnectXml, WhatIsDisabledIsNotJudged) {
  const SimConnectXml xml =
      read(comm("<Disabled>True</Disabled><Protocol>IPv4</Protocol><Scope>lokal</Scope><Port>99999</Port>") +
           comm("<Disabled>true</Disabled><Protocol>IPv9</Protocol><Prot/><Address>1.2.3.4</Address>") +
           comm("<Disabled>True</Disabled><Protocol>IPv4</Protocol><Port>501</Port>") +
           comm("<Protocol>IPv4</Protocol><Port>501</Port>"));
  ASSERT_THAT(xml.endpoints, SizeIs(1));
  EXPECT_EQ(xml.endpoints[0].where.port, 501);
}

struct Mistake {
  std::string text;
  std::string message;
};

class SimConnectXmlMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(SimConnectXmlMistakes, AreToldWithTheirPlace) {
  const auto result = parse_simconnect_xml(GetParam().text, "SimConnect.xml");
  ASSERT_TRUE(result.has_error());
  EXPECT_THAT(result.error().message(), HasSubstr(GetParam().message));
}

std::string v4(const std::string& inside) {
  return document(comm("<Protocol>IPv4</Protocol>" + inside + "\n"));
}

INSTANTIATE_TEST_SUITE_P(
    Table, SimConnectXmlMistakes,
    testing::Values(
        Mistake{"<SimBase.Document>", "SimConnect.xml:1"},
        Mistake{"<Simbase/>", "SimConnect.xml:1:2: expected <SimBase.Document>, not <Simbase>"},
        Mistake{"<SimBase.Document Type=\"AceXML\"/>", "expected SimConnect"},
        Mistake{document(""), "nothing is left to listen on"},
        Mistake{document("<Disabled>True</Disabled>" + comm("<Protocol>IPv4</Protocol>")), "nothing is left"},
        Mistake{document(comm("<Protocol>Pipe</Protocol>")), "nothing is left to listen on"},
        Mistake{document("<Com/>"), "unknown element <Com> in <SimBase.Document>"},
        Mistake{v4("<MaxClient>3</MaxClient>"),
                "SimConnect.xml:6:27: unknown element <MaxClient> in <SimConnect.Comm>, did you mean \"MaxClients\"?"},
        Mistake{v4("<Port>1</Port><Port>2</Port>"), "<Port> stands twice"},
        Mistake{v4("<Port>65536</Port>"), "<Port>: expected a whole number from 0 to 65535, not \"65536\""},
        Mistake{v4("<Port>abc</Port>"), "<Port>: expected a whole number"},
        Mistake{v4("<MaxClients>0</MaxClients>"), "<MaxClients>: expected a whole number from 1 to 20000"},
        Mistake{v4("<MaxRecvSize>100</MaxRecvSize>"), "<MaxRecvSize>: expected a whole number from 512 to 1048576"},
        Mistake{v4("<Scope>lokal</Scope>"), "did you mean \"local\"?"},
        Mistake{v4("<Disabled>yes</Disabled>"), "<Disabled>: expected one of False, True, not \"yes\""},
        Mistake{v4("<DisableNagle>1</DisableNagle>"), "<DisableNagle>: expected one of False, True"},
        Mistake{v4("<Address>10.1.2.3</Address>"), "Scope local listens on this machine alone, 10.1.2.3"},
        Mistake{v4("<Address>0.0.0.0</Address>"), "Scope local listens on this machine alone"},
        Mistake{v4("<Address>simpc</Address>"), "Scope local listens on this machine alone"},
        Mistake{v4("<Address>::1</Address>"), "::1 is not an address of the Protocol IPv4"},
        Mistake{document(comm("<Protocol>IPv5</Protocol>")), "expected one of Pipe, IPv4, IPv6, Auto"},
        Mistake{document(comm("<Protocol>IPv5</Protocol><Port>99999</Port>")), "<Port>: expected a whole number"},
        Mistake{document(comm("<Protocol>IPv4</Protocol><Port>500</Port>") +
                         comm("<Protocol>IPv4</Protocol><Port>500</Port>")),
                "two Comms listen on 127.0.0.1:500"}));

RC_GTEST_PROP(SimConnectXmlLaws, AnyBytesAreReadOrRefused, (const std::string& inside)) {
  const auto result = parse_simconnect_xml(document(comm(inside)), "SimConnect.xml");
  if (result.has_error()) RC_ASSERT(result.error().message().find("SimConnect.xml:") != std::string::npos);
}

}  // namespace
}  // namespace checkride::emulator
