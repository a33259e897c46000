#include "checks/check_table.hpp"

#include "checks/alert_check.hpp"
#include "checks/calls_check.hpp"
#include "checks/combined_check.hpp"
#include "checks/exit_check.hpp"
#include "checks/file_check.hpp"
#include "checks/health_check.hpp"
#include "checks/http_check.hpp"
#include "checks/link_check.hpp"
#include "checks/log_check.hpp"
#include "checks/mail_check.hpp"
#include "checks/metric_check.hpp"
#include "checks/served_check.hpp"
#include "checks/store_check.hpp"
#include "checks/telemetry_check.hpp"
#include "checks/telemetry_value_check.hpp"
#include "checks/traffic_check.hpp"
#include "checks/variable_check.hpp"
#include "checks/webhook_check.hpp"
#include "reading/one_of.hpp"

namespace checkride::harness {

namespace {

constexpr CheckRow kRows[] = {
    {"http", "a member answers a request like this", read_http_check},
    {"health", "a monitor says this of itself and its services", read_health_check},
    {"metric", "series of a monitor's metrics have this value", read_metric_check},
    {"alert", "an alert rule of a monitor is in this state", read_alert_check},
    {"mail", "a mail server got so many mails like this", read_mail_check},
    {"webhook", "a webhook receiver got so many calls like this", read_webhook_check},
    {"served", "a service was asked so often like this: what it refused, and what broke off, too", read_served_check},
    {"link", "a monitor's link to a simulator is in this state", read_link_check},
    {"log", "a member printed or logged so many lines like this", read_log_check},
    {"file", "a member has written this into its folder", read_file_check},
    {"telemetry", "what a monitor recorded of a variable comes to this", read_telemetry_check},
    {"no_sample_lost", "the sequence numbers of a monitor's telemetry have no gap and no double",
     read_no_sample_lost_check},
    {"gap", "so much time is at most between two samples of a simulator", read_gap_check},
    {"calls", "a simulator got so many SimConnect messages like this", read_calls_check},
    {"variable", "a variable of a simulator has this value", read_variable_check},
    {"store", "a store has this key, or these rows", read_store_check},
    {"traffic", "the requests of a traffic step are over, and this came of them; an id alone: they are over",
     read_traffic_check, nullptr, nullptr, read_traffic_word},
    {"exit", "a member has ended with this exit code", read_exit_check},
    {"all", "all of these checks hold", nullptr, all_of_checks},
    {"any", "one of these checks holds", nullptr, any_of_checks},
    {"not", "this check does not hold, and what it is about is there", nullptr, nullptr, opposite_check},
};

// The checks behind a word that is made of checks.
std::vector<Check> read_parts(const values::Node& node, bool is_list, Reader& reader) {
  std::vector<Check> parts;
  const auto read_part = [&](const values::Node& part) {
    if (Check check = read_check(part, reader)) parts.push_back(std::move(check));
  };
  if (!is_list) {
    read_part(node);
  } else if (values::read_items(node, reader.errors, read_part) && node.items().empty()) {
    reader.errors.add(node.position(), "at least one check is needed");
  }
  return parts;
}

// What says how many says its opposite by another count, and more exactly.
void refuse_opposite_of_count(const Check& part, const values::Node& node, Reader& reader) {
  if (part->traits().counts) {
    reader.errors.add(node.position(),
                      "the opposite of so many is another count: leave \"not\" out and write, "
                      "say, count: 0");
  }
}

Check read_row(const CheckRow& row, values::MapReader& map, Reader& reader) {
  const auto node = map.required_node(row.word);
  if (!node) return nullptr;
  if (row.read != nullptr) {
    Check check;
    const auto read = [&](values::MapReader& inner) { check = row.read(inner, reader); };
    const auto in_map = [&](const values::Node& here) { values::read_map(here, reader.errors, read); };
    const auto in_word = [&](const values::Node& here) { check = row.read_word(here, reader); };
    values::read_shape(*node, "check." + std::string(row.word), [&](const values::Node& here) {
      row.read_word == nullptr ? (void)in_map(here) : values::read_forms(here, values::Kind::map, in_map, in_word);
    });
    return check;
  }
  std::vector<Check> parts = read_parts(*node, row.of_list != nullptr, reader);
  if (parts.empty()) return nullptr;
  if (row.of_list != nullptr) return row.of_list(std::move(parts));
  refuse_opposite_of_count(parts.front(), *node, reader);
  return row.of_one(std::move(parts.front()));
}

// `read_words`: read_one_of or its like.
Check read_by_word(values::MapReader& map, decltype(read_one_of)& read_words, Reader& reader) {
  std::vector<std::string_view> words;
  for (const CheckRow& row : check_rows()) words.push_back(row.word);
  Check check;
  const std::size_t mistakes = reader.errors.size();
  read_words(map, words, "a check", [&](std::size_t word) { check = read_row(check_rows()[word], map, reader); });
  return reader.errors.size() == mistakes ? check : nullptr;
}

}  // namespace

std::span<const CheckRow> check_rows() {
  return kRows;
}

Check read_check(values::MapReader& map, Reader& reader) {
  return read_by_word(map, read_one_of, reader);
}

Check read_check_if_any(values::MapReader& map, Reader& reader) {
  return read_by_word(map, read_at_most_one_of, reader);
}

Check read_check(const values::Node& node, Reader& reader) {
  Check check;
  // A shape, for checks are made of checks.
  values::read_shape(node, "check", [&](const values::Node& here) {
    values::MapReader map(here, reader.errors);
    const std::size_t mistakes = reader.errors.size();
    check = read_check(map, reader);
    map.finish();
    if (!check && here.is_map() && reader.errors.size() == mistakes) tell_missing_check(here.position(), reader);
  });
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
