#include "checks/check_table.hpp"

#include "checks/alert_check.hpp"
#include "checks/http_check.hpp"
#include "checks/link_check.hpp"
#include "checks/log_check.hpp"
#include "checks/mail_check.hpp"
#include "checks/telemetry_check.hpp"
#include "checks/webhook_check.hpp"
#include "reading/one_of.hpp"

namespace checkride::harness {

namespace {

constexpr CheckRow kRows[] = {
    {"http", "a member answers a GET request like this", read_http_check},
    {"alert", "an alert rule of a monitor is in this state", read_alert_check},
    {"mail", "a mail server got so many mails like this", read_mail_check},
    {"webhook", "a webhook receiver got so many calls like this", read_webhook_check},
    {"link", "a monitor's link to a simulator is in this state", read_link_check},
    {"log", "a member printed or logged so many lines like this", read_log_check},
    {"no_sample_lost", "the sequence numbers of a monitor's telemetry have no gap and no double",
     read_no_sample_lost_check},
    {"gap", "so much time is at most between two samples of a simulator", read_gap_check},
};

}  // namespace

std::span<const CheckRow> check_rows() {
  return kRows;
}

Check read_check(values::MapReader& map, Reader& reader) {
  std::vector<std::string_view> words;
  for (const CheckRow& row : check_rows()) words.push_back(row.word);
  Check check;
  const std::size_t mistakes = reader.errors.size();
  read_one_of(map, words, "a check", [&](std::size_t word) {
    const CheckRow& row = check_rows()[word];
    map.required_map(row.word, [&](values::MapReader& inner) { check = row.read(inner, reader); });
  });
  return reader.errors.size() == mistakes ? check : nullptr;
}

Check read_check(const values::Node& node, Reader& reader) {
  values::MapReader map(node, reader.errors);
  const std::size_t mistakes = reader.errors.size();
  Check check = read_check(map, reader);
  map.finish();
  if (!check && node.is_map() && reader.errors.size() == mistakes) tell_missing_check(node.position(), reader);
  return check;
}

void tell_missing_check(const values::Position& where, Reader& reader) {
  std::string words;
  const auto rows = check_rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    words += (i == 0 ? "" : i + 1 == rows.size() ? " or " : ", ") + std::string(rows[i].word);
  }
  reader.errors.add(where, "a check is needed: " + words);
}

}  // namespace checkride::harness
