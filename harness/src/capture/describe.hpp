// `checkride describe`: a capture as text, or as lines of JSON.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"

namespace checkride::harness {

struct DescribeOptions {
  bool json = false;
  std::vector<std::string> clients;   // connections to tell: number, client's address, or application name; none: all
  std::vector<std::string> messages;  // names of messages to tell; none: all, and what happens to connections
};

// Calls `print` with each line. `file` names the capture in messages. Errors: it cannot be read.
Result<> describe(const std::string& file, std::span<const std::byte> bytes, const DescribeOptions& options,
                  const std::function<void(std::string_view)>& print);

// Names of all messages, for checking --message.
std::vector<std::string> message_names();

}  // namespace checkride::harness
