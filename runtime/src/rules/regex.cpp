#include "rules/regex.hpp"

#include <re2/re2.h>

#include <utility>

namespace checkride::runtime {

namespace {

// Of one expression, compiled: there may be many.
constexpr int kBytesMax = 64 * 1024;

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

Regex::Regex(std::string text, std::shared_ptr<const re2::RE2> compiled)
    : text_(std::move(text)), compiled_(std::move(compiled)) {}

Result<Regex> Regex::compile(std::string_view text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kBytesMax);
  auto compiled = std::make_shared<const re2::RE2>(piece(text), options);
  if (!compiled->ok())
    return Error::invalid("\"" + std::string(text) + "\" is no regular expression: " + compiled->error());
  return Regex(std::string(text), std::move(compiled));
}

bool Regex::matches(std::string_view text) const {
  return re2::RE2::FullMatch(piece(text), *compiled_);
}

}  // namespace checkride::runtime
