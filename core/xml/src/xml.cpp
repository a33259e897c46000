#include "checkride/xml/xml.hpp"

#include <algorithm>
#include <pugixml.hpp>

namespace checkride::xml {

struct Tree {
  std::string file;
  std::vector<std::size_t> line_starts;  // byte offsets
  pugi::xml_document document;
};

namespace {

constexpr std::string_view kSpaces = " \t\r\n";

std::vector<std::size_t> starts_of_lines(std::string_view text) {
  std::vector<std::size_t> starts{0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') starts.push_back(i + 1);
  }
  return starts;
}

values::Position place(const Tree& tree, std::ptrdiff_t offset) {
  values::Position position{.file = tree.file};
  if (offset < 0) return position;
  const auto byte = static_cast<std::size_t>(offset);
  const auto after = std::upper_bound(tree.line_starts.begin(), tree.line_starts.end(), byte);
  position.line = static_cast<int>(after - tree.line_starts.begin());
  position.column = static_cast<int>(byte - *(after - 1)) + 1;
  return position;
}

pugi::xml_node node_of(const void* node) {
  // pugixml's handle is a pointer to its node and nothing else; this is its own way of making one from the other.
  return pugi::xml_node(static_cast<pugi::xml_node_struct*>(const_cast<void*>(node)));
}

bool is_element(const pugi::xml_node& node) {
  return node.type() == pugi::node_element;
}

}  // namespace

std::string Element::name() const {
  return node_of(node_).name();
}

std::string Element::text() const {
  const std::string_view text = node_of(node_).text().get();
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(kSpaces) - first + 1));
}

std::optional<std::string> Element::attribute(std::string_view name) const {
  for (const pugi::xml_attribute& attribute : node_of(node_).attributes()) {
    if (name == attribute.name()) return attribute.value();
  }
  return std::nullopt;
}

std::vector<Element> Element::children() const {
  std::vector<Element> result;
  for (const pugi::xml_node& node : node_of(node_).children()) {
    if (is_element(node)) result.push_back(Element(tree_, node.internal_object()));
  }
  return result;
}

std::vector<Element> Element::children(std::string_view name) const {
  std::vector<Element> result = children();
  std::erase_if(result, [name](const Element& child) { return child.name() != name; });
  return result;
}

std::optional<Element> Element::child(std::string_view name) const {
  for (const pugi::xml_node& node : node_of(node_).children()) {
    if (is_element(node) && name == node.name()) return Element(tree_, node.internal_object());
  }
  return std::nullopt;
}

std::optional<std::string> Element::child_text(std::string_view name) const {
  const auto found = child(name);
  if (!found) return std::nullopt;
  return found->text();
}

values::Position Element::position() const {
  return place(*tree_, node_of(node_).offset_debug());
}

Element Document::root() const {
  return Element(tree_, tree_->document.document_element().internal_object());
}

Result<Document> parse(std::string_view text, const std::string& file) {
  if (text.size() > kMaxBytes) {
    return Error::invalid(file + ":1:1: the file has more than " + std::to_string(kMaxBytes / (1024 * 1024)) + " MiB");
  }
  auto tree = std::make_shared<Tree>();
  tree->file = file;
  tree->line_starts = starts_of_lines(text);
  const pugi::xml_parse_result parsed = tree->document.load_buffer(text.data(), text.size());
  if (!parsed) {
    return Error::invalid(place(*tree, parsed.offset).text() + ": this is no well-formed XML: " + parsed.description());
  }
  if (!tree->document.document_element()) return Error::invalid(file + ":1:1: there is no element in this file");
  return Document(std::move(tree));
}

}  // namespace checkride::xml
