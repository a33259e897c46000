#include "capture/capture_file.hpp"

#include "checkride/program/program.hpp"

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

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace

Result<std::unique_ptr<CaptureFile>> CaptureFile::create(const CaptureTools& tools, const std::string& path,
                                                         const std::string& link) {
  if (path != kStandardOutput) TRY_VOID(tools.files.write(path, ""));  // what is there already belongs to others
  TRY(auto file, tools.files.append_to(path));
  std::unique_ptr<CaptureFile> capture(new CaptureFile(tools, std::move(file), link));
  capture->write();
  if (capture->trouble_.code()) return capture->trouble_;
  return capture;
}

CaptureFile::CaptureFile(CaptureTools tools, std::unique_ptr<world::File> file, const std::string& link)
    : tools_(std::move(tools)),
      file_(std::move(file)),
      writer_("checkride " + std::string(program::kBuildFacts.version)),
      interface_(writer_.add_interface(link)) {}

void CaptureFile::write() {
  const std::string blocks = writer_.take();
  if (trouble_.code()) return;
  const auto written = file_->append(blocks);
  if (written) {
    summary_.file_bytes += blocks.size();
    return;
  }
  trouble_ = written.error();
  tools_.complain("checkride: the capture ends here, connections go on: " + trouble_.message());
}

// Sequence numbers differ between connections, so that a tool tells the same ports apart when they are used again.
capture::Conversation CaptureFile::conversation(std::uint64_t number, const world::Endpoint& client,
                                                const world::Endpoint& server) {
  const auto first = static_cast<std::uint32_t>(number * 0x01000193U);
  return {writer_, interface_, endpoint_of(client), endpoint_of(server), {first, first + 0x40000000U}};
}

void CaptureFile::opened(std::uint64_t number, const world::Endpoint& client, const world::Endpoint& server) {
  ++summary_.connections;
  auto& talk = talks_.emplace(number, Talk{conversation(number, client, server), 2}).first->second;
  talk.packets.open(tools_.clock.utc_now());
  write();
}

void CaptureFile::refused(std::uint64_t number, const world::Endpoint& client, const Error& why) {
  ++summary_.connections;
  ++summary_.refused;
  conversation(number, client, server_).refuse(tools_.clock.utc_now(), "no connection: " + why.message());
  write();
  tools_.complain("checkride: " + client.text() +
                  " was reset, for there is no connection to the simulator: " + why.message());
}

void CaptureFile::passed(std::uint64_t number, Way way, std::string_view bytes, const std::string& fault) {
  (way == Way::to_server ? summary_.bytes_to_server : summary_.bytes_to_client) += bytes.size();
  const auto talk = talks_.find(number);
  if (talk == talks_.end()) return;
  talk->second.packets.data(way_of(way), tools_.clock.utc_now(), bytes_of(bytes), fault);
  write();
}

void CaptureFile::ended(std::uint64_t number, Way way) {
  const auto talk = talks_.find(number);
  if (talk == talks_.end()) return;
  talk->second.packets.finish(way_of(way), tools_.clock.utc_now());
  if (--talk->second.directions_open == 0) talks_.erase(talk);
  write();
}

void CaptureFile::broken(std::uint64_t number, Way way, const std::string& fault) {
  const auto talk = talks_.find(number);
  if (talk == talks_.end()) return;
  talk->second.packets.reset(way_of(way), tools_.clock.utc_now(), fault);
  talks_.erase(talk);
  write();
}

void CaptureFile::disturbed(const std::string& fault) {
  for (auto& [number, talk] : talks_) {
    talk.packets.data(capture::Way::to_client, tools_.clock.utc_now(), {}, fault);
  }
  write();
}

Result<> CaptureFile::finish() {
  if (trouble_.code()) return trouble_;
  return file_->sync();
}

}  // namespace checkride::harness
