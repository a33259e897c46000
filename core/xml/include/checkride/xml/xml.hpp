// Reading XML files (flight plans, tracks, SimConnect.xml) with a place for every complaint.
//
//   TRY(const xml::Document document, xml::parse(text, "KSEA-KPDX.pln"));
//   for (const xml::Element& leg : document.root().children("ATCWaypoint")) {
//     leg.attribute("id");                       // nothing if absent
//     leg.child_text("WorldPosition");
//     errors.add(leg.position(), "...");         // file:line:column
//   }
//
// Elements and attributes are compared by their exact names, prefixes included. External entities and document types
// are never looked at.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/values/diagnostic.hpp"

namespace checkride::xml {

// Where a document's data lives; documents and elements share it.
struct Tree;

// One element of a document, which it keeps alive.
class Element {
 public:
  std::string name() const;
  // The character data directly inside, white space at both ends cut off.
  std::string text() const;
  std::optional<std::string> attribute(std::string_view name) const;
  // The elements directly inside, in order: all, or those of one name.
  std::vector<Element> children() const;
  std::vector<Element> children(std::string_view name) const;
  // The first of that name.
  std::optional<Element> child(std::string_view name) const;
  // Its text; nothing if there is no such element.
  std::optional<std::string> child_text(std::string_view name) const;
  // Where its name stands.
  values::Position position() const;

 private:
  friend class Document;
  Element(std::shared_ptr<const Tree> tree, const void* node) : tree_(std::move(tree)), node_(node) {}

  std::shared_ptr<const Tree> tree_;
  const void* node_;
};

class Document {
 public:
  // The outermost element.
  Element root() const;

 private:
  friend Result<Document> parse(std::string_view text, const std::string& file);
  explicit Document(std::shared_ptr<const Tree> tree) : tree_(std::move(tree)) {}

  std::shared_ptr<const Tree> tree_;
};

// UTF-8, or what the file's byte order mark or declaration says. `file` is the name for messages. Errors (invalid,
// "file:line:column: ..."): no well-formed XML, no element in it, more than kMaxBytes.
Result<Document> parse(std::string_view text, const std::string& file);

inline constexpr std::size_t kMaxBytes = 64 * 1024 * 1024;

}  // namespace checkride::xml
