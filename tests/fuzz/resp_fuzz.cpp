// Goal: no bytes crash the reader of RESP2, make it give out more than was put in, or make it depend on how they were
// cut; what a key-value store does with them keeps its memory limit, and its log reads back. Method: the input as
// values, and as requests, whole and byte by byte; requests are executed.
#include <cstddef>
#include <cstdint>
#include <string>

#include "checkride/result/assert.hpp"
#include "services/stores/append_log.hpp"
#include "services/stores/key_commands.hpp"

namespace {

using namespace checkride::harness;
using checkride::world::UtcTime;

constexpr std::uint64_t kMemory = 1024;

std::vector<resp::Value> values_of(const std::string& bytes, std::size_t step) {
  resp::Reader reader;
  std::vector<resp::Value> values;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    reader.feed(std::string_view(bytes).substr(at, step));
    while (true) {
      auto value = reader.next();
      if (!value || !*value) break;
      values.push_back(std::move(**value));
    }
  }
  return values;
}

std::string log_of(const std::string& bytes, std::size_t step) {
  resp::Reader reader;
  stores::KeySpace keys(kMemory, Eviction::allkeys_lru);
  const UtcTime now{std::chrono::seconds(1'767'600'000)};
  std::string log;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    reader.feed(std::string_view(bytes).substr(at, step));
    while (true) {
      const auto request = reader.next_request();
      if (!request || !*request) break;
      if ((*request)->empty()) continue;
      const auto done = stores::execute(keys, **request, now);
      CHECKRIDE_ASSERT(keys.used_bytes() <= kMemory);
      if (!done) continue;
      for (const resp::Request& effect : done->effects) {
        CHECKRIDE_ASSERT(stores::writes(effect.front()));
        log += stores::encode_entry(resp::encode(effect));
      }
    }
  }
  return log;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  const auto values = values_of(bytes, bytes.size() + 1);
  CHECKRIDE_ASSERT(values == values_of(bytes, 1));
  std::string written;
  for (const resp::Value& value : values) written += resp::encode(value);
  CHECKRIDE_ASSERT(values == values_of(written, written.size() + 1));
  const std::string log = log_of(bytes, bytes.size() + 1);
  CHECKRIDE_ASSERT(log == log_of(bytes, 1));
  CHECKRIDE_ASSERT(stores::read_entries(log).damaged_bytes == 0);
  CHECKRIDE_ASSERT(stores::read_entries(bytes).damaged_bytes <= bytes.size());
  return 0;
}
