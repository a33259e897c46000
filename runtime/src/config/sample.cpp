#include <utility>

#include "config/key_table.hpp"
#include "config/print.hpp"
#include "config/yaml_text.hpp"

namespace checkride::runtime {

namespace {

using values::Schema;
using values::SchemaType;

constexpr std::string_view kHead =
    "# A configuration of checkride-monitor, with everything that can be set. What stands here without \"#\" is what\n"
    "# an absent key means, too. A key with \"#\" right before it is switched off: take the \"#\" away. Of a section "
    "that\n"
    "# is switched off each line has one at the left edge: take all of them away. Text may hold ${VARIABLE},\n"
    "# ${VARIABLE:-default} and ${VARIABLE:?message}; $$ is one $. Every key can also be set by the environment\n"
    "# variable CHECKRIDE_SECTION__KEY and by --set section.key=value; of a secret KEY, KEY_file names a file.\n";

std::string range_of(const Schema& schema) {
  if (schema.min.empty() && schema.max.empty()) return "";
  if (schema.max.empty()) return ", " + schema.min + " or more";
  return ", " + (schema.min.empty() ? "at most " : schema.min + " to ") + schema.max;
}

// "Whole number, 1 to 65535."
std::string kind_of(const Schema& schema) {
  switch (schema.type) {
    case SchemaType::boolean:
      return "true or false";
    case SchemaType::integer:
      return "Whole number" + range_of(schema);
    case SchemaType::number:
      return "Number" + range_of(schema);
    case SchemaType::text:
      return "Text";
    case SchemaType::secret:
      return "Secret";
    case SchemaType::duration:
      return "Duration" + range_of(schema);
    case SchemaType::size:
      return "Size" + range_of(schema);
    case SchemaType::texts:
      return "List of texts";
    case SchemaType::word: {
      std::string words;
      for (const std::string& word : schema.words) words += (words.empty() ? "" : ", ") + word;
      return "One of " + words;
    }
    default:
      return "";
  }
}

class Sample {
 public:
  std::string out{kHead};

  void map(const Schema& schema) {
    for (const Schema::Key& key : schema.keys) {
      path_.push_back(key.key);
      const bool is_map = key.schema->type == SchemaType::map;
      const KeyRow* row = find_key_row(path_);
      const bool here = key.schema->required || key.schema->fallback || (row != nullptr && row->in_sample) ||
                        (is_map && key.schema->works_when_absent);
      const std::string before = prefix_;
      if (path_.size() == 1) out += "\n";
      about(*key.schema);
      // Once, at the left edge, for all that is inside of what is switched off.
      if (!here && prefix_.empty() && is_block(*key.schema)) prefix_ = "#";
      // An item begins with its first key: switched off, it would be an item of nothing.
      const bool off = !here && !is_block(*key.schema) && !at_dash_;
      entry(key.key, *key.schema, off ? "#" : "");
      prefix_ = before;
      path_.pop_back();
    }
  }

 private:
  static bool is_block(const Schema& schema) {
    return schema.type == SchemaType::map || (schema.type == SchemaType::list && schema.item->type == SchemaType::map);
  }

  void line(const std::string& text) {
    std::string spaces(indent_, ' ');
    if (std::exchange(at_dash_, false)) spaces.replace(indent_ - 2, 2, "- ");
    out += prefix_ + spaces + text + "\n";
  }

  void about(const Schema& schema) {
    const KeyRow* row = find_key_row(path_);
    std::string text = row != nullptr ? std::string(row->text) : std::string();
    const auto add = [&](const std::string& more) {
      if (!more.empty()) text += (text.empty() ? "" : " ") + more + ".";
    };
    add(kind_of(schema));
    if (schema.required) add("Required");
    if (row != nullptr && row->change == Change::at_once) add("A change takes effect on reload");
    // The dash of an item belongs to its first key.
    const bool dash = std::exchange(at_dash_, false);
    if (!text.empty()) line("# " + text);
    at_dash_ = dash;
  }

  void entry(const std::string& key, const Schema& schema, const std::string& off) {
    if (!is_block(schema)) return line(off + yaml_key(key) + ": " + value(schema));
    line(yaml_key(key) + ":");
    indent_ += 2;
    if (schema.type == SchemaType::map) {
      map(schema);
    } else {
      indent_ += 2;
      path_.emplace_back("0");
      at_dash_ = true;
      map(*schema.item);
      path_.pop_back();
      indent_ -= 2;
    }
    indent_ -= 2;
  }

  std::string value(const Schema& schema) const {
    if (schema.fallback) return inline_yaml(*schema.fallback, schema);
    if (const KeyRow* row = find_key_row(path_); row != nullptr && !row->example.empty()) {
      return std::string(row->example);
    }
    if (!schema.words.empty()) return schema.words.front();
    if (!schema.min.empty()) return schema.min;
    switch (schema.type) {
      case SchemaType::boolean:
        return "true";
      case SchemaType::integer:
      case SchemaType::number:
        return "1";
      case SchemaType::duration:
        return "30s";
      case SchemaType::size:
        return "64MiB";
      case SchemaType::texts:
      case SchemaType::list:
        return "[]";
      case SchemaType::entries:
        return "{}";
      default:
        return "\"...\"";
    }
  }

  KeyPath path_;
  std::string prefix_;  // "#" inside of what is switched off
  std::size_t indent_ = 0;
  bool at_dash_ = false;
};

}  // namespace

std::string sample_config() {
  Sample sample;
  sample.map(*config_schema());
  return std::move(sample.out);
}

}  // namespace checkride::runtime
