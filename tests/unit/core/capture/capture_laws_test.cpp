// Goal: what was written is read, however TCP cut, ordered and repeated it; and no bytes are too much for the reader.
// Method: conversations are drawn, written, their packets disturbed, and the streams compared; captures are corrupted.
#include <algorithm>
#include <map>
#include <numeric>

#include "checkride/test/property.hpp"
#include "streams.hpp"

namespace checkride::capture::test {
namespace {

struct Said {
  std::string to_server;
  std::string to_client;
};

std::string& stream_of(Said& said, Way way) {
  return way == Way::to_server ? said.to_server : said.to_client;
}

// Writes a conversation of drawn pieces; sequence numbers may wrap in it.
Said write_drawn(PcapngWriter& writer, std::uint32_t link, std::uint16_t port, bool v6) {
  const auto first = *rc::gen::element<std::uint32_t>(0, 0x7FFFFFF0, 0xFFFFFFF0, 0xFFFFF000);
  Conversation talk(writer, link, endpoint("127.0.0.1", port), endpoint(v6 ? "::1" : "127.0.0.1", 500),
                    {first, first / 2});
  talk.open(at(0));
  Said said;
  const auto pieces = *rc::gen::inRange(0, 12);
  for (int i = 0; i < pieces; ++i) {
    const Way way = *rc::gen::element(Way::to_server, Way::to_client);
    const auto size = *rc::gen::weightedOneOf<std::size_t>(
        {{5, rc::gen::inRange<std::size_t>(0, 200)}, {1, rc::gen::inRange<std::size_t>(1400, 5000)}});
    std::string piece;
    for (std::size_t k = 0; k < size; ++k) piece += static_cast<char>(k * 7 + static_cast<std::size_t>(i));
    talk.data(way, at(i), bytes_of(piece));
    stream_of(said, way) += piece;
  }
  talk.finish(Way::to_server, at(pieces));
  talk.finish(Way::to_client, at(pieces));
  return said;
}

RC_GTEST_PROP(CaptureLaws, WhatWasWrittenIsReadOnSeveralConnections, ()) {
  PcapngWriter writer("test");
  const auto link = writer.add_interface("link");
  std::vector<Said> said;
  const auto count = *rc::gen::inRange(1, 5);
  for (int i = 0; i < count; ++i) {
    said.push_back(write_drawn(writer, link, static_cast<std::uint16_t>(40'000 + i), *rc::gen::arbitrary<bool>()));
  }
  const Read read = read_capture(writer.take());
  RC_ASSERT(read.error.message() == Error().message());
  RC_ASSERT(read.connections.size() == said.size());
  for (std::size_t i = 0; i < said.size(); ++i) {
    RC_ASSERT(read.said(Way::to_server, i) == said[i].to_server);
    RC_ASSERT(read.said(Way::to_client, i) == said[i].to_client);
    RC_ASSERT(read.connections[i].start_seen);
  }
}

// The handshake stays in front: before it nobody knows who is who.
RC_GTEST_PROP(CaptureLaws, OrderAndRepetitionOfSegmentsDoNotMatter, ()) {
  PcapngWriter writer("test");
  const Said said = write_drawn(writer, writer.add_interface("link"), 40'000, false);
  auto packets = packets_of(writer.take());
  const std::size_t count = packets.size();
  for (std::size_t i = 3; i < count; ++i) {
    if (*rc::gen::inRange(0, 4) == 0) packets.push_back(packets[i]);
  }
  for (std::size_t i = packets.size() - 1; i > 3; --i) {
    std::swap(packets[i], packets[*rc::gen::inRange<std::size_t>(3, i + 1)]);
  }
  const Read read = read_capture(capture_of(packets));
  RC_ASSERT(read.said(Way::to_server) == said.to_server);
  RC_ASSERT(read.said(Way::to_client) == said.to_client);
  RC_ASSERT(std::ranges::count(read.kinds(), Kind::gap) == 0);
}

// A packet that is missing is a gap of its size, and everything else is there.
RC_GTEST_PROP(CaptureLaws, WhatIsMissingIsCounted, ()) {
  PcapngWriter writer("test");
  const Said said = write_drawn(writer, writer.add_interface("link"), 40'000, false);
  auto packets = packets_of(writer.take());
  for (std::size_t i = packets.size(); i-- > 3;) {
    if (*rc::gen::inRange(0, 4) == 0) packets.erase(packets.begin() + static_cast<std::ptrdiff_t>(i));
  }
  const Read read = read_capture(capture_of(packets));
  std::map<Way, std::uint64_t> counted;
  for (const StreamEvent& event : read.events) {
    counted[event.way] += event.kind == Kind::gap ? event.missing : event.bytes.size();
  }
  RC_ASSERT(counted[Way::to_server] <= said.to_server.size());
  RC_ASSERT(counted[Way::to_client] <= said.to_client.size());
  for (const StreamEvent& event : read.events) {
    if (event.kind != Kind::finished) continue;
    RC_ASSERT(counted[event.way] == (event.way == Way::to_server ? said.to_server : said.to_client).size());
  }
}

RC_GTEST_PROP(CaptureLaws, ACutFileGivesItsBeginning, ()) {
  PcapngWriter writer("test");
  const Said said = write_drawn(writer, writer.add_interface("link"), 40'000, false);
  const std::string file = writer.take();
  const Read read = read_capture(std::string_view(file).substr(0, *rc::gen::inRange<std::size_t>(4, file.size())));
  RC_ASSERT(read.error.message() == Error().message());
  RC_ASSERT(said.to_server.starts_with(read.said(Way::to_server)));
  RC_ASSERT(said.to_client.starts_with(read.said(Way::to_client)));
}

RC_GTEST_PROP(CaptureLaws, NoBytesAreTooMuch, ()) {
  PcapngWriter writer("test");
  (void)write_drawn(writer, writer.add_interface("link"), 40'000, *rc::gen::arbitrary<bool>());
  std::string file = writer.take();
  const auto flips = *rc::gen::inRange(1, 40);
  for (int i = 0; i < flips; ++i) {
    file[*rc::gen::inRange<std::size_t>(0, file.size())] = static_cast<char>(*rc::gen::inRange(0, 256));
  }
  (void)read_capture(file);
}

}  // namespace
}  // namespace checkride::capture::test
