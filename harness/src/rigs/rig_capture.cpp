#include "rigs/rig_capture.hpp"

#include <fmt/format.h>

#include <utility>

namespace checkride::harness {

RigCapture::RigCapture(world::Clock& clock, world::Files& files, std::string folder)
    : clock_(clock), files_(files), folder_(std::move(folder)) {}

Result<> RigCapture::add(const std::string& monitor, const std::string& target) {
  TRY_VOID(files_.make_directories(folder_));
  const CaptureTools tools{clock_, files_, [](const std::string&) {}};  // finish() tells what went wrong
  const std::string path = fmt::format("{}/{}-{}.pcapng", folder_, monitor, target);
  TRY(auto file, CaptureFile::create(tools, path, fmt::format("{} > {}", monitor, target)));
  captures_[Ends{monitor, target}] = std::move(file);
  return {};
}

LinkTap* RigCapture::tap(const std::string& monitor, const std::string& target) {
  const auto found = captures_.find({monitor, target});
  return found == captures_.end() ? nullptr : found->second.get();
}

void RigCapture::set_addresses(const std::string& monitor, const std::string& monitor_address,
                               const std::string& target, const std::string& target_address) {
  by_address_[{monitor_address, target_address}] = captures_.at({monitor, target}).get();
}

void RigCapture::note(const std::string& host, std::string_view kind, std::string_view text) {
  if (kind != "fault") return;
  for (const auto& [ends, capture] : captures_) {
    if (ends.first == host || ends.second == host) capture->disturbed("fault: " + std::string(text));
  }
}

Result<> RigCapture::finish() {
  Result<> first;
  for (const auto& [ends, capture] : captures_) {
    const auto finished = capture->finish();
    if (!finished && first) first = finished.error().with(fmt::format("capture of {} and {}", ends.first, ends.second));
  }
  return first;
}

void RigCapture::opened(std::uint64_t connection, const world::Endpoint& client, const world::Endpoint& server) {
  const auto found = by_address_.find({client.host, server.host});
  if (found == by_address_.end()) return;
  talks_[connection] = Talk{found->second};
  found->second->opened(connection, client, server);
}

void RigCapture::passed(std::uint64_t connection, bool to_server, std::span<const std::byte> bytes) {
  const auto talk = talks_.find(connection);
  if (talk == talks_.end()) return;
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  talk->second.file->passed(connection, to_server ? Way::to_server : Way::to_client, text, {});
}

void RigCapture::ended(std::uint64_t connection, bool to_server, bool reset) {
  const auto found = talks_.find(connection);
  if (found == talks_.end()) return;
  Talk& talk = found->second;
  const Way way = to_server ? Way::to_server : Way::to_client;
  if (reset) {
    talk.file->broken(connection, way, {});
    talks_.erase(found);
    return;
  }
  bool& told = to_server ? talk.ended_to_server : talk.ended_to_client;
  if (!std::exchange(told, true)) talk.file->ended(connection, way);
}

void RigCapture::gone(std::uint64_t connection) {
  for (const bool to_server : {true, false}) ended(connection, to_server, false);
  talks_.erase(connection);
}

}  // namespace checkride::harness
