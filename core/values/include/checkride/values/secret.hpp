// Secret: a configured value that is never printed, logged or served; only what uses it may look at it.
#pragma once

#include <string>
#include <utility>

namespace checkride::values {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  // The value itself, for the one place that sends it. Never for a log, an error text or a document.
  const std::string& reveal() const { return value_; }
  bool empty() const { return value_.empty(); }
  bool operator==(const Secret&) const = default;

 private:
  std::string value_;
};

}  // namespace checkride::values
