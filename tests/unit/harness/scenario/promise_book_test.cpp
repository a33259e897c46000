// The book of promises: what a file means, which mistakes are told where, and which book belongs to a scenario.
#include "scenario/promise_book.hpp"

#include <fstream>
#include <iterator>

#include "checkride/harness/loader.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::harness {
namespace {

using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string kBook =
    "- {id: 000-alert-email, promise: mails, how: runtime}\n"
    "- {id: 000-auth-header, promise: keys, how: runtime, open: nobody asks for keys}\n"
    "- {id: 000-k8s-probes, promise: probes, how: artefact}\n";

PromiseBook book_of(const std::string& text) {
  auto book = PromiseBook::read(text, "promises.yaml");
  EXPECT_THAT(book, IsOk());
  return book ? std::move(*book) : PromiseBook();
}

TEST(PromiseBook, KeepsTheOrderAndFindsById) {
  const PromiseBook book = book_of(kBook);
  EXPECT_THAT(book.ids(), ElementsAre("000-alert-email", "000-auth-header", "000-k8s-probes"));
  ASSERT_NE(book.find("000-auth-header"), nullptr);
  EXPECT_EQ(book.find("000-auth-header")->open, "nobody asks for keys");
  EXPECT_EQ(book.find("000-auth-header")->position.line, 2);
  EXPECT_EQ(book.find("000-k8s-probes")->kept_by, KeptBy::artefact);
  EXPECT_EQ(book.find("000-alert"), nullptr);
}

TEST(PromiseBook, TellsAllMistakesWithTheirPlaces) {
  const auto book = PromiseBook::read(
      "- {id: a, promise: p, how: runtime}\n"
      "- {id: a, promise: p, how: runtime}\n"
      "- {id: B c, promise: p, how: runtime}\n"
      "- {id: d, promis: p, how: runtime}\n"
      "- {id: e, promise: p, how: runtme}\n"
      "- {id: f, promise: p, how: runtime, open: \"\"}\n"
      "- {id: g, promise: \"\", how: runtime}\n"
      "- just a text\n",
      "p.yaml");
  ASSERT_FALSE(book);
  for (const char* part :
       {"p.yaml:2:3: the promise \"a\" stands in line 1 already", "p.yaml:3:8: \"B c\" cannot name a promise",
        "p.yaml:4:11: unknown key \"promis\", did you mean \"promise\"?", "did you mean \"runtime\"?",
        "p.yaml:6:43: says why no scenario keeps it", "p.yaml:7:20: must not be empty", "p.yaml:8:3: "}) {
    EXPECT_THAT(book.error().detail(), HasSubstr(part));
  }
}

TEST(PromiseBook, IsAList) {
  EXPECT_THAT(PromiseBook::read("scenario: a\n", "p.yaml"), FailsWith(HasSubstr("p.yaml:1:1: expected a list")));
  EXPECT_THAT(PromiseBook::read("- {id: a", "p.yaml"), FailsWith(HasSubstr("p.yaml:")));
}

TEST(PromiseBook, OurOwnCanBeRead) {
  std::ifstream in(CHECKRIDE_SOURCE_DIR "/scenarios/promises.yaml");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const PromiseBook book = book_of(text);
  EXPECT_EQ(book.promises().size(), 414U);
}

struct Books : testing::Test {
  void put(const std::string& path, const std::string& text) {
    (void)files.make_directories(path.substr(0, path.rfind('/')));
    EXPECT_TRUE(files.write(path, text).has_value());
  }
  std::string file_of(const std::string& scenario) {
    const auto book = books.of(scenario);
    EXPECT_THAT(book, IsOk());
    return !book || *book == nullptr ? "" : (*book)->file();
  }
  // The mistakes of a scenario with this list of promises; what it comes to is in `ids`.
  std::string naming(const std::string& list, const std::string& scenario = "/s/a/x.yaml") {
    values::Diagnostics errors;
    const auto document = values::load("promises: " + list + "\n", "x.yaml", errors);
    ids = read_promises(*document->root().find("promises"), scenario, &books, errors);
    return errors.empty() ? "" : errors.text();
  }
  world::VirtualWorld world;
  world::Files& files = world.add_host("a").files();
  PromiseBooks books{files};
  std::vector<std::string> ids;
};

TEST_F(Books, NamedPromisesAreInThemAndNotOpen) {
  put("/s/promises.yaml", kBook);
  EXPECT_EQ(naming("[000-alert-email, 000-k8s-probes]"), "");
  EXPECT_THAT(ids, ElementsAre("000-alert-email", "000-k8s-probes"));
  EXPECT_EQ(
      naming("[000-alert-emial]"),
      "x.yaml:1:12: there is no promise \"000-alert-emial\" in /s/promises.yaml, did you mean \"000-alert-email\"?");
  EXPECT_EQ(naming("[000-alert-email, 000-auth-header]"),
            "x.yaml:1:29: the promise \"000-auth-header\" is open in /s/promises.yaml:2:3 (nobody asks for keys): take "
            "`open` out there, now that a scenario keeps it");
}

TEST_F(Books, PromisesAreNamedOnce) {
  put("/s/promises.yaml", kBook);
  EXPECT_EQ(naming("[000-alert-email, 000-alert-email]"),
            "x.yaml:1:29: the promise \"000-alert-email\" is named twice");
  EXPECT_THAT(naming("[a, a]", "/elsewhere/x.yaml"), HasSubstr("named twice"));
}

TEST_F(Books, WithoutOnePromisesAreFree) {
  EXPECT_EQ(naming("[mine, yours]"), "");
  EXPECT_THAT(ids, ElementsAre("mine", "yours"));
  EXPECT_THAT(naming("mine"), HasSubstr("x.yaml:1:11: "));
}

TEST_F(Books, TheLoaderLooksThere) {
  put("/s/promises.yaml", kBook);
  const std::string scenario =
      "services: {mail: {kind: smtp}}\ntimeline: [{start: mail}]\nnever: [{mail: {in: mail}}]\npromises: ";
  put("/s/a.yaml", "scenario: a\n" + scenario + "[000-alert-emial]\n");
  put("/s/b.yaml", "scenario: b\n" + scenario + "[000-auth-header]\n");
  const auto loaded = load_scenarios(files, {"/s"});
  EXPECT_THAT(loaded, FailsWith(AllOf(HasSubstr("/s/a.yaml:5:12: there is no promise"),
                                      HasSubstr("/s/b.yaml:5:12: the promise \"000-auth-header\" is open"))));
  put("/s/a.yaml", "scenario: a\n" + scenario + "[000-alert-email]\n");
  put("/s/b.yaml", "scenario: b\n" + scenario + "[]\n");
  EXPECT_THAT(load_scenarios(files, {"/s"}), IsOk());
}

TEST_F(Books, MistakesInThemAreToldOnce) {
  put("/s/promises.yaml", "- {id: a}\n");
  EXPECT_THAT(naming("[a]"),
              AllOf(HasSubstr("x.yaml:1:11: these cannot be looked up: "), HasSubstr("/s/promises.yaml:1:3")));
  EXPECT_EQ(naming("[a]"),
            "x.yaml:1:11: these cannot be looked up: /s/promises.yaml has mistakes, which are told already");
}

TEST_F(Books, AreInTheScenariosFolderOrTheNearestAbove) {
  put("/s/promises.yaml", kBook);
  put("/s/own/promises.yaml", kBook);
  put("/s/a/b/x.yaml", "");
  EXPECT_EQ(file_of("/s/x.yaml"), "/s/promises.yaml");
  EXPECT_EQ(file_of("/s/a/b/x.yaml"), "/s/promises.yaml");
  EXPECT_EQ(file_of("/s/own/x.yaml"), "/s/own/promises.yaml");
  EXPECT_EQ(file_of("/elsewhere/x.yaml"), "");
  EXPECT_EQ(*books.of("/s/x.yaml"), *books.of("/s/a/b/x.yaml")) << "read once";
}

TEST_F(Books, AreFoundFromRelativePathsToo) {
  put("/promises.yaml", kBook);
  EXPECT_EQ(file_of("x.yaml"), "promises.yaml");
  EXPECT_EQ(file_of("a/b/x.yaml"), "promises.yaml");
  EXPECT_EQ(file_of("./a/x.yaml"), "promises.yaml");
  EXPECT_EQ(file_of("/a/x.yaml"), "/promises.yaml");
}

TEST_F(Books, TellTheirMistakes) {
  put("/s/promises.yaml", "- {id: a}\n");
  EXPECT_THAT(books.of("/s/x.yaml"),
              FailsWith(AllOf(HasSubstr("/s/promises.yaml:1:3"), HasSubstr("promise"), Not(HasSubstr("kind")))));
}

}  // namespace
}  // namespace checkride::harness
