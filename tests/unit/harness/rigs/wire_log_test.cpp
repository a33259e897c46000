// Calls overheard on the line. Goal: the `calls` check finds in them what it finds in the emulator's own. Method:
// frames as a proxy would pass them, in pieces.
#include "rigs/wire_log.hpp"

#include <boost/json.hpp>

#include "checkride/test/world_test.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using protocol::Protocol;
using test::FailsWith;
using testing::HasSubstr;
using testing::IsEmpty;

template <class M>
std::string frame_of(const M& message, std::uint32_t send_id) {
  std::vector<std::byte> bytes;
  protocol::encode(message, Protocol::msfs2020, protocol::SendId{send_id}, bytes);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string exception_of(std::uint32_t send_id) {
  protocol::RecvException refused;
  refused.exception = protocol::Exception::name_unrecognized;
  refused.send_id = protocol::SendId{send_id};
  refused.index = 2;
  std::vector<std::byte> bytes;
  protocol::encode(refused, Protocol::msfs2020, bytes);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Opens as "app", defines an altitude and a speed, and writes both.
std::string talk() {
  protocol::Open open;
  open.application_name = "app";
  protocol::AddToDataDefinition altitude;
  altitude.define_id = protocol::DefinitionId{8};
  altitude.datum_name = "PLANE ALTITUDE";
  altitude.units_name = "feet";
  protocol::AddToDataDefinition speed = altitude;
  speed.datum_name = "AIRSPEED TRUE";
  speed.units_name = "knots";
  std::vector<std::byte> data;
  protocol::DatumWriter(data).number(80.0);
  protocol::DatumWriter(data).number(120.0);
  protocol::SetDataOnSimObject set;
  set.define_id = protocol::DefinitionId{8};
  set.unit_size = 16;
  set.data = data;
  return frame_of(open, 1) + frame_of(altitude, 2) + frame_of(speed, 3) + frame_of(set, 4);
}

void pass(LinkTap& tap, std::uint64_t connection, Way way, const std::string& bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += 7) tap.passed(connection, way, bytes.substr(at, 7), "");
}

boost::json::value json_of(const WireCall& call) {
  boost::json::error_code error;
  boost::json::value value = boost::json::parse(call.json, error);
  EXPECT_FALSE(error) << call.json;
  return value;
}

WORLD_TEST(WireLog, CallsHaveNamesAndValues) {
  WireLog log(host.clock());
  LinkTap& tap = log.tap("app");
  log.begin();
  tap.opened(1, {"a", 1}, {"b", 2});
  pass(tap, 1, Way::to_server, talk());
  co_await host.clock().sleep_for(1s);
  const auto calls = log.calls_since(0);
  CO_ASSERT_OK(calls);
  CO_ASSERT_TRUE(calls->size() == 4);
  EXPECT_EQ((*calls)[0].message, "Open");
  EXPECT_EQ((*calls)[0].client, "app");
  EXPECT_EQ((*calls)[3].message, "SetDataOnSimObject");
  EXPECT_EQ((*calls)[3].sequence, 4U);
  EXPECT_EQ((*calls)[3].send_id, 4U);
  const auto set = json_of((*calls)[3]);
  EXPECT_EQ(set.at_pointer("/fields/define_id"), 8);
  EXPECT_EQ(set.at_pointer("/data/values/1/name"), "AIRSPEED TRUE");
  EXPECT_EQ(set.at_pointer("/data/values/1/datum"), 2);
  EXPECT_EQ(set.at_pointer("/data/values/0/value"), 80.0);
  EXPECT_EQ(json_of((*calls)[1]).at_pointer("/fields/datum_name"), "PLANE ALTITUDE");
  const auto rest = log.calls_since(3);
  CO_ASSERT_OK(rest);
  EXPECT_EQ(rest->size(), 1U);
}

WORLD_TEST(WireLog, ACallIsToldWhenItsRefusalWouldHaveCome) {
  WireLog log(host.clock());
  LinkTap& tap = log.tap("app");
  tap.opened(1, {"a", 1}, {"b", 2});
  pass(tap, 1, Way::to_server, talk());
  const auto early = log.calls_since(0);
  CO_ASSERT_OK(early);
  EXPECT_THAT(*early, IsEmpty());
  pass(tap, 1, Way::to_client, exception_of(3));
  co_await host.clock().sleep_for(WireLog::kSettled);
  const auto calls = log.calls_since(0);
  CO_ASSERT_OK(calls);
  CO_ASSERT_TRUE(calls->size() == 4);
  const auto refused = json_of((*calls)[2]);
  EXPECT_EQ(refused.at_pointer("/exception/exception"), 7);
  EXPECT_EQ(refused.at_pointer("/exception/index"), 2);
  EXPECT_EQ(json_of((*calls)[1]).as_object().if_contains("exception"), nullptr);
}

WORLD_TEST(WireLog, ConnectionsAreApartAndAStartCountsAnew) {
  WireLog log(host.clock());
  LinkTap& one = log.tap("one");
  LinkTap& two = log.tap("two");
  EXPECT_EQ(&log.tap("one"), &one);
  one.opened(1, {"a", 1}, {"b", 2});
  two.opened(1, {"c", 1}, {"b", 2});
  const std::string bytes = talk();
  one.passed(1, Way::to_server, bytes.substr(0, 100), "");
  two.passed(1, Way::to_server, bytes, "");
  one.passed(1, Way::to_server, bytes.substr(100), "");
  co_await host.clock().sleep_for(1s);
  const auto calls = log.calls_since(0);
  CO_ASSERT_OK(calls);
  EXPECT_EQ(calls->size(), 8U);
  log.begin();
  const auto none = log.calls_since(0);
  CO_ASSERT_OK(none);
  EXPECT_THAT(*none, IsEmpty());
}

}  // namespace
}  // namespace checkride::harness
