#include "kinds.hpp"

#include <boost/json.hpp>
#include <type_traits>

#include "maker.hpp"

namespace checkride::protocol::test {
namespace {

namespace json = boost::json;

template <Message M>
using AnyOf = std::conditional_t<SentByClient<M>, ClientMessage, ServerMessage>;

template <class M>
void encode_any(const M& message, Protocol version, Bytes& out) {
  if constexpr (SentByClient<M> || std::is_same_v<M, ClientMessage>) {
    encode(message, version, kTestSendId, out);
  } else {
    encode(message, version, out);
  }
}

template <Structure M>
std::vector<RowSpan> spans_of(const M& message, std::size_t offset, Protocol version) {
  std::vector<RowSpan> spans;
  for_each_row<M>([&](const auto& row) {
    if (!row.exists_in(version)) return;
    using Row = std::decay_t<decltype(row)>;
    using Wire = typename Row::WireForm;
    RowSpan span{row.name, offset, offset + row_bytes(message, row, version), row.least_bytes, false, false, {}};
    span.is_text = std::is_same_v<typename Row::MemberType, std::string_view>;
    if constexpr (detail::kIsElements<Wire>) {
      span.ending = Ending::elements;
      span.may_be_absent = std::is_same_v<Wire, wire::PaddedElements> && (message.*row.member).empty();
    } else if constexpr (std::is_same_v<Wire, wire::Value>) {
      span.ending = std::holds_alternative<double>(message.*row.member) ? Ending::settled : Ending::to_end;
    } else if constexpr (detail::kIsOpenEnded<Wire>) {
      span.ending = Ending::to_end;
    }
    offset = span.end;
    spans.push_back(span);
  });
  return spans;
}

template <Message M>
Sample make_sample(std::uint64_t seed, Protocol version) {
  Maker maker(seed);
  const M message = maker.make<M>();
  Sample sample;
  encode_any(message, version, sample.frame);
  sample.size = encoded_size(message, version);
  const AnyOf<M> any(message);
  encode_any(any, version, sample.frame_of_any);
  sample.size_of_any = encoded_size(any, version);
  sample.rows = spans_of(message, header_bytes(M::kInfo.direction), version);
  return sample;
}

std::string compare_bytes(const Bytes& again, std::span<const std::byte> frame) {
  return std::equal(again.begin(), again.end(), frame.begin(), frame.end()) ? "" : "encodes to other bytes";
}

template <Message M, class AnyFrame>
std::string compare(const M& wanted, const AnyFrame& frame, Protocol version, std::span<const std::byte> bytes) {
  if (frame.version != version) return "another version";
  const M* const message = std::get_if<M>(&frame.message);
  if (message == nullptr) return "another message";
  if (!same(wanted, *message, version)) {
    return describe(AnyOf<M>(wanted), version) + "\nbecame " + describe(frame.message, version);
  }
  Bytes again;
  encode_any(*message, version, again);
  return compare_bytes(again, bytes);
}

template <Message M>
std::string find_difference(std::uint64_t seed, Protocol version, std::span<const std::byte> bytes) {
  Maker maker(seed);
  const M wanted = maker.make<M>();
  if constexpr (SentByClient<M>) {
    const auto frame = decode_client(bytes);
    if (!frame) return frame.error().text();
    if (frame->send_id != kTestSendId) return "another send id";
    return compare(wanted, *frame, version, bytes);
  } else {
    const auto frame = decode_server(bytes);
    if (!frame) return frame.error().text();
    return compare(wanted, *frame, version, bytes);
  }
}

template <Message M>
std::vector<RowFacts> facts_of() {
  std::vector<RowFacts> facts;
  for_each_row<M>([&](const auto& row) {
    facts.push_back({row.name, row.meaning, row.unit, row.first_version, row.last_version,
                     detail::kIsOpenEnded<typename std::decay_t<decltype(row)>::WireForm>});
  });
  return facts;
}

template <class... Messages>
void add_kinds(MessageList<Messages...> /*list*/, std::vector<Kind>& kinds) {
  (kinds.push_back({&Messages::kInfo, &facts_of<Messages>, &make_sample<Messages>, &find_difference<Messages>}), ...);
}

template <Structure M>
json::object to_object(const M& structure, Protocol version);

// A value as the vectors write it: numbers, texts, hexadecimal bytes, objects, arrays.
template <class T>
json::value to_json(const T& value, Protocol version) {
  if constexpr (Structure<T>) {
    return to_object(value, version);
  } else if constexpr (requires { typename ElementOf<T>::type; }) {
    json::array elements;
    for (std::size_t i = 0; i < value.size(); ++i) elements.push_back(to_json(value[i], version));
    return elements;
  } else if constexpr (std::is_same_v<T, std::string_view>) {
    return json::string(value.data(), value.size());
  } else if constexpr (std::is_same_v<T, std::span<const std::byte>> || kByteArray<T> != 0) {
    return json::value(to_hex(value));
  } else if constexpr (std::is_same_v<T, Guid>) {
    return json::value(to_hex(value.bytes));
  } else if constexpr (std::is_same_v<T, InputValue>) {
    if (const auto* text = std::get_if<std::string_view>(&value)) return to_json(*text, version);
    return std::get<double>(value);
  } else if constexpr (std::is_same_v<T, char>) {
    return json::string(value == '\0' ? 0U : 1U, value);
  } else if constexpr (std::is_enum_v<T>) {
    return static_cast<std::uint64_t>(value);
  } else if constexpr (std::is_arithmetic_v<T>) {
    return static_cast<double>(value);
  } else {
    return std::uint64_t{value.value};
  }
}

template <Structure M>
json::object to_object(const M& structure, Protocol version) {
  json::object object;
  for_each_row<M>([&](const auto& row) {
    if (row.exists_in(version)) object[row.name] = to_json(structure.*row.member, version);
  });
  return object;
}

template <class M, class T, class Wire>
json::value field_to_json(const M& message, const Field<M, T, Wire>& row, Protocol version) {
  const T& value = message.*row.member;
  if constexpr (std::is_same_v<Wire, wire::CountOf>) {
    return static_cast<double>(value.size());
  } else if constexpr (std::is_same_v<Wire, wire::ValueType>) {
    return static_cast<double>(type_of(value));
  } else {
    return to_json(value, version);
  }
}

template <AnyMessage V>
std::vector<FieldValue> fields_of_any(const V& any, std::size_t offset, Protocol version) {
  std::vector<FieldValue> fields;
  visit_message(any, [&](const auto& message) {
    using M = std::decay_t<decltype(message)>;
    if constexpr (Message<M>) {
      for_each_row<M>([&](const auto& row) {
        if (!row.exists_in(version)) return;
        const std::size_t size = row_bytes(message, row, version);
        fields.push_back({row.name, offset, size, field_to_json(message, row, version)});
        offset += size;
      });
    }
  });
  return fields;
}

}  // namespace

std::span<const Kind> all_kinds() {
  static const std::vector<Kind> kinds = [] {
    std::vector<Kind> all;
    add_kinds(ClientMessages{}, all);
    add_kinds(ServerMessages{}, all);
    return all;
  }();
  return kinds;
}

std::vector<FieldValue> fields_of(const ClientMessage& message, Protocol version) {
  return fields_of_any(message, kClientHeaderBytes, version);
}

std::vector<FieldValue> fields_of(const ServerMessage& message, Protocol version) {
  return fields_of_any(message, kServerHeaderBytes, version);
}

Outcome decode(Direction direction, std::span<const std::byte> frame, Describe describing) {
  const auto outcome_of = [describing](const auto& decoded) -> Outcome {
    if (!decoded) return {false, {}, decoded.error()};
    return {true, describing == Describe::yes ? describe(decoded->message, decoded->version) : "", {}};
  };
  return direction == Direction::client_to_server ? outcome_of(decode_client(frame)) : outcome_of(decode_server(frame));
}

void mend_length(Bytes& frame) {
  store_little_endian(frame.data(), static_cast<std::uint32_t>(frame.size()));
}

std::string to_hex(std::span<const std::byte> bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const std::byte byte : bytes) {
    hex += kDigits[std::to_integer<std::size_t>(byte >> 4)];
    hex += kDigits[std::to_integer<std::size_t>(byte & std::byte{15})];
  }
  return hex;
}

}  // namespace checkride::protocol::test
