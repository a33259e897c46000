#include "capture/capture_file.hpp"

#include <span>
#include <variant>

#include "checkride/program/program.hpp"
#include "checkride/protocol/frame_reader.hpp"

namespace checkride::harness {
namespace {

// Addresses of a world are literals once connected; a name that never was one has no place in a packet.
capture::Endpoint endpoint_of(const world::Endpoint& endpoint) {
  const std::string host = endpoint.host.substr(0, endpoint.host.find('%'));  // a zone is no part of the address
  return {capture::parse_address(host).value_or(capture::Address{}), endpoint.port};
}

capture::Way way_of(Way way) {
  return way == Way::to_server ? capture::Way::to_server : capture::Way::to_client;
}

// Longer than any simulator sends: what says so is another protocol.
constexpr std::size_t kFrameBytesMax = 1024 * 1024;

std::string application() {
  return "checkride " + std::string(program::kBuildFacts.version);
}

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace

Result<std::unique_ptr<CaptureFile>> CaptureFile::create(const CaptureTools& tools, const std::string& path,
                                                         const std::string& link, const CaptureRotation& rotation) {
  if (path != kStandardOutput) TRY_VOID(tools.files.write(path, ""));  // what is there already belongs to others
  TRY(auto file, tools.files.append_to(path));
  std::unique_ptr<CaptureFile> capture(new CaptureFile(tools, std::move(file), path, link, rotation));
  capture->write();
  if (capture->trouble_.code()) return capture->trouble_;
  capture->written_ = 0;
  return capture;
}

CaptureFile::CaptureFile(CaptureTools tools, std::unique_ptr<world::File> file, const std::string& path,
                         const std::string& link, const CaptureRotation& rotation)
    : tools_(std::move(tools)),
      file_(std::move(file)),
      path_(path),
      link_(link),
      rotation_(rotation),
      rotated_(tools_.files, path),
      begun_(tools_.clock.now()),
      writer_(application()),
      interface_(writer_.add_interface(link)) {}

void CaptureFile::write() {
  const std::string blocks = writer_.take();
  if (trouble_.code()) return;
  const auto written = file_->append(blocks);
  if (written) {
    summary_.file_bytes += blocks.size();
    written_ += blocks.size();
    return;
  }
  trouble_ = written.error();
  tools_.complain("checkride: the capture ends here, connections go on: " + trouble_.message());
}

// ---- rotation

void CaptureFile::Direction::take(capture::Way way, std::span<const std::byte> bytes) {
  if (foreign) return;
  begun.insert(begun.end(), bytes.begin(), bytes.end());
  const auto direction =
      way == capture::Way::to_server ? protocol::Direction::client_to_server : protocol::Direction::server_to_client;
  std::span<const std::byte> rest = begun;
  while (true) {
    const auto step = protocol::next_frame(rest, direction, kFrameBytesMax);
    if (const auto* frame = std::get_if<protocol::Frame>(&step)) {
      rest = rest.subspan(frame->bytes.size());
      continue;
    }
    foreign = std::holds_alternative<protocol::FramingError>(step);
    break;
  }
  begun.erase(begun.begin(), foreign ? begun.end() : begun.end() - static_cast<std::ptrdiff_t>(rest.size()));
}

// Looked at before each event: a capture in which nothing happens stays as it is.
void CaptureFile::rotate_if_due() {
  if (!rotation_.on() || trouble_.code()) return;
  const bool full = rotation_.bytes_max != 0 && written_ >= rotation_.bytes_max;
  const bool old = rotation_.age_max != world::Duration::zero() && tools_.clock.now() - begun_ >= rotation_.age_max;
  if (!full && !old) return;
  const auto begun = next_file();
  if (begun) return;
  rotation_ = {};
  tools_.complain("checkride: the capture is not rotated any more: " + begun.error().message());
}

// The disk is not waited for: whoever is talking would wait with it.
Result<> CaptureFile::next_file() {
  const std::string finished = rotated_.name_for(tools_.clock.utc_now());
  TRY_VOID(tools_.files.rename(path_, finished));
  TRY(file_, tools_.files.append_to(path_));
  ++summary_.files_finished;
  if (rotation_.keep != 0) rotated_.prune(rotation_.keep);
  writer_ = capture::PcapngWriter(application());
  interface_ = writer_.add_interface(link_);
  for (auto& [number, talk] : talks_) go_on(talk, finished);
  write();
  begun_ = tools_.clock.now();
  written_ = 0;
  return {};
}

// Sequence numbers go on where they were, so that the files can be joined again.
void CaptureFile::go_on(Talk& talk, const std::string& from) {
  const auto before = [](std::uint32_t next, const Direction& direction) {
    const std::uint32_t end = direction.ended ? 1 : 0;
    return next - static_cast<std::uint32_t>(direction.begun.size()) - end - 1;
  };
  capture::InitialSequence sequence = talk.packets->next();
  sequence.client = before(sequence.client, talk.direction(Way::to_server));
  sequence.server = before(sequence.server, talk.direction(Way::to_client));
  talk.packets.emplace(writer_, interface_, endpoint_of(talk.client), endpoint_of(talk.server), sequence);
  const auto now = tools_.clock.utc_now();
  talk.packets->open(now, "goes on from " + from);
  for (const Way way : {Way::to_server, Way::to_client}) {
    const Direction& direction = talk.direction(way);
    talk.packets->data(way_of(way), now, direction.begun);
    if (direction.ended) talk.packets->finish(way_of(way), now);
  }
}

// ---- events

// Sequence numbers differ between connections, so that a tool tells the same ports apart when they are used again.
capture::Conversation CaptureFile::conversation(std::uint64_t number, const world::Endpoint& client,
                                                const world::Endpoint& server) {
  const auto first = static_cast<std::uint32_t>(number * 0x01000193U);
  return {writer_, interface_, endpoint_of(client), endpoint_of(server), {first, first + 0x40000000U}};
}

void CaptureFile::opened(std::uint64_t number, const world::Endpoint& client, const world::Endpoint& server) {
  rotate_if_due();
  ++summary_.connections;
  Talk& talk = talks_.try_emplace(number, Talk{client, server}).first->second;
  talk.packets.emplace(conversation(number, client, server));
  talk.packets->open(tools_.clock.utc_now());
  write();
}

void CaptureFile::refused(std::uint64_t number, const world::Endpoint& client, const Error& why) {
  rotate_if_due();
  ++summary_.connections;
  ++summary_.refused;
  conversation(number, client, server_).refuse(tools_.clock.utc_now(), "no connection: " + why.message());
  write();
  tools_.complain("checkride: " + client.text() +
                  " was reset, for there is no connection to the simulator: " + why.message());
}

void CaptureFile::passed(std::uint64_t number, Way way, std::string_view bytes, const std::string& fault) {
  rotate_if_due();
  (way == Way::to_server ? summary_.bytes_to_server : summary_.bytes_to_client) += bytes.size();
  const auto talk = talks_.find(number);
  if (talk == talks_.end()) return;
  talk->second.packets->data(way_of(way), tools_.clock.utc_now(), bytes_of(bytes), fault);
  if (rotation_.on()) talk->second.direction(way).take(way_of(way), bytes_of(bytes));
  write();
}

void CaptureFile::ended(std::uint64_t number, Way way) {
  rotate_if_due();
  const auto found = talks_.find(number);
  if (found == talks_.end()) return;
  Talk& talk = found->second;
  talk.packets->finish(way_of(way), tools_.clock.utc_now());
  talk.direction(way).ended = true;
  if (talk.directions[0].ended && talk.directions[1].ended) talks_.erase(found);
  write();
}

void CaptureFile::broken(std::uint64_t number, Way way, const std::string& fault) {
  rotate_if_due();
  const auto talk = talks_.find(number);
  if (talk == talks_.end()) return;
  talk->second.packets->reset(way_of(way), tools_.clock.utc_now(), fault);
  talks_.erase(talk);
  write();
}

void CaptureFile::disturbed(const std::string& fault) {
  rotate_if_due();
  for (auto& [number, talk] : talks_) {
    talk.packets->data(capture::Way::to_client, tools_.clock.utc_now(), {}, fault);
  }
  write();
}

Result<> CaptureFile::finish() {
  if (trouble_.code()) return trouble_;
  return file_->sync();
}

}  // namespace checkride::harness
