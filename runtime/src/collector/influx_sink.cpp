#include "collector/influx_sink.hpp"

#include <fmt/format.h>

#include <boost/system/errc.hpp>
#include <functional>
#include <utility>

#include "checkride/values/base64.hpp"
#include "checkride/values/json.hpp"
#include "service/http_manners.hpp"

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

world::Task<Result<Opened>> InfluxSink::open() {
  Result<Opened> opened = Opened();
  std::function<void()> job = [this, &opened] { opened = recover(); };
  co_await world_.offload(std::move(job), world::Duration::zero());
  co_return opened;
}

Result<Opened> InfluxSink::recover() {
  namespace errc = boost::system::errc;
  world::Files& files = world_.files();
  TRY_VOID(files.make_directories(config_.journal_folder()));
  Opened opened;
  auto position = read_position(files, position_path(config_.journal_folder(), name()));
  if (!position && position.error().code() != errc::invalid_argument) return position.error();
  if (position) {
    opened.next = position->next;
  } else {
    opened.mended = position.error().detail() + "; what the journal has is sent once more";
  }
  const std::string path = ledger_path(config_.journal_folder(), Ledger::kInflux);
  // Without a ledger beside a position the records were taken before there were ledgers.
  const bool begun_before = !position || (opened.next > 0 && !files.exists(path));
  TRY(ledger_, read_ledger_or_begin(files, path));
  if (begun_before && ledger_.entries().empty()) ledger_ = Ledger::begun_late();
  return opened;
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

Result<std::optional<tls::Client>> InfluxSink::trust_of(const http::Url& url) {
  if (url.scheme != "https") return std::optional<tls::Client>();
  TRY(tls::Client trust, trust_.client(world_, influx_.ca_file));
  return std::optional<tls::Client>(std::move(trust));
}

world::Task<InfluxVerdict> InfluxSink::post(std::string lines) {
  auto url = http::parse_url(influx_.url);
  if (!url) co_return verdict(Kind::permanent, "data_collector.influx.url is not a usable http or https URL");
  auto trust = trust_of(*url);
  if (!trust) co_return verdict(Kind::permanent, trust.error().message());
  http::Request request = request_of(std::move(lines), url->target);
  add_traceparent(request.headers, world_.random("traceparent"));
  auto answer = co_await http::fetch(world_, std::move(*url), std::move(request), influx_.timeout, kAnswerBytesMax,
                                     std::move(*trust));
  if (!answer) co_return verdict(Kind::temporary, without_secrets(answer.error().message(), told_));
  co_return judge_influx(answer->status, answer->headers.find("Retry-After"), answer->body, told_);
}

world::Task<Result<>> InfluxSink::probe() {
  auto url = http::parse_url(influx_.url);
  if (!url) co_return Error::invalid("data_collector.influx.url is not a usable http or https URL");
  auto trust = trust_of(*url);
  if (!trust) co_return trust.error();
  http::Request request;
  request.method = "GET";
  request.target = (url->target == "/" ? "" : url->target) + "/ping";
  auto answer = co_await http::fetch(world_, std::move(*url), std::move(request), influx_.timeout, kAnswerBytesMax,
                                     std::move(*trust));
  if (!answer) co_return Error(answer.error().code(), without_secrets(answer.error().message(), told_));
  if (answer->status / 100 == 2) co_return Result<>();
  co_return Error::invalid(fmt::format("{} answers {} to GET /ping", place_, answer->status));
}

std::string InfluxSink::lines_of(const std::vector<JournalRecord>& records, std::size_t from, std::size_t to) const {
  std::string lines;
  RecordWriter writer(OutputFormat::influx, config_.measurement);
  for (std::size_t i = from; i < to; ++i) writer.append(lines, records[i]);
  return lines;
}

world::Task<Result<>> InfluxSink::bury(const JournalRecord& record, const std::string& reason) {
  Result<> buried;
  std::function<void()> job = [this, &record, &reason, &buried] { buried = write_letter(record, reason); };
  co_await world_.offload(std::move(job), world::Duration::zero());
  co_return buried;
}

Result<> InfluxSink::write_letter(const JournalRecord& record, const std::string& reason) {
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
    } else {
      auto buried = co_await bury(records[delivery.taken], answer.reason);
      if (!buried) {
        delivery.state = Delivery::State::temporary;
        delivery.reason = buried.error().message();
        co_return delivery;
      }
      dead_now_.insert(records[delivery.taken].index);
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

// The ledger first: what it has beyond the position is sent again, and is the same.
Result<> InfluxSink::note(const std::vector<JournalRecord>& records, std::size_t taken) {
  for (std::size_t i = 0; i < taken; ++i) {
    const Sample& sample = records[i].sample;
    Ledger::Entry& entry = ledger_.at({sample.simulator, sample.session});
    SequenceSet& set = dead_now_.contains(records[i].index) ? entry.dead : entry.taken;
    set.add_range({sample.sequence, sample.sequence});
  }
  const std::string folder = config_.journal_folder();
  TRY_VOID(write_ledger(world_.files(), ledger_path(folder, Ledger::kInflux), ledger_));
  SinkPosition position;
  position.next = records[taken - 1].index + 1;
  return write_position(world_.files(), position_path(folder, name()), position);
}

world::Task<Delivery> InfluxSink::deliver(const std::vector<JournalRecord>& records) {
  dead_now_.clear();
  Delivery delivery = co_await send(records);
  if (delivery.taken == 0) co_return delivery;
  Result<> kept;
  std::function<void()> job = [this, &records, &delivery, &kept] { kept = note(records, delivery.taken); };
  co_await world_.offload(std::move(job), world::Duration::zero());
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
