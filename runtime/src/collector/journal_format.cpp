#include "collector/journal_format.hpp"

#include <algorithm>
#include <bit>
#include <type_traits>

#include "checkride/compress/checksum.hpp"

namespace checkride::runtime::collector {

namespace {

enum class FrameKind : std::uint8_t { columns = 1, sample = 2, marked_sample = 3 };

constexpr std::size_t kTextBytesMax = 65535;

template <class T>
void put(std::string& out, T value) {
  const auto bits = static_cast<std::make_unsigned_t<T>>(value);
  for (std::size_t i = 0; i < sizeof(T); ++i) out += static_cast<char>(bits >> (8 * i));
}

void put_text(std::string& out, std::string_view text) {
  text = text.substr(0, kTextBytesMax);
  put(out, static_cast<std::uint16_t>(text.size()));
  out += text;
}

// Takes values off the front; after the first that is not there, everything is zero and failed() holds.
class Taker {
 public:
  explicit Taker(std::string_view bytes) : bytes_(bytes) {}

  template <class T>
  T take() {
    std::make_unsigned_t<T> bits = 0;
    const std::string_view from = cut(sizeof(T));
    for (std::size_t i = 0; i < from.size(); ++i) {
      bits |=
          static_cast<std::make_unsigned_t<T>>(std::make_unsigned_t<T>{static_cast<unsigned char>(from[i])} << (8 * i));
    }
    return static_cast<T>(bits);
  }
  std::string text() { return std::string(cut(take<std::uint16_t>())); }
  bool failed() const { return failed_; }
  // All bytes were taken, and no more.
  bool at_end() const { return !failed_ && bytes_.empty(); }

 private:
  std::string_view cut(std::size_t count) {
    if (count > bytes_.size()) failed_ = true;
    if (failed_) return {};
    const std::string_view front = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return front;
  }

  std::string_view bytes_;
  bool failed_ = false;
};

// Of a payload, which is never empty; may be none that is known.
FrameKind kind_of(std::string_view payload) {
  return static_cast<FrameKind>(payload.front());
}

void put_at(std::string& out, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < sizeof value; ++i) out[at + i] = static_cast<char>(value >> (8 * i));
}

// Room for length and checksum; end_frame() fills it in.
std::size_t begin_frame(std::string& out, FrameKind kind) {
  const std::size_t begin = out.size();
  out.append(kFrameHeadBytes, '\0');
  out += static_cast<char>(kind);
  return begin;
}

void end_frame(std::string& out, std::size_t begin) {
  const std::string_view payload = std::string_view(out).substr(begin + kFrameHeadBytes);
  const std::uint32_t checksum = compress::crc32(payload);
  put_at(out, begin, static_cast<std::uint32_t>(payload.size()));
  put_at(out, begin + 4, checksum);
}

// Calls `each` for every flag there is.
template <class Each>
void each_flag(Each each) {
  for (std::size_t i = 0; i < kSampleFlags; ++i) each(static_cast<SampleFlag>(i));
}

std::uint8_t bits_of(SampleFlags flags) {
  unsigned bits = 0;
  each_flag([&](SampleFlag flag) { bits |= flags.has(flag) ? 1U << static_cast<unsigned>(flag) : 0U; });
  return static_cast<std::uint8_t>(bits);
}

SampleFlags flags_of_bits(std::uint8_t bits) {
  SampleFlags flags;
  each_flag([&](SampleFlag flag) {
    if (((bits >> static_cast<unsigned>(flag)) & 1U) != 0) flags.set(flag);
  });
  return flags;
}

std::optional<Columns> read_columns(std::string_view payload) {
  Taker taker(payload.substr(1));
  Columns columns;
  for (int left = taker.take<std::uint16_t>(); left > 0 && !taker.failed(); --left) {
    Column& column = columns.emplace_back();
    column.name = taker.text();
    column.unit = taker.text();
    column.alias = taker.text();
  }
  if (!taker.at_end()) return std::nullopt;
  return columns;
}

}  // namespace

Columns columns_of(const std::vector<VariableConfig>& variables) {
  Columns columns;
  for (const VariableConfig& variable : variables) columns.push_back({variable.name, variable.units, variable.alias});
  return columns;
}

std::string_view source_of(const Sample& sample) {
  return sample.source == sample.simulator ? std::string_view() : std::string_view(sample.source);
}

std::string flag_words(SampleFlags flags) {
  std::string words;
  each_flag([&](SampleFlag flag) {
    if (!flags.has(flag)) return;
    if (!words.empty()) words += ' ';
    words += to_string(flag);
  });
  return words;
}

SampleFlags flags_of(std::string_view words) {
  SampleFlags flags;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    each_flag([&](SampleFlag flag) {
      if (to_string(flag) == words.substr(0, end)) flags.set(flag);
    });
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return flags;
}

void append_columns_frame(std::string& out, const Columns& columns) {
  const std::size_t begin = begin_frame(out, FrameKind::columns);
  put(out, static_cast<std::uint16_t>(columns.size()));
  for (const Column& column : columns) {
    put_text(out, column.name);
    put_text(out, column.unit);
    put_text(out, column.alias);
  }
  end_frame(out, begin);
}

void append_sample_frame(std::string& out, std::uint64_t index, const Sample& sample) {
  const std::string_view source = source_of(sample);
  const bool marked = !sample.flags.none() || !source.empty();
  const std::size_t begin = begin_frame(out, marked ? FrameKind::marked_sample : FrameKind::sample);
  put(out, index);
  put(out, static_cast<std::int64_t>(sample.ts.time_since_epoch().count()));
  put(out, sample.session);
  put(out, sample.sequence);
  put_text(out, sample.simulator);
  put(out, static_cast<std::uint16_t>(sample.values.size()));
  for (const double value : sample.values) put(out, std::bit_cast<std::uint64_t>(value));
  if (marked) {
    put(out, bits_of(sample.flags));
    put_text(out, source);
  }
  end_frame(out, begin);
}

bool SegmentReader::fail(std::string why) {
  damage_ = std::move(why);
  return false;
}

std::optional<std::string_view> SegmentReader::payload() {
  const std::string_view rest = bytes_.substr(offset_);
  if (rest.empty()) return std::nullopt;
  Taker head(rest);
  const auto length = head.take<std::uint32_t>();
  const auto checksum = head.take<std::uint32_t>();
  cut_ = head.failed();
  if (!cut_ && (length == 0 || length > kFrameBytesMax)) {
    fail("a frame of " + std::to_string(length) + " bytes");
    return std::nullopt;
  }
  cut_ = cut_ || rest.size() - kFrameHeadBytes < length;
  if (cut_) {
    fail("the last frame is cut off");
    return std::nullopt;
  }
  const std::string_view payload = rest.substr(kFrameHeadBytes, length);
  if (compress::crc32(payload) != checksum) {
    fail("a checksum does not match");
    return std::nullopt;
  }
  return payload;
}

std::optional<JournalRecord> SegmentReader::read_sample(std::string_view payload) {
  Taker taker(payload.substr(1));
  JournalRecord record;
  record.index = taker.take<std::uint64_t>();
  record.sample.ts = world::UtcTime(world::Duration(taker.take<std::int64_t>()));
  record.sample.session = taker.take<std::uint64_t>();
  record.sample.sequence = taker.take<std::uint64_t>();
  record.sample.simulator = taker.text();
  const std::size_t count = taker.take<std::uint16_t>();
  for (std::size_t i = 0; i < count && !taker.failed(); ++i) {
    record.sample.values.push_back(std::bit_cast<double>(taker.take<std::uint64_t>()));
  }
  if (kind_of(payload) == FrameKind::marked_sample) {
    record.sample.flags = flags_of_bits(taker.take<std::uint8_t>());
    record.sample.source = taker.text();
  }
  const bool follows = record.index > 0 && (last_index_ == 0 || record.index == last_index_ + 1);
  if (!taker.at_end() || columns_ == nullptr || count != columns_->size()) {
    fail("a sample that is none");
  } else if (!follows) {
    fail("record " + std::to_string(record.index) + " behind " + std::to_string(last_index_));
  }
  if (!damage_.empty()) return std::nullopt;
  last_index_ = record.index;
  record.columns = columns_;
  return record;
}

std::optional<JournalRecord> SegmentReader::next() {
  while (damage_.empty()) {
    const auto content = payload();
    if (!content) return std::nullopt;
    const std::size_t bytes = kFrameHeadBytes + content->size();
    const FrameKind kind = kind_of(*content);
    if (kind == FrameKind::sample || kind == FrameKind::marked_sample) {
      auto record = read_sample(*content);
      if (record) offset_ += bytes;
      return record;
    }
    auto columns = kind == FrameKind::columns ? read_columns(*content) : std::nullopt;
    if (!columns) {
      fail("a frame of no known kind");
      return std::nullopt;
    }
    columns_ = std::make_shared<const Columns>(std::move(*columns));
    offset_ += bytes;
  }
  return std::nullopt;
}

}  // namespace checkride::runtime::collector
