// Goal: a capture that is rotated is a row of files, each of which can be read by itself and begins with whole
// messages, and which lose nothing. Method: taps on virtual disks, messages in pieces of any size.
#include <numeric>

#include "capture/capture_file.hpp"
#include "capture/tools.hpp"
#include "checkride/test/world_test.hpp"
#include "talks.hpp"

namespace checkride::harness::test {
namespace {

using namespace std::chrono_literals;
using namespace protocol;
using checkride::test::FailsWith;
using checkride::test::IsOk;
using talk::TalkEvent;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr std::string_view kPath = "/captures/talk.pcapng";

std::string question(std::uint32_t number) {
  std::vector<std::byte> bytes;
  encode(RequestSystemState{RequestId{number}, "Sim"}, Protocol::msfs2020, SendId{number}, bytes);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::unique_ptr<CaptureFile> capture_into(world::World& host, const CaptureRotation& rotation) {
  EXPECT_TRUE(host.files().make_directories("/captures"));
  auto file = CaptureFile::create({host.clock(), host.files(), [](const std::string& line) { ADD_FAILURE() << line; }},
                                  std::string(kPath), "link", rotation);
  EXPECT_TRUE(file.has_value());
  return file ? std::move(*file) : nullptr;
}

// The files, oldest first: the one that is written has the shortest name and sorts behind those with a time.
std::vector<std::string> paths_in(world::World& host) {
  std::vector<std::string> paths;
  for (const std::string& name : host.files().list("/captures").value()) paths.push_back("/captures/" + name);
  return paths;
}

talk::Talk read(world::World& host, const std::string& path) {
  const auto content = host.files().read(path);
  EXPECT_TRUE(content.has_value()) << path;
  auto read = talk::read_talk(path, bytes_of(content ? *content : std::string()));
  EXPECT_TRUE(read.has_value()) << read.error().message();
  return read ? std::move(*read) : talk::Talk{};
}

// Numbers of the questions that can be decoded in the file.
std::vector<std::uint32_t> numbers_in(const talk::Talk& talk) {
  std::vector<std::uint32_t> numbers;
  for (const TalkEvent& event : talk.events) {
    EXPECT_NE(event.kind, TalkEvent::Kind::lost) << event.text;
    if (event.kind != TalkEvent::Kind::frame) continue;
    const auto frame = decode_client(event.frame);
    EXPECT_TRUE(frame.has_value()) << "a file begins with a whole message";
    if (frame) numbers.push_back(std::get<RequestSystemState>(frame->message).request_id.value);
  }
  return numbers;
}

WORLD_TEST(Rotation, EachFileBeginsWithWholeMessagesAndNothingIsLost) {
  const auto file = capture_into(host, {.bytes_max = 2000});
  file->opened(1, {"10.0.0.2", 40'000}, {"10.0.0.1", 500});
  constexpr std::uint32_t kQuestions = 200;
  std::string all;
  for (std::uint32_t number = 0; number < kQuestions; ++number) all += question(number);
  // Pieces that end anywhere but at the end of a message.
  for (std::size_t at = 0; at < all.size(); at += 100) {
    file->passed(1, Way::to_server, std::string_view(all).substr(at, 100), {});
    co_await host.clock().sleep_for(1ms);
  }
  file->ended(1, Way::to_server);
  file->ended(1, Way::to_client);
  CO_ASSERT_OK(file->finish());
  const auto paths = paths_in(host);
  EXPECT_GT(paths.size(), 5U);
  EXPECT_EQ(file->summary().files_finished, paths.size() - 1);
  std::vector<std::uint32_t> numbers;
  std::uint64_t bytes = 0;
  for (const std::string& path : paths) {
    bytes += host.files().read(path).value().size();
    const talk::Talk talk = read(host, path);
    EXPECT_THAT(talk.connections, SizeIs(1)) << path;
    EXPECT_TRUE(talk.connections[0].start_seen) << path << " has the handshake";
    EXPECT_THAT(talk.notes, testing::IsEmpty());
    for (const std::uint32_t number : numbers_in(talk)) numbers.push_back(number);
  }
  EXPECT_EQ(bytes, file->summary().file_bytes);
  std::vector<std::uint32_t> expected(kQuestions);
  std::iota(expected.begin(), expected.end(), 0U);
  EXPECT_EQ(numbers, expected) << "each once, in order";
}

WORLD_TEST(Rotation, ByAgeAndOnlyTheYoungestAreKept) {
  const auto file = capture_into(host, {.age_max = 1min, .keep = 2});
  CO_ASSERT_OK(host.files().write("/captures/talk-notes.pcapng", "of somebody else"));
  file->opened(1, {"10.0.0.2", 40'000}, {"10.0.0.1", 500});
  for (std::uint32_t number = 0; number < 5; ++number) {
    co_await host.clock().sleep_for(61s);
    file->passed(1, Way::to_server, question(number), {});
  }
  CO_ASSERT_OK(file->finish());
  EXPECT_EQ(file->summary().files_finished, 5U);
  const auto paths = paths_in(host);
  EXPECT_THAT(paths, SizeIs(4));
  EXPECT_EQ(host.files().read("/captures/talk-notes.pcapng").value(), "of somebody else");
  EXPECT_THAT(numbers_in(read(host, paths[0])), ElementsAre(2));
  EXPECT_THAT(numbers_in(read(host, paths[1])), ElementsAre(3));
  EXPECT_THAT(numbers_in(read(host, std::string(kPath))), ElementsAre(4));
}

// The end of one direction, several clients, and a connection that ends before the next file.
WORLD_TEST(Rotation, EveryOpenConnectionGoesOn) {
  const auto file = capture_into(host, {.age_max = 1s});
  for (const std::uint64_t number : {1U, 2U, 3U}) {
    file->opened(number, {"10.0.0.2", static_cast<std::uint16_t>(40'000 + number)}, {"10.0.0.1", 500});
  }
  file->ended(1, Way::to_server);
  file->broken(3, Way::to_client, {});
  co_await host.clock().sleep_for(2s);
  file->passed(2, Way::to_server, question(7), {});
  file->ended(1, Way::to_client);
  CO_ASSERT_OK(file->finish());
  const talk::Talk talk = read(host, std::string(kPath));
  EXPECT_THAT(talk.connections, SizeIs(2));
  EXPECT_THAT(numbers_in(talk), ElementsAre(7));
  std::vector<std::string> comments;
  std::size_t finished = 0;
  for (const TalkEvent& event : talk.events) {
    if (event.kind == TalkEvent::Kind::comment) comments.push_back(event.text);
    if (event.kind == TalkEvent::Kind::finished) ++finished;
  }
  EXPECT_THAT(comments, testing::Each(HasSubstr("goes on from /captures/talk-")));
  EXPECT_THAT(comments, SizeIs(2));
  EXPECT_EQ(finished, 2U) << "both directions of the first";
}

TEST(Rotation, ItsOptionsAreChecked) {
  const auto with = [](std::vector<std::string> more) {
    std::vector<std::string> all{"--simulator", "127.0.0.1:500", "--out", "talk.pcapng"};
    all.insert(all.end(), more.begin(), more.end());
    return check_tool("capture", all);
  };
  EXPECT_THAT(with({"--rotate-size", "100MB", "--rotate-interval", "1h", "--keep", "5"}), IsOk());
  EXPECT_THAT(with({"--rotate-size", "100"}), FailsWith(HasSubstr("a size from 1MB to 1TB")));
  EXPECT_THAT(with({"--rotate-size", "1kB"}), FailsWith(HasSubstr("--rotate-size")));
  EXPECT_THAT(with({"--rotate-interval", "10ms"}), FailsWith(HasSubstr("a duration from 1s to 366d")));
  EXPECT_THAT(with({"--keep", "5"}), FailsWith(HasSubstr("give --rotate-size or --rotate-interval")));
  EXPECT_THAT(with({"--rotate-size", "1MB", "--keep", "0"}), FailsWith(HasSubstr("--keep")));
  EXPECT_THAT(check_tool("capture", {"--simulator", "127.0.0.1:500", "--out", "-", "--rotate-size", "1MB"}),
              FailsWith(HasSubstr("no file that can be rotated")));
}

TEST(RotatedCaptures, NamesAreOfTimesAndNeverTaken) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("host");
  const RotatedCaptures captures(host.files(), "talk.pcapng");
  const world::UtcTime time = world::parse_rfc3339("2026-01-05T08:00:00Z").value();
  EXPECT_EQ(captures.name_for(time), "talk-2026-01-05T08-00-00.000000Z.pcapng");
  ASSERT_TRUE(host.files().write("talk-2026-01-05T08-00-00.000000Z.pcapng", ""));
  EXPECT_EQ(captures.name_for(time), "talk-2026-01-05T08-00-00.000001Z.pcapng");
}

}  // namespace
}  // namespace checkride::harness::test
