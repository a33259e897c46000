// Writes docs/protocol.md from the message table, and checks it:
//
//   protocol_page --rows FILE.csv --page FILE.md [--write] RESULTS.json...
//
// The CSV has a line per message: name, what it does, and the program and test that show it. RESULTS are what these
// programs wrote with --gtest_output=json. Exit code 1, and what is wrong: a message without a line, a test that did
// not run, failed, or did not exchange the message, a page that is not what the table says.
#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "checkride/protocol/protocol.hpp"

namespace checkride::protocol {
namespace {

// What a line of the CSV says of a message.
struct Line {
  std::string behaviour;
  std::string program;  // empty: never travels
  std::string test;
};

// ---- types as wire.md writes them

template <class T>
std::string_view structure_name() {
  std::string_view name = __PRETTY_FUNCTION__;
  const std::size_t begin = name.find("T = ") + 4;
  name = name.substr(begin, name.find_first_of(";]", begin) - begin);
  return name.substr(name.rfind(':') + 1);
}

template <class T>
std::string type_name() {
  if constexpr (Structure<T>) {
    return std::string(structure_name<T>());
  } else if constexpr (std::is_same_v<T, bool>) {
    return "bool32";
  } else if constexpr (std::is_same_v<T, Guid>) {
    return "guid";
  } else if constexpr (kByteArray<T> != 0) {
    return "bytes" + std::to_string(kByteArray<T>);
  } else if constexpr (std::is_enum_v<T>) {
    return type_name<std::underlying_type_t<T>>();
  } else if constexpr (std::is_floating_point_v<T>) {
    return "f" + std::to_string(8 * sizeof(T));
  } else if constexpr (std::is_integral_v<T>) {
    return (std::is_signed_v<T> ? "i" : "u") + std::to_string(8 * sizeof(T));
  } else {
    return type_name<decltype(T{}.value)>();
  }
}

template <class M, class T, class Wire>
std::string row_type(const Field<M, T, Wire>&) {
  if constexpr (std::is_same_v<Wire, wire::Plain>) {
    return type_name<T>();
  } else if constexpr (std::is_same_v<Wire, wire::CountOf> || std::is_same_v<Wire, wire::ValueType>) {
    return "u32";
  } else if constexpr (std::is_same_v<Wire, wire::TextToEnd>) {
    return "strz";
  } else if constexpr (std::is_same_v<Wire, wire::BytesToEnd>) {
    return "bytes";
  } else if constexpr (std::is_same_v<Wire, wire::Value>) {
    return "value";
  } else if constexpr (std::is_same_v<Wire, wire::Flag8>) {
    return "bool8";
  } else if constexpr (std::is_same_v<Wire, wire::Character>) {
    return "char";
  } else if constexpr (detail::kIsElements<Wire>) {
    return type_name<typename ElementOf<T>::type>() + "[n]";
  } else {
    return "str" + std::to_string(Wire::kBytes);
  }
}

// Bytes of a row; nullopt: it goes on to the end of the frame.
template <class M, class T, class Wire>
std::optional<std::size_t> row_size(const Field<M, T, Wire>& row, Protocol version) {
  if constexpr (detail::kIsOpenEnded<Wire>) {
    return std::nullopt;
  } else if constexpr (detail::kIsNumberOfForm<Wire>) {
    return row.exists_in(version) ? sizeof(std::uint32_t) : 0;
  } else {
    return fixed_row_bytes(row, version);
  }
}

// ---- one message

// Structures that messages are made of, by name, with their fields.
using Structures = std::map<std::string, std::string>;

template <class T>
void note_structure(Structures& structures);

template <class M, class T, class Wire>
void note_row(const Field<M, T, Wire>&, Structures& structures) {
  if constexpr (detail::kIsElements<Wire>) {
    note_structure<typename ElementOf<T>::type>(structures);
  } else {
    note_structure<T>(structures);
  }
}

// "12 u32 request_id (4)", a line per field, at its place in the newest version that has it; the first is at `begin`.
template <class M>
std::string fields_of(std::size_t begin, Structures& structures) {
  std::string text;
  const auto describe_row = [&](const auto& row) {
    const Protocol version = row.exists_in(kNewestProtocol) ? kNewestProtocol : row.last_version;
    std::size_t offset = begin;
    bool before = true;
    for_each_row<M>([&](const auto& other) {
      before = before && static_cast<const void*>(&other) != static_cast<const void*>(&row);
      if (before) offset += row_size(other, version).value_or(0);
    });
    if (!text.empty()) text += "<br>";
    text += std::to_string(offset) + " `" + row_type(row) + "` " + std::string(row.name);
    const auto size = row_size(row, version);
    text += size ? " (" + std::to_string(*size) + ")" : " (rest)";
    if (row.first_version != kOldestProtocol) text += " from " + std::to_string(number_of(row.first_version));
    if (row.last_version != kNewestProtocol) text += " until " + std::to_string(number_of(row.last_version));
    note_row(row, structures);
  };
  for_each_row<M>(describe_row);
  return text.empty() ? "–" : text;
}

template <class T>
void note_structure(Structures& structures) {
  if constexpr (Structure<T>) {
    const std::string fields = fields_of<T>(0, structures);
    structures.emplace(structure_name<T>(), fields);
  }
}

std::string hex(std::uint32_t number) {
  char text[16];
  std::snprintf(text, sizeof(text), "0x%02X", number);
  return text;
}

template <class M>
void append_message(std::string& page, const std::map<std::string, Line>& lines, Structures& structures) {
  const MessageInfo& info = M::kInfo;
  const auto found = lines.find(std::string(info.name));
  const Line line = found == lines.end() ? Line{"?", "", ""} : found->second;
  page += "| " + hex(info.id) + " | " + std::string(info.name) + " | " + std::to_string(number_of(info.since)) + " | " +
          std::to_string(info.size) + " | " + fields_of<M>(header_bytes(info.direction), structures) + " | " +
          line.behaviour;
  if (info.evidence == Evidence::inferred) page += " (layout inferred)";
  page += " | " + (line.program.empty() ? "never travels" : line.program + " " + line.test) + " |\n";
}

template <class... M>
void append_table(std::string& page, MessageList<M...>, const std::map<std::string, Line>& lines,
                  Structures& structures) {
  page += "| id | message | since | bytes | fields | does | shown by |\n|---|---|---|---|---|---|---|\n";
  (append_message<M>(page, lines, structures), ...);
}

template <class... M>
void append_names(std::vector<std::string>& names, MessageList<M...>) {
  (names.push_back(std::string(M::kInfo.name)), ...);
}

std::string page_of(const std::map<std::string, Line>& lines) {
  std::string page =
      "# The messages of SimConnect\n\n"
      "Generated from the message table of `core/protocol` and `tests/protocol_page/messages.csv` by `protocol_page`; "
      "do\n"
      "not edit. `since` is the first protocol whose simulators know a message: 2 FSX RTM, 3 SP1, 4 SP2, 5 MSFS 2020,\n"
      "6 MSFS 2024. Offsets count from the frame's first byte (a client's header has 16 bytes, a server's 12), in the "
      "newest\n"
      "version that has the field; sizes are in brackets; `bytes` is the frame's size in the newest version without an "
      "open\n"
      "end. Types are those of the wire: little-endian, nothing is aligned. The test in the last column ran in this "
      "build,\n"
      "passed, and exchanged that message.\n\n## Client to server\n\n";
  Structures structures;
  append_table(page, ClientMessages(), lines, structures);
  page += "\n## Server to client\n\n";
  append_table(page, ServerMessages(), lines, structures);
  page +=
      "\n## Structures inside messages\n\nOffsets count from the structure's first byte.\n\n| structure | fields "
      "|\n|---|---|\n";
  for (const auto& [name, fields] : structures) page += "| " + name + " | " + fields + " |\n";
  return page;
}

// ---- input and checks

std::string read(const std::string& path, std::vector<std::string>& complaints) {
  std::ifstream file(path, std::ios::binary);
  if (!file) complaints.push_back(path + ": cannot be read");
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

// name;behaviour;program test
std::map<std::string, Line> read_lines(const std::string& path, std::vector<std::string>& complaints) {
  std::map<std::string, Line> lines;
  std::istringstream content(read(path, complaints));
  std::size_t number = 0;
  for (std::string text; std::getline(content, text);) {
    if (++number == 1) continue;  // the names of the columns
    const std::size_t first = text.find(';');
    const std::size_t last = text.rfind(';');
    const std::size_t space = text.find(' ', last == std::string::npos ? 0 : last);
    if (first == std::string::npos || first == last) {
      complaints.push_back(path + ":" + std::to_string(number) + ": name;behaviour;program test is expected");
      continue;
    }
    Line line{text.substr(first + 1, last - first - 1), "", ""};
    if (space != std::string::npos) {
      line.program = text.substr(last + 1, space - last - 1);
      line.test = text.substr(space + 1);
    }
    if (!lines.emplace(text.substr(0, first), line).second) {
      complaints.push_back(path + ":" + std::to_string(number) + ": the message is there twice");
    }
  }
  return lines;
}

// Messages that each test exchanged; tests that did not run, or failed, are not there.
std::map<std::string, std::set<std::string>> read_results(const std::string& path,
                                                          std::vector<std::string>& complaints) {
  std::map<std::string, std::set<std::string>> tests;
  boost::json::error_code error;
  const boost::json::value results = boost::json::parse(read(path, complaints), error);
  if (error || !results.is_object()) {
    complaints.push_back(path + ": not the results of a test program");
    return tests;
  }
  for (const auto& suite : results.at("testsuites").as_array()) {
    for (const auto& test : suite.at("testsuite").as_array()) {
      const boost::json::object& run = test.as_object();
      if (run.at("status") != "RUN" || run.contains("failures")) continue;
      const auto* messages = run.if_contains("messages");
      std::istringstream names(messages == nullptr ? "" : std::string(messages->as_string()));
      auto& exchanged =
          tests[std::string(suite.at("name").as_string()) + "." + std::string(run.at("name").as_string())];
      for (std::string name; names >> name;) exchanged.insert(name);
    }
  }
  return tests;
}

void check_lines(const std::map<std::string, Line>& lines,
                 const std::map<std::string, std::map<std::string, std::set<std::string>>>& programs,
                 std::vector<std::string>& complaints) {
  std::vector<std::string> names;
  append_names(names, ClientMessages());
  append_names(names, ServerMessages());
  for (const std::string& name : names) {
    const auto line = lines.find(name);
    if (line == lines.end()) {
      complaints.push_back(name + ": has no line");
      continue;
    }
    if (line->second.program.empty()) {
      if (name != RecvNull::kInfo.name) complaints.push_back(name + ": has no test");
      continue;
    }
    const auto program = programs.find(line->second.program);
    const auto test = program == programs.end() ? std::map<std::string, std::set<std::string>>::const_iterator()
                                                : program->second.find(line->second.test);
    if (program == programs.end() || test == program->second.end()) {
      complaints.push_back(name + ": " + line->second.program + " " + line->second.test + " did not run, or failed");
    } else if (!test->second.contains(name)) {
      complaints.push_back(name + ": " + line->second.test + " does not exchange it");
    }
  }
  const std::set<std::string> known(names.begin(), names.end());
  for (const auto& [name, line] : lines) {
    if (!known.contains(name)) complaints.push_back(name + ": no such message in the table");
  }
}

// "some/where/unit_x.json" is what unit_x wrote.
std::string program_of(const std::string& path) {
  const std::size_t begin = path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1;
  return path.substr(begin, path.rfind('.') - begin);
}

int run(const std::vector<std::string>& arguments) {
  std::string rows;
  std::string page_path;
  bool write = false;
  std::vector<std::string> complaints;
  std::map<std::string, std::map<std::string, std::set<std::string>>> programs;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--rows" && i + 1 < arguments.size()) {
      rows = arguments[++i];
    } else if (arguments[i] == "--page" && i + 1 < arguments.size()) {
      page_path = arguments[++i];
    } else if (arguments[i] == "--write") {
      write = true;
    } else {
      programs[program_of(arguments[i])] = read_results(arguments[i], complaints);
    }
  }
  const auto lines = read_lines(rows, complaints);
  check_lines(lines, programs, complaints);
  const std::string page = page_of(lines);
  if (write) {
    std::ofstream(page_path, std::ios::binary) << page;
  } else if (read(page_path, complaints) != page) {
    complaints.push_back(page_path + ": is not what the table says; write it with the target protocol_page_write");
  }
  for (const std::string& complaint : complaints) std::cerr << complaint << '\n';
  return complaints.empty() ? 0 : 1;
}

}  // namespace
}  // namespace checkride::protocol

int main(int count, char** arguments) {
  return checkride::protocol::run({arguments + 1, arguments + count});
}
