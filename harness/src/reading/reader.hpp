// What the parts of the scenario loader share: the mistakes, the scenario being filled and the names it may refer to.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/values/values.hpp"

namespace checkride::harness {

class PromiseBooks;

// Members that answer HTTP requests.
inline constexpr std::initializer_list<MemberKind> kHttpMembers = {
    MemberKind::monitor, MemberKind::simulator, MemberKind::subject,    MemberKind::webhook,      MemberKind::upstream,
    MemberKind::metar,   MemberKind::balancer,  MemberKind::prometheus, MemberKind::alertmanager, MemberKind::edge,
};

struct Reader {
  values::Diagnostics& errors;
  Scenario& scenario;
  // Members whose kind is a mistake, told already: whatever kind is needed of them counts as right.
  std::set<std::string> unclear;
  RigKind rig = RigKind::virtual_rig;  // for which the file is read
  PromiseBooks* books = nullptr;       // where promises are looked up; null: they are free
  // What is looked for when all is read: names of steps that are said elsewhere than in steps, and paths of files.
  struct Named {
    std::string text;
    values::Position where;
  };
  std::vector<Named> steps_named = {};
  std::vector<Named> files_named = {};
  // A store and the one that it copies, which is looked for when all services are read.
  struct Replica {
    std::string name;
    Named leader;
  };
  std::vector<Replica> replicas = {};
  // Traffic of the steps so far, by id.
  struct TrafficNamed {
    std::vector<std::string> targets;
    bool is_http = true;
  };
  std::map<std::string, TrafficNamed> traffic = {};
  // A member that a service talks to, which is looked for when all members are read.
  struct Needed {
    Named member;
    bool (*fits)(MemberKind kind);
    std::string_view expected;  // what fits, for people
  };
  std::vector<Needed> needed = {};

  // The text under `key`, which must name a member of one of these kinds (none: of any kind).
  std::string member(values::MapReader& map, std::string_view key, std::initializer_list<MemberKind> kinds);
  // The same of one node, for lists.
  std::optional<std::string> member(const values::Node& node, std::initializer_list<MemberKind> kinds);
  // A text or a list of texts, each the name of a member.
  std::vector<std::string> members(const values::Node& node, std::initializer_list<MemberKind> kinds);
  // The port of a subject's that a request goes to: what `port` has by the key of that name, which must be one of the
  // subject's own, else its first. Of other members nothing is said.
  void own_port(values::MapReader& map, const std::string& subject, Port* port);
  // A text or a list of texts.
  std::vector<std::string> texts(const values::Node& node);
  // A non-empty text under `key`, or empty if it is absent.
  std::string optional_text(values::MapReader& map, std::string_view key);
};

}  // namespace checkride::harness
