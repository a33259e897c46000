#include "replay/player.hpp"

#include <algorithm>

#include "checkride/protocol/protocol.hpp"

namespace checkride::emulator {
namespace {

using protocol::FieldValue;
using protocol::IdKind;

// Ids that a client picks: in their place any other says the same.
bool is_clients_own(IdKind kind) {
  switch (kind) {
    case IdKind::request:
    case IdKind::definition:
    case IdKind::datum:
    case IdKind::event:
    case IdKind::group:
    case IdKind::input_group:
    case IdKind::client_data:
    case IdKind::send:
      return true;
    default:
      return false;
  }
}

// How many fields say the same in both.
std::size_t equal_fields(const std::vector<FieldValue>& a, const std::vector<FieldValue>& b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (is_clients_own(a[i].id) || a[i].value == b[i].value) ++count;
  }
  return count;
}

// Of fields that differ so many are told.
constexpr std::size_t kFieldsToldMax = 3;

std::string shown(const FieldValue& field) {
  const std::string text = text_of(field);
  return std::holds_alternative<std::string>(field.value) ? "\"" + text + "\"" : text;
}

// "period is second, not visual_frame; interval is 3, not 0".
std::string differences_of(const RecordedMessage& said, const RecordedMessage& recorded) {
  std::string text;
  std::size_t told = 0;
  for (std::size_t i = 0; i < std::min(said.fields.size(), recorded.fields.size()); ++i) {
    const FieldValue& own = said.fields[i];
    if (is_clients_own(own.id) || own.value == recorded.fields[i].value) continue;
    if (++told > kFieldsToldMax) return text + "; and more";
    text += (told == 1 ? "" : "; ") + own.path + " is " + shown(own) + ", not " + shown(recorded.fields[i]);
  }
  if (said.fields.size() != recorded.fields.size()) {
    text += (text.empty() ? "" : "; ") + std::to_string(said.fields.size()) + " fields, not " +
            std::to_string(recorded.fields.size());
  }
  return text;
}

constexpr std::size_t kVersionAt = 4;

void store(std::vector<std::byte>& frame, std::size_t at, std::uint64_t number) {
  if (at + sizeof(std::uint32_t) > frame.size()) return;
  protocol::store_little_endian(frame.data() + at, static_cast<std::uint32_t>(number));
}

}  // namespace

Player::Player(const RecordedConnection& recorded, world::Instant now)
    : recorded_(recorded), used_(recorded.messages.size()), version_(recorded.version) {
  DatumTags tags;
  for (const RecordedMessage& message : recorded.messages) tags_.push_back(tags.hear(message));
  for (std::size_t i = 0; i < recorded.messages.size(); ++i) kinds_[recorded.messages[i].id].messages.push_back(i);
  if (!recorded.greeting.empty()) playing_[kGreeting] = Playing{&recorded.greeting, 0, now, {}, {}};
}

// The next message that was not used and says the same; else the most similar one.
std::optional<Player::Match> Player::find(const RecordedMessage& said) {
  const auto found = kinds_.find(said.id);
  if (found == kinds_.end()) return std::nullopt;
  Kind& kind = found->second;
  while (kind.first_unused < kind.messages.size() && used_[kind.messages[kind.first_unused]]) ++kind.first_unused;
  return nearest(kind, said);
}

// Of those that are equally similar the ones that were not used come first, of them the next, and of those that were
// used the last.
std::optional<Player::Match> Player::nearest(const Kind& kind, const RecordedMessage& said) const {
  std::optional<Match> best;
  std::size_t best_score = 0;
  const std::size_t end = std::min(kind.messages.size(), kind.first_unused + kLookedAtMax);
  const auto look_at = [&](std::size_t index) {
    const RecordedMessage& message = recorded_.messages[index];
    const std::size_t equal = equal_fields(message.fields, said.fields);
    const bool same = equal == said.fields.size() && equal == message.fields.size();
    const std::size_t score = 4 * equal + (same ? 2 : 0) + (used_[index] ? 0 : 1);
    if (best && score <= best_score) return false;
    best = Match{index, same, used_[index]};
    best_score = score;
    return same && !used_[index];  // there is nothing better
  };
  for (std::size_t place = kind.first_unused; place < end; ++place) {
    if (look_at(kind.messages[place])) return best;
  }
  const std::size_t begin = kind.first_unused - std::min(kind.first_unused, kLookedAtMax);
  for (std::size_t place = kind.first_unused; place-- > begin;) (void)look_at(kind.messages[place]);
  return best;
}

// A client that says the same wrong thing for ever does not fill the log.
void Player::tell(const std::string& kind, std::string text, std::vector<std::string>& notes) {
  const std::size_t told = ++noted_[kind];
  if (told > kNotesMax) return;
  notes.push_back(std::move(text) + (told == kNotesMax ? "; further ones of this kind are not told" : ""));
}

void Player::note(const RecordedMessage& said, const Match& match, std::vector<std::string>& notes) {
  if (match.same && !match.used) return;
  if (noted_[said.name] >= kNotesMax) return;
  const RecordedMessage& recorded = recorded_.messages[match.index];
  const std::string what = match.same ? " comes once more than in the capture"
                                      : " differs from the capture (" + differences_of(said, recorded) + ")";
  tell(said.name, said.name + what + ": answered as that of packet " + std::to_string(recorded.packet), notes);
}

Player::IdKey Player::datum_key(bool client_data, std::uint64_t definition, std::uint64_t tag) {
  return {IdKind::datum, client_data, definition << 32 | tag};
}

void Player::learn(std::size_t index, const RecordedMessage& said, const std::optional<DatumTag>& tag) {
  const RecordedMessage& recorded = recorded_.messages[index];
  const bool client_data = is_about_client_data(recorded);
  ids_[{IdKind::send, false, recorded.send_id.value}] = said.send_id.value;
  if (const auto& old = tags_[index]; old && tag)
    ids_[datum_key(old->client_data, old->definition, old->tag)] = tag->tag;
  for (std::size_t i = 0; i < std::min(recorded.fields.size(), said.fields.size()); ++i) {
    const FieldValue& own = recorded.fields[i];
    if (!is_clients_own(own.id) || own.id == IdKind::datum || own.path != said.fields[i].path) continue;
    const bool of_client_data = client_data && own.id == IdKind::definition;
    ids_[{own.id, of_client_data, std::get<std::uint64_t>(own.value)}] = std::get<std::uint64_t>(said.fields[i].value);
  }
}

// A request that is made anew ends what its predecessor still had to say.
void Player::play(std::size_t index, world::Instant now) {
  const RecordedMessage& message = recorded_.messages[index];
  const auto request = request_of(message.fields);
  if (request) {
    std::erase_if(playing_, [&request](const auto& entry) { return entry.second.request == request; });
  }
  playing_.erase(index);
  if (!message.answers.empty()) playing_[index] = Playing{&message.answers, 0, now, ids_, request};
}

std::vector<std::string> Player::hear(std::span<const std::byte> frame, world::Instant now) {
  std::vector<std::string> notes;
  const auto said = message_in(frame);
  if (!said) {
    tell("cannot be decoded", "cannot be decoded: " + said.error().message(), notes);
    return notes;
  }
  const auto version = protocol::read_client_header(frame)->version;
  if (version != recorded_.version && !version_told_) {
    version_told_ = true;
    notes.push_back("speaks protocol " + std::to_string(number_of(version)) + ", the capture has " +
                    std::to_string(number_of(recorded_.version)) + ": answers are laid out as captured");
  }
  version_ = version;
  const auto tag = said_tags_.hear(*said);
  const auto match = find(*said);
  if (!match) {
    // All that nobody knows is of one kind.
    const bool known = said->name != kUnknown;
    const std::string name = known ? said->name : "a message of the unknown number " + std::to_string(said->id);
    tell(said->name, name + " is not in the capture: no answer", notes);
    return notes;
  }
  note(*said, *match, notes);
  used_[match->index] = true;
  learn(match->index, *said, tag);
  play(match->index, now);
  return notes;
}

// When the next answer of `playing` may come, for the sake of what was captured before it and is still to come of
// `earlier`. What lags behind already, for its cause came late, holds nobody up.
world::Instant Player::due_behind(const Playing& earlier, const Playing& playing) const {
  const auto begin = earlier.answers->begin() + static_cast<std::ptrdiff_t>(earlier.next);
  const auto end = std::partition_point(begin, earlier.answers->end(), [&playing](const RecordedAnswer& answer) {
    return answer.place < playing.place();
  });
  const world::Instant own = playing.due();
  if (begin == end || begin->place < next_place_) return own;
  const world::Instant last = world::after(earlier.start, std::prev(end)->delay);
  return last <= world::after(own, kOrderWaitMax) ? std::max(own, last) : own;
}

// Nobody waits for less than he does already: of who is not before `bound` any more the rest is not asked.
world::Instant Player::due_in_order(const Playing& playing, const Rank& bound) const {
  world::Instant due = playing.due();
  for (const auto& [index, other] : playing_) {
    if (Rank(due, playing.place()) >= bound) return due;
    if (&other != &playing) due = std::max(due, due_behind(other, playing));
  }
  return due;
}

// What is due first by itself mostly waits for nobody; only else all have to be asked. The first of them mostly comes
// before the others, which then ask no further than it.
Player::Underway::const_iterator Player::first_due() const {
  const auto by_delay = [](const auto& a, const auto& b) {
    return std::pair(a.second.due(), a.second.place()) < std::pair(b.second.due(), b.second.place());
  };
  const auto first = std::min_element(playing_.begin(), playing_.end(), by_delay);
  if (first == playing_.end() || due_in_order(first->second) == first->second.due()) return first;
  auto best = playing_.end();
  Rank best_rank = kLastRank;
  for (auto entry = playing_.begin(); entry != playing_.end(); ++entry) {
    const Rank rank(due_in_order(entry->second, best_rank), entry->second.place());
    if (best != playing_.end() && rank >= best_rank) continue;
    best = entry;
    best_rank = rank;
  }
  return best;
}

std::optional<world::Instant> Player::next_due() const {
  if (ended_ || playing_.empty()) return std::nullopt;
  return due_in_order(first_due()->second);
}

// The ids of the recording become those of the client, in the bytes as they were captured.
void Player::translate(const Playing& playing, const RecordedAnswer& answer, std::vector<std::byte>& frame) const {
  const auto decoded = protocol::decode_server(frame, recorded_.version);
  if (frame.size() >= protocol::kServerHeaderBytes) store(frame, kVersionAt, number_of(version_));
  if (!decoded) return;
  const bool client_data = std::holds_alternative<protocol::RecvClientData>(decoded->message);
  std::uint64_t definition = 0;
  for (const FieldValue& field : protocol::field_values(decoded->message, recorded_.version)) {
    // In CLIENT_DATA the object is the client's area.
    const IdKind kind = client_data && field.id == IdKind::object ? IdKind::client_data : field.id;
    if (!is_clients_own(kind)) continue;
    const auto id = std::get<std::uint64_t>(field.value);
    if (kind == IdKind::definition) definition = id;
    const auto found = playing.ids.find({kind, client_data && kind == IdKind::definition, id});
    if (found != playing.ids.end()) store(frame, field.offset, found->second);
  }
  for (const std::size_t place : answer.tags) {
    const auto tag = protocol::load_little_endian<std::uint32_t>(answer.frame.data() + place);
    const auto found = playing.ids.find(datum_key(client_data, definition, tag));
    if (found != playing.ids.end()) store(frame, place, found->second);
  }
}

Played Player::take_due(world::Instant now) {
  Played played;
  while (!ended_ && !playing_.empty()) {
    const auto first = first_due();
    if (due_in_order(first->second) > now) break;
    Playing& playing = playing_.at(first->first);
    const RecordedAnswer& answer = (*playing.answers)[playing.next];
    std::vector<std::byte> frame = answer.frame;
    translate(playing, answer, frame);
    played.bytes.insert(played.bytes.end(), frame.begin(), frame.end());
    played.end = answer.end;
    ended_ = answer.end != RecordedEnd::none;
    next_place_ = std::max(next_place_, answer.place + 1);
    if (++playing.next == playing.answers->size()) playing_.erase(first);
    if (played.bytes.size() > protocol::kMaxFrameBytes) break;  // the rest is due at once
  }
  return played;
}

}  // namespace checkride::emulator
