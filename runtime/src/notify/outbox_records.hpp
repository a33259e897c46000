// The records of an outbox on disk: one line each, with a checksum in front, so that a line that was torn or spoilt is
// known. Pure. Nothing in them is a secret: addresses of mail, names of rules, values.
//
//   5d1f0e2ab8c3d417 {"op":"post","id":"6f...","queued":1767600000000000000,"failures":0,"targets":[...],"group":{...}}
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "notify/parcel.hpp"

namespace checkride::runtime::notify {

// An attempt failed: whom the parcel has still to reach.
struct Progress {
  std::string id;
  std::vector<std::string> targets;
  std::uint32_t failures = 0;
};

// The parcel reached everybody, or, of a dead letter: nobody needs it any more.
struct Settled {
  std::string id;
};

using Record = std::variant<Parcel, Progress, Settled, DeadLetter>;

// The record as a line with its newline.
std::string encode_record(const Record& record);
// The inverse, without the newline; none for a line that encode_record() did not write.
std::optional<Record> decode_record(std::string_view line);

// One notification as such a record holds it, and the inverse; none for what is no JSON object.
std::string encode_notification(const Notification& notification);
std::optional<Notification> decode_notification(std::string_view text);

// What a file of records comes to.
struct OutboxContents {
  std::vector<Parcel> waiting;    // in the order in which they came
  std::deque<DeadLetter> dead;    // the oldest first
  std::size_t damaged_lines = 0;  // lines that were passed over, a last one without its newline included
  std::size_t damaged_bytes = 0;
};

// Reads every line that is whole, whatever stands around it. Keeps the last `dead_max` dead letters.
OutboxContents replay_records(std::string_view text, std::size_t dead_max);

}  // namespace checkride::runtime::notify
