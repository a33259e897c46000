// A small parser of the Prometheus text format, written from the format's description and not from our writer.
#pragma once

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace checkride::runtime::support {

using Labels = std::map<std::string, std::string>;

struct ParsedPage {
  std::map<std::string, std::string> help;
  std::map<std::string, std::string> type;
  std::map<std::pair<std::string, Labels>, std::string> samples;  // value as text
  std::vector<std::string> order;                                 // of families
};

class PageParser {
 public:
  explicit PageParser(std::string_view text) : text_(text) {}

  ParsedPage parse() {
    while (!text_.empty()) {
      if (text_.starts_with("# HELP ")) {
        skip(7);
        const std::string name = word();
        skip(1);
        page_.help[name] = unescape_until_newline();
      } else if (text_.starts_with("# TYPE ")) {
        skip(7);
        const std::string name = word();
        skip(1);
        page_.type[name] = unescape_until_newline();
        page_.order.push_back(name);
      } else {
        sample();
      }
    }
    return page_;
  }

 private:
  void skip(std::size_t count) {
    if (text_.size() < count) throw std::runtime_error("page ends early");
    text_.remove_prefix(count);
  }
  char take() {
    if (text_.empty()) throw std::runtime_error("page ends early");
    const char c = text_.front();
    text_.remove_prefix(1);
    return c;
  }
  void expect(char wanted) {
    if (take() != wanted) throw std::runtime_error(std::string("expected ") + wanted);
  }
  static bool is_name(char c) {
    return c == '_' || c == ':' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
  }
  std::string word() {
    std::string out;
    while (!text_.empty() && is_name(text_.front())) out += take();
    if (out.empty()) throw std::runtime_error("expected a name");
    return out;
  }
  std::string unescape_until_newline() {
    std::string out;
    for (char c = take(); c != '\n'; c = take()) {
      if (c == '\\') {
        const char next = take();
        c = next == 'n' ? '\n' : next;
      }
      out += c;
    }
    return out;
  }
  void sample() {
    const std::string name = word();
    Labels labels;
    if (text_.starts_with("{")) {
      skip(1);
      for (;;) {
        const std::string label = word();
        expect('=');
        expect('"');
        std::string value;
        for (char c = take(); c != '"'; c = take()) {
          if (c == '\n') throw std::runtime_error("line break inside a label");
          if (c == '\\') {
            const char next = take();
            c = next == 'n' ? '\n' : next;
          }
          value += c;
        }
        if (!labels.emplace(label, value).second) throw std::runtime_error("label twice");
        const char after = take();
        if (after == '}') break;
        if (after != ',') throw std::runtime_error("expected , or }");
      }
    }
    expect(' ');
    std::string value;
    for (char c = take(); c != '\n'; c = take()) value += c;
    if (!page_.samples.emplace(std::pair(name, labels), value).second)
      throw std::runtime_error("series twice: " + name);
  }

  std::string_view text_;
  ParsedPage page_;
};

inline ParsedPage parse_page(std::string_view text) {
  return PageParser(text).parse();
}

}  // namespace checkride::runtime::support
