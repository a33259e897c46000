// core/xml: elements, attributes, places, mistakes.
#include "checkride/xml/xml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/test/property.hpp"

namespace checkride::xml {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Document read(std::string_view text) {
  auto document = parse(text, "plan.pln");
  EXPECT_TRUE(document) << document.error();
  return std::move(*document);
}

TEST(Xml, GivesElementsAttributesAndText) {
  const Document document = read(
      "<?xml version=\"1.0\"?>\n"
      "<plan title='a &amp; b'>\n"
      "  <leg id=\"KSEA\"><alt>  9,000\n </alt></leg>\n"
      "  <!-- <leg id=\"none\"/> -->\n"
      "  <leg id=\"KPDX\"/><other/>\n"
      "</plan>");
  const Element root = document.root();
  EXPECT_EQ(root.name(), "plan");
  EXPECT_EQ(root.attribute("title"), "a & b");
  EXPECT_EQ(root.attribute("Title"), std::nullopt);
  EXPECT_EQ(root.children().size(), 3u);
  const std::vector<Element> legs = root.children("leg");
  ASSERT_EQ(legs.size(), 2u);
  EXPECT_EQ(legs[0].child_text("alt"), "9,000");
  EXPECT_EQ(legs[1].attribute("id"), "KPDX");
  EXPECT_EQ(legs[1].child("alt"), std::nullopt);
  EXPECT_EQ(legs[1].text(), "");
}

TEST(Xml, KnowsWhereAnElementStands) {
  const Document document = read("<a>\n\n   <b/></a>");
  EXPECT_EQ(document.root().child("b")->position().text(), "plan.pln:3:5");
}

TEST(Xml, AnElementOutlivesItsDocument) {
  std::optional<Element> kept;
  kept = read("<a><b>text</b></a>").root().child("b");
  EXPECT_EQ(kept->text(), "text");
}

TEST(Xml, SaysWhereItIsMalformed) {
  const auto document = parse("<a>\n  <b>\n</a>", "plan.pln");
  ASSERT_FALSE(document);
  EXPECT_THAT(document.error().detail(), StartsWith("plan.pln:3:"));
  EXPECT_THAT(document.error().detail(), HasSubstr("no well-formed XML"));
}

TEST(Xml, RefusesWhatHasNoElement) {
  EXPECT_FALSE(parse("", "empty.pln"));
  EXPECT_FALSE(parse("<?xml version=\"1.0\"?>", "empty.pln"));
}

TEST(Xml, ReadsNoEntityOfADocumentType) {
  const Document document = read("<!DOCTYPE a [<!ENTITY secret SYSTEM \"file:///etc/hostname\">]><a>&secret;</a>");
  EXPECT_EQ(document.root().text(), "&secret;");
}

RC_GTEST_PROP(XmlLaws, AnyBytesGiveADocumentOrAnError, (const std::string& bytes)) {
  const auto document = parse(bytes, "any");
  if (document) {
    RC_ASSERT(!document->root().name().empty());
  } else {
    RC_ASSERT(document.error().detail().starts_with("any:"));
  }
}

}  // namespace
}  // namespace checkride::xml
