#include "scenario/expand/matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "checkride/values/ascii.hpp"
#include "scenario/expand/params.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using values::Diagnostics;
using values::Entry;
using values::Node;

constexpr std::size_t kNamePartMax = 40;
constexpr std::size_t kColumnsMax = 16;  // of a matrix

// One parameter of the matrix and what it can be.
struct Column {
  Entry entry;
  std::vector<Node> values;
  std::vector<std::string> names;  // the values, as parts of a case's name
};

std::optional<Column> read_column(const Entry& entry, Diagnostics& errors) {
  if (!check_parameter(entry, errors)) return std::nullopt;
  if (!entry.value.is_list() || entry.value.items().empty()) {
    errors.add(entry.value.position(),
               fmt::format("expected the values that \"{}\" has, a list: [80 feet, 20 feet]", entry.key));
    return std::nullopt;
  }
  Column column{entry, entry.value.items(), {}};
  for (std::size_t i = 0; i < column.values.size(); ++i) {
    std::string part = name_part(column.values[i], fmt::format("{}-{}", entry.key, i + 1));
    if (std::find(column.names.begin(), column.names.end(), part) != column.names.end()) {
      errors.add(column.values[i].position(),
                 fmt::format("two cases would have the name \"{}\": take one of the values out, or give the cases "
                             "names under cases",
                             part));
    }
    column.names.push_back(std::move(part));
  }
  return column;
}

std::vector<Column> read_matrix(const Node& matrix, Diagnostics& errors) {
  std::vector<Column> columns;
  if (!matrix.is_map() || matrix.entries().empty()) {
    errors.add(matrix.position(), "expected a map of parameters and their values: {altitude: [80 feet, 20 feet]}");
    return columns;
  }
  std::size_t product = 1;
  for (const Entry& entry : matrix.entries()) {
    auto column = read_column(entry, errors);
    if (!column) continue;
    product = std::min(product * column->values.size(), kCasesMax + 1);
    columns.push_back(std::move(*column));
  }
  if (product > kCasesMax || columns.size() > kColumnsMax) {
    errors.add(matrix.position(), fmt::format("a matrix makes at most {} cases of at most {} parameters: list those "
                                              "that matter under cases",
                                              kCasesMax, kColumnsMax));
    for (Column& column : columns) column.values.resize(1);
    columns.resize(std::min(columns.size(), kColumnsMax));
  }
  return columns;
}

std::vector<CaseRow> product_of(const std::vector<Column>& columns) {
  std::vector<CaseRow> rows{CaseRow{}};
  for (const Column& column : columns) {
    std::vector<CaseRow> longer;
    for (const CaseRow& row : rows) {
      for (std::size_t i = 0; i < column.values.size(); ++i) {
        CaseRow next = row;
        next.name += (row.name.empty() ? "" : ".") + column.names[i];
        next.values.push_back({column.entry.key, column.entry.key_position, column.values[i]});
        longer.push_back(std::move(next));
      }
    }
    rows = std::move(longer);
  }
  return rows;
}

bool fits(const CaseRow& row, const Node& pattern) {
  return std::all_of(pattern.entries().begin(), pattern.entries().end(), [&](const Entry& wanted) {
    return std::any_of(row.values.begin(), row.values.end(), [&](const Entry& value) {
      return value.key == wanted.key && value.value.same_content(wanted.value);
    });
  });
}

// Is the row of `exclude` a map of the matrix's parameters?
bool check_pattern(const Node& pattern, const std::vector<Column>& columns, Diagnostics& errors) {
  if (!pattern.is_map() || pattern.entries().empty()) {
    errors.add(pattern.position(), "expected a map of parameters of the matrix and their values");
    return false;
  }
  std::vector<std::string> keys;
  for (const Column& column : columns) keys.push_back(column.entry.key);
  bool good = true;
  for (const Entry& entry : pattern.entries()) {
    if (std::find(keys.begin(), keys.end(), entry.key) != keys.end()) continue;
    errors.add(entry.key_position, fmt::format("the matrix has no parameter {}{}", values::quote(entry.key),
                                               values::suggestion(entry.key, keys)));
    good = false;
  }
  return good;
}

// One value of a parameter was given by hand: what else is excluded fits nothing, rightly.
bool is_narrowed(const std::vector<Column>& columns) {
  return std::any_of(columns.begin(), columns.end(), [](const Column& c) { return c.values.front().line() == 0; });
}

void exclude(const Node& patterns, const std::vector<Column>& columns, std::vector<CaseRow>& rows,
             Diagnostics& errors) {
  if (!patterns.is_list()) {
    errors.add(patterns.position(), "expected a list of rows: [{profile: fsx_sp2, altitude: 20 feet}]");
    return;
  }
  std::vector<bool> out(rows.size(), false);
  for (const Node& pattern : patterns.items()) {
    if (!check_pattern(pattern, columns, errors)) continue;
    bool fitted = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!fits(rows[i], pattern)) continue;
      out[i] = true;
      fitted = true;
    }
    if (fitted || is_narrowed(columns)) continue;
    errors.add(pattern.position(), "no case of the matrix is like this: take the row out, or correct it");
  }
  std::vector<CaseRow> left;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!out[i]) left.push_back(std::move(rows[i]));
  }
  rows = std::move(left);
}

void read_case(const Node& node, std::vector<CaseRow>& rows, std::set<std::string>& taken, Diagnostics& errors) {
  if (!node.is_map()) {
    errors.add(node.position(), "expected a case: {name: low, altitude: 80 feet}");
    return;
  }
  CaseRow row;
  for (const Entry& entry : node.entries()) {
    if (entry.key != "name") {
      if (check_parameter(entry, errors)) row.values.push_back(entry);
    } else if (!entry.value.is_scalar() || !good_name(entry.value.text())) {
      errors.add(entry.value.position(), "a name is made of small letters, digits, - and _ (at most 63)");
    } else if (!taken.insert(entry.value.text()).second) {
      errors.add(entry.value.position(), fmt::format("there is a case \"{}\" already", entry.value.text()));
    } else {
      row.name = entry.value.text();
    }
  }
  if (!node.find("name")) errors.add(node.position(), "the key \"name\" is missing");
  rows.push_back(std::move(row));
}

void read_cases(const Node& cases, std::vector<CaseRow>& rows, Diagnostics& errors) {
  if (!cases.is_list() || cases.items().empty()) {
    errors.add(cases.position(), "expected a list of cases: [{name: low, altitude: 80 feet}]");
    return;
  }
  std::set<std::string> taken;
  for (const CaseRow& row : rows) taken.insert(row.name);
  if (rows.size() + cases.items().size() > kCasesMax) {
    errors.add(cases.position(), fmt::format("a file has at most {} cases", kCasesMax));
    return;
  }
  for (const Node& node : cases.items()) read_case(node, rows, taken, errors);
}

Node with_value(const Node& map, const std::string& key, const Node& value) {
  std::vector<Entry> entries = map.entries();
  for (Entry& entry : entries) {
    if (entry.key == key) entry.value = value;
  }
  return Node::map(map.position(), std::move(entries));
}

// The root with this value of one parameter; nothing if it has no such parameter.
std::optional<Node> override_one(const Node& root, const std::string& name, const Node& value) {
  const auto matrix = root.find("matrix");
  const auto params = root.find("params");
  std::optional<Node> changed;
  if (params && params->find(name)) changed = with_value(root, "params", with_value(*params, name, value));
  if (matrix && matrix->find(name)) {
    const Node only = Node::list(value.position(), {value});
    changed = with_value(changed.value_or(root), "matrix", with_value(*matrix, name, only));
  }
  const auto cases = root.find("cases");
  if (!cases || !cases->is_list()) return changed;
  std::vector<Node> rows = cases->items();
  bool in_rows = false;
  for (Node& row : rows) {
    if (name == "name" || !row.find(name)) continue;
    in_rows = true;
    row = with_value(row, name, value);
  }
  if (!in_rows) return changed;
  return with_value(changed.value_or(root), "cases", Node::list(cases->position(), std::move(rows)));
}

}  // namespace

std::string name_part(const Node& value, const std::string& otherwise) {
  std::string part;
  if (value.is_scalar()) {
    for (const char c : values::lower(value.text())) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
      if (plain) {
        part += c;
      } else if (!part.empty() && part.back() != '-') {
        part += '-';
      }
    }
    while (part.ends_with('-')) part.pop_back();
  }
  return part.empty() || part.size() > kNamePartMax ? otherwise : part;
}

std::vector<CaseRow> read_rows(const Node& root, Diagnostics& errors) {
  const auto matrix = root.find("matrix");
  const auto cases = root.find("cases");
  const auto excluded = root.find("exclude");
  const std::size_t mistakes = errors.size();
  std::vector<Column> columns;
  std::vector<CaseRow> rows;
  if (matrix) {
    columns = read_matrix(*matrix, errors);
    rows = product_of(columns);
  }
  const std::vector<CaseRow> all = rows;
  const bool whole = errors.size() == mistakes;
  if (excluded && !matrix) errors.add(excluded->position(), "there is no matrix to exclude a row of");
  if (excluded && whole && matrix) exclude(*excluded, columns, rows, errors);
  if (cases) read_cases(*cases, rows, errors);
  if (rows.empty() && matrix && errors.size() == mistakes) {
    errors.add(excluded->position(), "every case of the matrix is excluded: nothing would run");
  }
  if (rows.empty()) rows.push_back(all.empty() ? CaseRow{} : all.front());
  return rows;
}

std::vector<Entry> row_parameters(const Node& root) {
  std::vector<Entry> found;
  const auto add = [&](const Entry& entry) {
    const bool known = std::any_of(found.begin(), found.end(), [&](const Entry& e) { return e.key == entry.key; });
    if (!known) found.push_back(entry);
  };
  if (const auto matrix = root.find("matrix")) {
    for (const Entry& entry : matrix->entries()) add(entry);
  }
  if (const auto cases = root.find("cases")) {
    for (const Node& row : cases->items()) {
      for (const Entry& entry : row.entries()) {
        if (entry.key != "name") add(entry);
      }
    }
  }
  return found;
}

Node override_params(const Node& root, const std::vector<std::pair<std::string, std::string>>& given,
                     Diagnostics& errors) {
  Node changed = root;
  for (const auto& [name, text] : given) {
    const values::Position where{"--param " + name, 0, 0};
    const auto next = override_one(changed, name, Node::scalar(where, text, false));
    if (next) {
      changed = *next;
      continue;
    }
    std::vector<std::string> names;
    for (const Entry& entry : row_parameters(root)) names.push_back(entry.key);
    if (const auto params = root.find("params")) {
      for (const Entry& entry : params->entries()) names.push_back(entry.key);
    }
    errors.add(where, fmt::format("{} has no such parameter{}", root.file(), values::suggestion(name, names)));
  }
  return changed;
}

}  // namespace checkride::harness
