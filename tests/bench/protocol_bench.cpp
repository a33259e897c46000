// Nanoseconds per message encoded and decoded, beside a memcpy of the same bytes.
//
// Encoding appends to a buffer that has the capacity; decoding gives a variant that views into the frame. The peer
// copies the frame's bytes into such a buffer. Each prints the frame's size and a hash of what it made, so that nobody
// makes it faster by making it wrong.
#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "checkride/protocol/protocol.hpp"

namespace checkride::protocol {
namespace {

using Bytes = std::vector<std::byte>;

constexpr Protocol kVersion = Protocol::msfs2020;

// Eight doubles, as the answer to a definition of eight FLOAT64 datums.
Bytes eight_doubles() {
  Bytes data;
  DatumWriter writer(data);
  for (int i = 0; i < 8; ++i) writer.number(47.449 + i);
  return data;
}

const Bytes kData = eight_doubles();

template <class M>
M make();
template <>
Open make() {
  return {.application_name = "checkride-monitor", .version_major = 11, .build_major = 62651, .build_minor = 3};
}
template <>
AddToDataDefinition make() {
  return {.define_id = DefinitionId{1}, .datum_name = "PLANE ALTITUDE", .units_name = "feet"};
}
template <>
RequestDataOnSimObject make() {
  return {.request_id = RequestId{1}, .define_id = DefinitionId{1}, .period = Period::second};
}
template <>
RecvSimObjectData make() {
  return {.request_id = RequestId{1},
          .object_id = ObjectId{1},
          .define_id = DefinitionId{1},
          .define_count = 8,
          .data = kData};
}

template <class M>
void append(const M& message, Bytes& out) {
  if constexpr (SentByClient<M>) {
    encode(message, kVersion, SendId{1}, out);
  } else {
    encode(message, kVersion, out);
  }
}

template <class M>
Bytes frame_of() {
  Bytes frame;
  append(make<M>(), frame);
  return frame;
}

// FNV-1a.
std::string hash_of(const Bytes& bytes) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const std::byte byte : bytes) hash = (hash ^ std::to_integer<std::uint64_t>(byte)) * 0x100000001B3U;
  return std::to_string(hash);
}

void report(benchmark::State& state, const Bytes& made) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(made.size()));
  state.SetLabel(std::to_string(made.size()) + " bytes, hash " + hash_of(made));
}

template <class M>
void encode_message(benchmark::State& state) {
  const M message = make<M>();
  Bytes out;
  out.reserve(kMaxFrameBytes);
  for (auto _ : state) {
    out.clear();
    append(message, out);
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  report(state, out);
}

template <class M>
void decode_message(benchmark::State& state) {
  const Bytes frame = frame_of<M>();
  for (auto _ : state) {
    benchmark::DoNotOptimize(frame.data());
    if constexpr (SentByClient<M>) {
      benchmark::DoNotOptimize(decode_client(frame));
    } else {
      benchmark::DoNotOptimize(decode_server(frame));
    }
  }
  Bytes again;
  if constexpr (SentByClient<M>) {
    encode(decode_client(frame)->message, kVersion, SendId{1}, again);
  } else {
    encode(decode_server(frame)->message, kVersion, again);
  }
  report(state, again);
}

template <class M>
void copy_bytes(benchmark::State& state) {
  const Bytes frame = frame_of<M>();
  Bytes out(kMaxFrameBytes);
  for (auto _ : state) {
    benchmark::DoNotOptimize(frame.data());
    std::memcpy(out.data(), frame.data(), frame.size());
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  report(state, frame);
}

// A stream of SIMOBJECT_DATA in reads of 2048 bytes, as the vendor's library reads: cut, decoded, its doubles read.
void read_stream(benchmark::State& state) {
  constexpr int kMessages = 1000;
  Bytes stream;
  for (int i = 0; i < kMessages; ++i) append(make<RecvSimObjectData>(), stream);
  double sum = 0;
  for (auto _ : state) {
    FrameReader reader(Direction::server_to_client);
    sum = 0;
    for (std::size_t at = 0; at < stream.size(); at += 2048) {
      reader.feed(std::span(stream).subspan(at, std::min<std::size_t>(2048, stream.size() - at)));
      for (FrameStep step = reader.next(); std::holds_alternative<Frame>(step); step = reader.next()) {
        const auto frame = decode_server(std::get<Frame>(step).bytes);
        DatumReader data(std::get<RecvSimObjectData>(frame->message).data);
        while (!data.at_end()) sum += data.number<double>();
      }
    }
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * kMessages);
  state.SetLabel("1000 messages of 104 bytes, sum " + std::to_string(sum));
}

BENCHMARK(encode_message<Open>);
BENCHMARK(decode_message<Open>);
BENCHMARK(copy_bytes<Open>);
BENCHMARK(encode_message<AddToDataDefinition>);
BENCHMARK(decode_message<AddToDataDefinition>);
BENCHMARK(copy_bytes<AddToDataDefinition>);
BENCHMARK(encode_message<RequestDataOnSimObject>);
BENCHMARK(decode_message<RequestDataOnSimObject>);
BENCHMARK(copy_bytes<RequestDataOnSimObject>);
BENCHMARK(encode_message<RecvSimObjectData>);
BENCHMARK(decode_message<RecvSimObjectData>);
BENCHMARK(copy_bytes<RecvSimObjectData>);
BENCHMARK(read_stream);

}  // namespace
}  // namespace checkride::protocol
