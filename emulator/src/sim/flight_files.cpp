#include "sim/flight_files.hpp"

#include "checkride/result/assert.hpp"

namespace checkride::emulator {

std::optional<std::string> with_extension(std::string_view path, std::string_view extension) {
  const std::size_t slash = path.find_last_of("/\\");
  const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
  const std::size_t dot = path.find_last_of('.');
  if (name == path.size() || dot == name) return std::nullopt;
  if (dot == std::string_view::npos || dot < name) return std::string(path) + std::string(extension);
  if (file_key(path.substr(dot)) != file_key(extension)) return std::nullopt;
  return std::string(path);
}

std::string file_key(std::string_view path) {
  std::string key;
  for (const char c : path) {
    key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '/' ? '\\' : c;
  }
  return key;
}

std::string flight_beside(std::string_view plan) {
  CHECKRIDE_ASSERT(plan.size() > kPlanExtension.size());
  return std::string(plan.substr(0, plan.size() - kPlanExtension.size())) + std::string(kFlightExtension);
}

}  // namespace checkride::emulator
