#include "rigs/wire_log.hpp"

#include <fmt/format.h>

#include <span>

#include "checkride/values/json.hpp"
#include "rigs/call_json.hpp"

namespace checkride::harness {

namespace {

using protocol::Frame;

// Of a connection, how many calls an EXCEPTION may still be about.
constexpr std::size_t kRefusableMax = 4096;

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

// The call with what is known only later.
std::string with_exception(const std::string& call, protocol::Exception exception, std::uint32_t index) {
  std::string text = call.substr(0, call.size() - 1) + ",\"exception\":";
  values::json::Writer writer(text);
  writer.begin_object().member("exception", static_cast<std::uint32_t>(exception)).member("index", index).end_object();
  return text + "}";
}

}  // namespace

// The connections of one link.
class WireLog::Ear final : public LinkTap {
 public:
  explicit Ear(WireLog& log) : log_(log) {}
  void opened(std::uint64_t connection, const world::Endpoint&, const world::Endpoint&) override {
    talks_.try_emplace(connection);
  }
  void refused(std::uint64_t, const world::Endpoint&, const Error&) override {}
  void passed(std::uint64_t connection, Way way, std::string_view bytes, const std::string&) override {
    const auto found = talks_.find(connection);
    if (found != talks_.end()) log_.passed(found->second, way, bytes);
  }
  void ended(std::uint64_t, Way) override {}
  void broken(std::uint64_t connection, Way, const std::string&) override { talks_.erase(connection); }
  void disturbed(const std::string&) override {}

 private:
  WireLog& log_;
  std::map<std::uint64_t, Talk> talks_;
};

WireLog::WireLog(const world::Clock& clock) : clock_(clock), begun_(clock.now()) {}
WireLog::~WireLog() = default;

LinkTap& WireLog::tap(const std::string& monitor) {
  auto& ear = ears_[monitor];
  if (!ear) ear = std::make_unique<Ear>(*this);
  return *ear;
}

void WireLog::begin() {
  begun_ = clock_.now();
  last_ = 0;
  dropped_ = 0;
  calls_.clear();
}

void WireLog::passed(Talk& talk, Way way, std::string_view bytes) {
  protocol::FrameReader& reader = way == Way::to_server ? talk.to_server : talk.to_client;
  reader.feed(bytes_of(bytes));
  while (true) {
    const protocol::FrameStep step = reader.next();
    const auto* frame = std::get_if<Frame>(&step);
    if (frame == nullptr) break;  // more is to come, or the place in the stream is lost
    if (way == Way::to_server) {
      hear_client(talk, frame->bytes);
    } else {
      hear_server(talk, frame->bytes);
    }
  }
}

void WireLog::hear_client(Talk& talk, std::span<const std::byte> frame) {
  Heard heard;
  heard.at = clock_.now();
  WireCall& call = heard.call;
  call.sequence = ++last_;
  call.at = heard.at - begun_;
  std::string members;
  const auto decoded = protocol::decode_client(frame);
  if (decoded) {
    talk.version = decoded->version;
    if (const auto* open = std::get_if<protocol::Open>(&decoded->message)) talk.client = open->application_name;
    const auto* info = protocol::info_of(decoded->message);
    call.message = info == nullptr ? "Unknown" : std::string(info->name);
    call.send_id = decoded->send_id.value;
    const auto* set = std::get_if<protocol::SetDataOnSimObject>(&decoded->message);
    const auto data = set == nullptr ? std::nullopt : talk.book.values_of(decoded->message);
    static const std::vector<std::string> kNone;
    members = call_members(protocol::field_values(decoded->message, decoded->version), data ? &*data : nullptr,
                           set == nullptr ? kNone : talk.datums[set->define_id]);
    talk.book.hear(*decoded);
    const auto* add = std::get_if<protocol::AddToDataDefinition>(&decoded->message);
    if (add != nullptr) talk.datums[add->define_id].emplace_back(add->datum_name);
    const auto* clear = std::get_if<protocol::ClearDataDefinition>(&decoded->message);
    if (clear != nullptr) talk.datums.erase(clear->define_id);
  } else {
    call.message = std::string(decoded.error().message);
    call.send_id = decoded.error().send_id.value;
    members = "\"fields\":{},\"undecodable\":";
    values::json::append_json_string(members, decoded.error().text());
  }
  call.client = talk.client;
  values::json::Writer writer(call.json);
  writer.begin_object().member("sequence", call.sequence).member("client_name", call.client);
  writer.member("message", call.message).member("send_id", call.send_id);
  writer.member("seconds", world::to_seconds(call.at));
  call.json += "," + members + "}";
  talk.sequences.insert_or_assign(call.send_id, call.sequence);
  if (talk.sequences.size() > kRefusableMax) talk.sequences.erase(talk.sequences.begin());
  calls_.push_back(std::move(heard));
  if (calls_.size() <= kCallsMax) return;
  dropped_ = calls_.front().call.sequence;
  calls_.pop_front();
}

void WireLog::hear_server(Talk& talk, std::span<const std::byte> frame) {
  const auto decoded = protocol::decode_server(frame, talk.version);
  if (!decoded) return;
  const auto* refused = std::get_if<protocol::RecvException>(&decoded->message);
  if (refused == nullptr || calls_.empty()) return;
  const auto sequence = talk.sequences.find(refused->send_id.value);
  if (sequence == talk.sequences.end() || sequence->second < calls_.front().call.sequence) return;
  Heard& heard = calls_[sequence->second - calls_.front().call.sequence];  // they count without gaps
  heard.exception = refused->exception;
  heard.index = refused->index;
}

Result<std::vector<WireCall>> WireLog::calls_since(std::uint64_t sequence) {
  if (dropped_ > sequence) {
    return Error::invalid(fmt::format("calls up to number {} came while nobody looked, and are not kept: more than {}",
                                      dropped_, kCallsMax));
  }
  while (!calls_.empty() && calls_.front().call.sequence <= sequence) calls_.pop_front();
  std::vector<WireCall> calls;
  for (const Heard& heard : calls_) {
    if (clock_.now() - heard.at < kSettled) break;
    calls.push_back(heard.call);
    if (heard.exception == protocol::Exception::none) continue;
    calls.back().json = with_exception(heard.call.json, heard.exception, heard.index);
  }
  return calls;
}

}  // namespace checkride::harness
