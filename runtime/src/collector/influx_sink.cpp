#include "collector/influx_sink.hpp"

#include <fmt/format.h>

#include <utility>

#include "checkride/values/base64.hpp"
#include "checkride/values/json.hpp"

namespace checkride::runtime::collector {

namespace {

using Kind = InfluxVerdict::Kind;

constexpr std::size_t kAnswerBytesMax = 64 * 1024;

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string basic_credentials(const InfluxConfig& influx) {
  return values::base64(influx.username + ":" + influx.password.reveal());
}

InfluxVerdict verdict(Kind kind, std::string reason) {
  InfluxVerdict out;
  out.kind = kind;
  out.reason = std::move(reason);
  return out;
}

}  // namespace

InfluxSink::InfluxSink(world::World& world, const DataCollectorConfig& config)
    : world_(world),
      config_(config),
      influx_(*config_.influx),
      told_{Secret(basic_credentials(influx_)), influx_.password, influx_.token} {
  if (const auto url = http::parse_url(influx_.url)) place_ = fmt::format("{}:{}", url->host, url->port);
}

world::Task<Result<std::uint64_t>> InfluxSink::open() {
  auto position = read_position(world_.files(), position_path(config_.journal_folder(), name()));
  if (!position) co_return position.error();
  co_return position->next;
}

http::Request InfluxSink::request_of(std::string lines, const std::string& base) const {
  http::Request request;
  request.method = "POST";
  const std::string folder = base == "/" ? "" : base;
  if (influx_.version == 1) {
    request.target = fmt::format("{}/write?db={}&precision=ns", folder, percent_encoded(influx_.database));
    if (!influx_.username.empty()) {
      request.headers.set("Authorization", "Basic " + basic_credentials(influx_));
    }
  } else {
    request.target = fmt::format("{}/api/v2/write?org={}&bucket={}&precision=ns", folder,
                                 percent_encoded(influx_.organization), percent_encoded(influx_.bucket));
    if (!influx_.token.empty()) request.headers.set("Authorization", "Token " + influx_.token.reveal());
  }
  request.headers.set("Content-Type", "text/plain; charset=utf-8");
  request.body = std::move(lines);
  return request;
}

world::Task<InfluxVerdict> InfluxSink::post(std::string lines) {
  auto url = http::parse_url(influx_.url);
  if (!url) co_return verdict(Kind::permanent, "data_collector.influx.url is not a usable http or https URL");
  std::optional<tls::Client> trust;
  if (url->scheme == "https") {
    auto trusted = trust_.client(world_, influx_.ca_file);
    if (!trusted) co_return verdict(Kind::permanent, trusted.error().message());
    trust = std::move(*trusted);
  }
  http::Request request = request_of(std::move(lines), url->target);
  auto answer = co_await http::fetch(world_, std::move(*url), std::move(request), influx_.timeout, kAnswerBytesMax,
                                     std::move(trust));
  if (!answer) co_return verdict(Kind::temporary, without_secrets(answer.error().message(), told_));
  co_return judge_influx(answer->status, answer->headers.find("Retry-After"), answer->body, told_);
}

std::string InfluxSink::lines_of(const std::vector<JournalRecord>& records, std::size_t from, std::size_t to) const {
  std::string lines;
  RecordWriter writer(OutputFormat::influx, config_.measurement);
  for (std::size_t i = from; i < to; ++i) writer.append(lines, records[i]);
  return lines;
}

Result<> InfluxSink::bury(const JournalRecord& record, const std::string& reason) {
  std::string line = lines_of({record}, 0, 1);
  line.pop_back();
  std::string letter;
  values::json::Writer json(letter);
  json.begin_object().member("reason", reason).member("line", line).end_object();
  letter += '\n';
  const std::string path = dead_letter_path(config_.journal_folder());
  TRY(auto file, world_.files().append_to(path));
  if (file->size() > kDeadBytesMax) {
    TRY_VOID(world_.files().rename(path, path + ".1"));
    TRY(file, world_.files().append_to(path));
  }
  TRY_VOID(file->append(letter));
  return file->sync();
}

// Halves what is refused until it is one point; what stands before it is in by then.
world::Task<Delivery> InfluxSink::send(const std::vector<JournalRecord>& records) {
  Delivery delivery;
  std::size_t size = records.size();
  while (delivery.taken < records.size()) {
    size = std::min(size, records.size() - delivery.taken);
    const std::size_t end = delivery.taken + size;
    const InfluxVerdict answer = co_await post(lines_of(records, delivery.taken, end));
    delivery.reason = place_ + ": " + answer.reason;
    if (answer.kind == Kind::taken) {
      delivery.taken = end;
      dead_in_a_row_ = 0;
      size *= 2;
    } else if (answer.kind == Kind::temporary || answer.kind == Kind::permanent) {
      const bool again = answer.kind == Kind::temporary;
      delivery.state = again ? Delivery::State::temporary : Delivery::State::permanent;
      delivery.retry_after = answer.retry_after;
      co_return delivery;
    } else if (size > 1) {
      size = (size + 1) / 2;
    } else if (auto buried = bury(records[delivery.taken], answer.reason); !buried) {
      delivery.state = Delivery::State::temporary;
      delivery.reason = buried.error().message();
      co_return delivery;
    } else {
      ++delivery.taken;
      ++delivery.dead;
      size = records.size();
      if (++dead_in_a_row_ < kDeadInARowMax) continue;
      delivery.state = Delivery::State::permanent;
      delivery.reason += fmt::format("; {} points in a row were refused", dead_in_a_row_);
      co_return delivery;
    }
  }
  co_return delivery;
}

world::Task<Delivery> InfluxSink::deliver(const std::vector<JournalRecord>& records) {
  Delivery delivery = co_await send(records);
  if (delivery.taken == 0) co_return delivery;
  SinkPosition position;
  position.next = records[delivery.taken - 1].index + 1;
  auto kept = write_position(world_.files(), position_path(config_.journal_folder(), name()), position);
  if (!kept && delivery.state == Delivery::State::done) {
    delivery.state = Delivery::State::temporary;
    delivery.reason = kept.error().message();
  }
  co_return delivery;
}

world::Task<Result<>> InfluxSink::close() {
  co_return Result<>();
}

}  // namespace checkride::runtime::collector
