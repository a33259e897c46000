// What checks do with answers of members: JSON documents, and lines of them for a report.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/harness/check.hpp"

namespace checkride::harness {

// At most one line of reasonable length.
std::string brief(std::string_view text);
// Of a member that does not answer, or not what it should.
Seen no_answer(const Error& error);

// A member of an object; empty, nothing if it is not there or of another kind.
std::string text_in(const boost::json::object& object, std::string_view name);
std::optional<double> number_in(const boost::json::object& object, std::string_view name);
// Calls `each` with the objects of the array `name` of an answer's document. Errors say what is wrong with it.
Result<> for_each_object(std::string_view document, std::string_view name,
                         const std::function<void(const boost::json::object&)>& each);

}  // namespace checkride::harness
