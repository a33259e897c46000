#include "checkride/values/interpolate.hpp"

#include <algorithm>

namespace checkride::values {
namespace {

bool is_name_character(char c, bool first) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || (!first && c >= '0' && c <= '9');
}

bool is_one_variable(std::string_view text) {
  return text.starts_with("${") && text.find('}') == text.size() - 1;
}

class Interpolator {
 public:
  Interpolator(const VariableLookup& lookup, Diagnostics& errors, const std::vector<std::string>& untouched)
      : lookup_(lookup), errors_(errors), untouched_(untouched) {}

  Node walk(const Node& node) {
    switch (node.kind()) {
      case Kind::null:
        return node;
      case Kind::scalar:
        return scalar(node);
      case Kind::list: {
        std::vector<Node> items;
        for (const Node& item : node.items()) items.push_back(walk(item));
        return Node::list(node.position(), std::move(items));
      }
      case Kind::map:
        return map(node);
    }
    return node;
  }

 private:
  Node map(const Node& node) {
    std::vector<Entry> entries = node.entries();
    for (Entry& entry : entries) {
      if (std::find(untouched_.begin(), untouched_.end(), entry.key) == untouched_.end())
        entry.value = walk(entry.value);
    }
    return Node::map(node.position(), std::move(entries));
  }

  Node scalar(const Node& node) {
    if (node.text().find('$') == std::string::npos) return node;
    std::string out;
    std::string_view rest = node.text();
    while (!rest.empty()) {
      const auto dollar = std::min(rest.find('$'), rest.size());
      out.append(rest.substr(0, dollar));
      rest.remove_prefix(dollar);
      if (rest.starts_with("$$")) {
        out += '$';
        rest.remove_prefix(2);
      } else if (rest.starts_with("${")) {
        const auto end = rest.find('}');
        if (end == std::string_view::npos) return fail(node, "\"${\" without \"}\" (write $$ for a plain $)");
        const auto value = variable(node, rest.substr(2, end - 2));
        if (!value) return Node::unreadable(node.position(), node.text());
        out += *value;
        added_ += value->size();
        // A few bytes in a file may stand for a large variable many times over.
        if (out.size() > kInterpolatedBytesMax || added_ > kInterpolatedBytesMax) {
          return fail(node, "the variables make more than " + std::to_string(kInterpolatedBytesMax) + " bytes of it");
        }
        rest.remove_prefix(end + 1);
      } else if (!rest.empty()) {
        out += '$';
        rest.remove_prefix(1);
      }
    }
    return Node::scalar(node.position(), std::move(out), node.quoted() && !is_one_variable(node.text()));
  }

  // The value of what stands between the braces; an error is added when there is none.
  std::optional<std::string> variable(const Node& node, std::string_view inside) {
    std::size_t length = 0;
    while (length < inside.size() && is_name_character(inside[length], length == 0)) ++length;
    const std::string name(inside.substr(0, length));
    const std::string_view rest = inside.substr(length);
    const bool has_default = rest.starts_with(":-");
    const bool has_message = rest.starts_with(":?");
    if (name.empty() || !(rest.empty() || has_default || has_message)) {
      fail(node,
           "expected ${NAME}, ${NAME:-default} or ${NAME:?message}, not " + quote("${" + std::string(inside) + "}"));
      return std::nullopt;
    }
    const std::string_view argument = rest.empty() ? rest : rest.substr(2);
    if (argument.find("${") != std::string_view::npos) {
      fail(node, "a default or message may not hold a variable: " + quote("${" + std::string(inside) + "}"));
      return std::nullopt;
    }
    if (!lookup_) return has_default ? std::optional(std::string(argument)) : std::nullopt;
    auto value = lookup_(name);
    const bool useless = !value || (value->empty() && !rest.empty());
    if (!useless) return value;
    if (has_default) return std::string(argument);
    fail(node, has_message && !argument.empty()
                   ? "the environment variable " + name + " is missing: " + std::string(argument)
                   : "the environment variable " + name + " is not set (set it, or write ${" + name + ":-default})");
    return std::nullopt;
  }

  Node fail(const Node& node, std::string message) {
    errors_.add(node.position(), std::move(message));
    return Node::unreadable(node.position(), node.text());
  }

  const VariableLookup& lookup_;
  Diagnostics& errors_;
  const std::vector<std::string>& untouched_;
  std::size_t added_ = 0;  // bytes of variables so far
};

}  // namespace

Document interpolate(const Document& document, const VariableLookup& lookup, Diagnostics& errors,
                     const std::vector<std::string>& untouched) {
  return Document(Interpolator(lookup, errors, untouched).walk(document.root()));
}

}  // namespace checkride::values
