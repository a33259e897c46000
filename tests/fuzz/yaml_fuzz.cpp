// Goal: no text crashes the strict YAML reader, and its mistakes stand in the file. Whatever loads also survives
// interpolation, merging, printing as JSON and reading the print.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "checkride/result/assert.hpp"
#include "checkride/values/values.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace checkride::values;
  const std::string text(data, data + size);
  Diagnostics errors;
  LoadLimits limits;
  limits.bytes_max = 64 * 1024;
  const auto document = load(text, "fuzz.yaml", errors, limits);
  CHECKRIDE_ASSERT(document.has_value() == errors.empty());
  for (const Diagnostic& mistake : errors.items()) {
    CHECKRIDE_ASSERT(mistake.line >= 1 && mistake.column >= 1);
    CHECKRIDE_ASSERT(!mistake.message.empty());
  }
  if (!document) return 0;
  std::string printed;
  append_json(printed, merge(*document, *document).root());
  CHECKRIDE_ASSERT(load(printed, "again.yaml").has_value());
  const auto lookup = [](const std::string& name) { return std::optional<std::string>(name); };
  (void)interpolate(*document, lookup, errors, {"untouched"});
  MapReader map(document->root(), errors);
  Duration duration{};
  (void)map.optional("duration", &duration);
  map.finish();
  return 0;
}
