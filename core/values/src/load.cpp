#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <sstream>

#include "checkride/result/assert.hpp"
#include "checkride/values/document.hpp"
#include "checkride/values/utf8.hpp"
#include "node_data.hpp"

namespace checkride::values {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The text split into lines, to turn yaml-cpp's marks (bytes from zero) into places a person can find.
class Lines {
 public:
  Lines(std::string_view text, std::string file)
      : text_(text), file_(std::make_shared<const std::string>(std::move(file))) {
    starts_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') starts_.push_back(i + 1);
    }
  }

  const std::shared_ptr<const std::string>& file() const { return file_; }

  // Line and byte column, from zero; clamped into the text, for marks at its end may lie behind it.
  Position at(int line, int column) const {
    const auto index = std::min(static_cast<std::size_t>(std::max(line, 0)), starts_.size() - 1);
    const std::size_t end = index + 1 < starts_.size() ? starts_[index + 1] - 1 : text_.size();
    const std::string_view content = text_.substr(starts_[index], end - starts_[index]);
    const std::size_t bytes = std::min(static_cast<std::size_t>(std::max(column, 0)), content.size());
    // Asked for one place after the other, a long line is counted once, not from its begin for each.
    if (index != counted_.line || bytes < counted_.bytes) counted_ = Counted{index, 0, 0};
    const std::string_view more = content.substr(counted_.bytes, bytes - counted_.bytes);
    counted_.characters +=
        std::count_if(more.begin(), more.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; });
    counted_.bytes = bytes;
    return Position{*file_, static_cast<int>(index) + 1, static_cast<int>(counted_.characters) + 1};
  }

  Position at(const YAML::Mark& mark) const { return at(mark.line, mark.column); }

  // The text from a mark on.
  std::string_view from(const YAML::Mark& mark) const {
    const auto index = std::min(static_cast<std::size_t>(std::max(mark.line, 0)), starts_.size() - 1);
    return text_.substr(std::min(starts_[index] + static_cast<std::size_t>(std::max(mark.column, 0)), text_.size()));
  }

  Position at_byte(std::size_t offset) const {
    const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
    const auto index = next - starts_.begin() - 1;
    return at(static_cast<int>(index), static_cast<int>(offset - starts_[static_cast<std::size_t>(index)]));
  }

 private:
  // How far a line has been counted.
  struct Counted {
    std::size_t line = 0;
    std::size_t bytes = 0;
    std::ptrdiff_t characters = 0;
  };

  std::string_view text_;
  std::shared_ptr<const std::string> file_;
  std::vector<std::size_t> starts_;
  mutable Counted counted_;
};

// Does the text, which begins with a quote, have the quote that ends it? yaml-cpp takes the end of the file for one.
bool is_closed_quote(std::string_view text) {
  const char quote = text.front();
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || i + 1 >= text.size() || text[i + 1] != quote) return true;
      ++i;
    }
  }
  return false;
}

// Builds the tree from the parser's events; never fails, only collects mistakes and leaves out what is wrong.
class Builder final : public YAML::EventHandler {
 public:
  Builder(const Lines& lines, Diagnostics& errors, const LoadLimits& limits)
      : lines_(lines), errors_(errors), limits_(limits) {}

  Node root() const { return root_; }
  // Was the limit of depth passed? Then that was told.
  bool too_deep() const { return too_deep_; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    add(make(Kind::null, mark));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    complain(mark, "aliases (*name) are not supported, write the value again");
    add(make(Kind::null, mark));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    // yaml-cpp marks plain scalars with "?" and quoted or block ones with "!".
    if (tag != "?" && tag != "!") refuse_tag(mark, tag);
    const std::string_view source = lines_.from(mark);
    const bool in_quotes = source.starts_with('"') || source.starts_with('\'');
    if (in_quotes && !is_closed_quote(source)) complain(mark, "the quote is not closed");
    auto data = make(Kind::scalar, mark);
    data->text = value;
    data->quoted = tag == "!";
    add(std::move(data));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Kind::list, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Kind::map, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    std::shared_ptr<Node::Data> data;
    std::optional<Node> key;               // of a map: the key whose value comes next
    std::map<std::string, int> key_lines;  // of a map: where each key stood first
  };

  void complain(const YAML::Mark& mark, std::string message) { errors_.add(lines_.at(mark), std::move(message)); }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) complain(mark, "anchors (&name) are not supported, write the value again where it is needed");
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    complain(mark, "tags are not supported, leave out " + quote(tag));
  }

  std::shared_ptr<Node::Data> make(Kind kind, const YAML::Mark& mark) {
    const Position where = lines_.at(mark);
    auto data = std::make_shared<Node::Data>();
    data->kind = kind;
    data->line = where.line;
    data->column = where.column;
    data->file = lines_.file();
    return data;
  }

  void open(Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    refuse_anchor(mark, anchor);
    if (!tag.empty() && tag != "?") refuse_tag(mark, tag);
    if (static_cast<int>(frames_.size()) == limits_.depth_max) {
      too_deep_ = true;
      complain(mark, "nested deeper than " + std::to_string(limits_.depth_max) + " levels");
    }
    frames_.push_back(Frame{make(kind, mark), {}, {}});
  }

  void close() {
    CHECKRIDE_ASSERT(!frames_.empty());
    const auto data = std::move(frames_.back().data);
    frames_.pop_back();
    // Nothing is kept below the limit, so that no tree is ever deeper, whoever walks it.
    if (static_cast<int>(frames_.size()) < limits_.depth_max)
      add(data);
    else
      add(make_empty(*data));
  }

  static std::shared_ptr<Node::Data> make_empty(const Node::Data& from) {
    auto data = std::make_shared<Node::Data>();
    data->line = from.line;
    data->column = from.column;
    data->file = from.file;
    return data;
  }

  void add(std::shared_ptr<Node::Data> data) {
    if (++nodes_ > limits_.nodes_max) {
      if (nodes_ == limits_.nodes_max + 1) {
        errors_.add(Node(data).position(), "more than " + std::to_string(limits_.nodes_max) + " values in one file");
      }
      data = make_empty(*data);
    }
    Node node(std::move(data));
    if (frames_.empty()) {
      root_ = node;
    } else if (frames_.back().data->kind == Kind::list) {
      if (nodes_ <= limits_.nodes_max) frames_.back().data->items.push_back(node);
    } else {
      add_to_map(frames_.back(), node);
    }
  }

  void add_to_map(Frame& frame, const Node& node) {
    if (!frame.key) {
      frame.key = node;
      return;
    }
    const Node key = *std::exchange(frame.key, std::nullopt);
    if (nodes_ > limits_.nodes_max) return;
    if (!key.is_scalar()) {
      errors_.add(key.position(), "a key must be text, not " + key.describe());
      return;
    }
    if (key.text() == "<<" && !key.quoted()) {
      errors_.add(key.position(), "merge keys (<<) are not supported, write the values out");
      return;
    }
    const auto [first, is_new] = frame.key_lines.emplace(key.text(), key.line());
    if (!is_new) {
      errors_.add(key.position(),
                  "duplicate key " + quote(key.text()) + ", first in line " + std::to_string(first->second));
      return;
    }
    frame.data->entries.push_back(Entry{key.text(), key.position(), node});
  }

  const Lines& lines_;
  Diagnostics& errors_;
  LoadLimits limits_;
  std::vector<Frame> frames_;
  std::size_t nodes_ = 0;
  bool too_deep_ = false;
  Node root_;
};

// Says which byte cannot stand in a text file, before yaml-cpp makes something else of it.
bool is_clean_text(std::string_view text, const Lines& lines, Diagnostics& errors) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text.substr(i, 4));
    const auto c = static_cast<unsigned char>(text[i]);
    std::string_view problem;
    if (length == 0) {
      problem = "not valid UTF-8 (save the file as UTF-8)";
    } else if (c == '\r' && !text.substr(i).starts_with("\r\n")) {
      problem = "a carriage return without a line feed (save the file with Unix line ends)";
    } else if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) {
      problem = "a control character (take it out, or write it as \\xNN in double quotes)";
    }
    if (!problem.empty()) {
      errors.add(lines.at_byte(i), std::string(problem));
      return false;
    }
    i += length;
  }
  return true;
}

struct Explained {
  std::string_view begins;
  std::string_view words;
};

// What yaml-cpp says in few words, by their begin, in those that help.
constexpr Explained kExplained[] = {
    {"illegal map value",
     "\":\" may not stand here (quote the text if it belongs to it, or give the key above its own)"},
    {"illegal map key", "no key may stand here (each has a line of its own, indented as the others)"},
    {"end of map not found", "the indentation does not fit the map above"},
    {"end of sequence not found", "the indentation does not fit the list above"},
    {"end of map flow not found", "\"{\" without \"}\", or a comma is missing"},
    {"end of sequence flow not found", "\"[\" without \"]\", or a comma is missing"},
    {"illegal flow end", "a \"}\" or \"]\" too many, or the one where the other belongs"},
    {"illegal block entry",
     "\"- \" may not stand here (a list begins on a line of its own, indented by blanks, not tabs)"},
    {"illegal tab", "a tab cannot indent (write blanks)"},
    {"illegal document indicator", "--- or ... in the middle of a text (quote the text)"},
    {"unknown token", "no text begins with this character (quote the text)"},
    {"unknown escape character", "no such escape in double quotes (write \\\\ for a backslash, or take single quotes)"},
    {"bad character found while scanning hex", "\\x, \\u and \\U are followed by 2, 4 and 8 hexadecimal digits"},
    {"invalid unicode", "there is no character of this number"},
    {"alias not found", "no text begins with * (quote the text)"},
    {"illegal character found while scanning alias", "no text begins with * (quote the text)"},
    {"the referenced anchor", "aliases (*name) are not supported (quote the text if it begins with *)"},
    {"anchor not found", "no text begins with & (quote the text)"},
    {"illegal character found while scanning anchor", "no text begins with & (quote the text)"},
    {"unexpected character in block", "behind | or > stands nothing but + or - and a digit (the text begins below)"},
};

std::string explain(const std::string& message) {
  for (const Explained& row : kExplained) {
    if (message.starts_with(row.begins)) return std::string(row.words);
  }
  return message;
}

// The parser, which throws for syntax errors.
void parse(std::string_view text, Builder& builder, const Lines& lines, Diagnostics& errors) {
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    Diagnostics ignored;
    Builder rest(lines, ignored, LoadLimits{});
    if (parser.HandleNextDocument(rest)) {
      errors.add(rest.root().position(), "a second document in one file (a line \"---\" before it)");
    }
  } catch (const YAML::DeepRecursion& exception) {
    // yaml-cpp has a limit of its own, far behind ours, and calls it a bad file.
    if (!builder.too_deep()) errors.add(lines.at(exception.mark), "nested too deeply");
  } catch (const YAML::Exception& exception) {
    errors.add(lines.at(exception.mark), explain(exception.msg));
  }
}

}  // namespace

std::optional<Document> load(std::string_view text, const std::string& file, Diagnostics& errors,
                             const LoadLimits& limits) {
  if (text.size() > limits.bytes_max) {
    errors.add(Position{file, 1, 1}, "the file has " + std::to_string(text.size()) + " bytes, more than the allowed " +
                                         std::to_string(limits.bytes_max));
    return std::nullopt;
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const std::size_t before = errors.size();
  const Lines lines(text, file);
  if (!is_clean_text(text, lines, errors)) return std::nullopt;
  Builder builder(lines, errors, limits);
  parse(text, builder, lines, errors);
  if (errors.size() != before) return std::nullopt;
  // An empty file has no node that would know its name.
  if (builder.root().kind() == Kind::null && builder.root().file().empty()) {
    return Document(Node::null(Position{file, 1, 1}));
  }
  return Document(builder.root());
}

Result<Document> load(std::string_view text, const std::string& file, const LoadLimits& limits) {
  Diagnostics errors;
  auto document = load(text, file, errors, limits);
  if (!document) return errors.error();
  return *document;
}

}  // namespace checkride::values
