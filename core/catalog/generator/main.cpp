// Writes catalog_data.cpp from data/*.csv: catalog_generator DATA_FOLDER OUTPUT. A host tool of the build; it refuses
// data that contradict each other (duplicate names, unknown units), so that the tables need no checks at run time.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "csv.hpp"

namespace checkride::catalog::generator {
namespace {

// Words of the files whose C++ names differ.
std::string enumerator(const std::string& word) {
  static const std::map<std::string, std::string> kRenamed = {{"enum", "enumeration"},
                                                              {"bool", "boolean"},
                                                              {"struct", "structure"},
                                                              {"latlonalt", "lat_lon_alt"},
                                                              {"latlonaltpbh", "lat_lon_alt_pbh"},
                                                              {"initposition", "init_position"}};
  const std::string name = lower(word);
  const auto found = kRenamed.find(name);
  return found == kRenamed.end() ? name : found->second;
}

const char* truth(bool value) {
  return value ? "true" : "false";
}

std::string generations(const Row& row) {
  const int bits = (row.flag("fsx") ? 1 : 0) | (row.flag("msfs2020") ? 2 : 0) | (row.flag("msfs2024") ? 4 : 0);
  return "{" + std::to_string(bits) + "}";
}

// A number as the file has it, checked.
std::string number(const Row& row, const std::string& column) {
  const std::string& cell = row[column];
  std::size_t used = 0;
  try {
    (void)std::stod(cell, &used);
  } catch (const std::exception&) {
    used = 0;
  }
  if (cell.empty() || used != cell.size()) row.fail("expected a number in \"" + column + "\"");
  return cell;
}

class Units {
 public:
  explicit Units(const std::vector<Row>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) add(rows[i], i);
  }

  void write(std::ostream& out) const {
    out << "constexpr Unit kUnits[] = {\n" << table_.str() << "};\n\nconstexpr UnitName kUnitNames[] = {\n";
    for (const auto& [name, unit] : names_) out << "    {" << literal(name) << ", " << unit << "},\n";
    out << "};\n\n";
  }

  // "&kUnits[3]", or "nullptr" for texts and layouts without numbers.
  std::string pointer(const Row& row, const std::string& units) const {
    static constexpr std::string_view kXyz = "SIMCONNECT_DATA_XYZ ";
    if (units == "string" || units == "struct") return "nullptr";
    const std::string name = lower(units.starts_with(kXyz) ? units.substr(kXyz.size()) : units);
    if (name.starts_with("simconnect_data_")) return "nullptr";
    const auto found = names_.find(name);
    if (found == names_.end()) row.fail("unknown unit \"" + units + "\"");
    return "&kUnits[" + std::to_string(found->second) + "]";
  }

 private:
  static std::string encoding(const Row& row) {
    const std::string& name = row["name"];
    const std::string& note = row["note"];
    if (name == "frequency adf bcd32") return "adf_bcd32";
    if (name == "bool") return "truth";
    if (name == "more_than_a_half") return "more_than_half";
    if (row["quantity"] == "text" || row["quantity"] == "struct") return "none";
    for (const std::string word : {"bcd16", "bcd32", "bco16", "reciprocal"}) {
      if (note.starts_with(word)) return word;
    }
    return "linear";
  }

  void add(const Row& row, std::size_t index) {
    std::string offset = number(row, "offset");
    // Zero of a boost gauge is the pressure of the standard atmosphere at sea level.
    if (row["note"].starts_with("gauge")) offset = "101325";
    const bool uncertain =
        row["note"].find("uncertain") != std::string::npos || row["note"].find("ambiguous") != std::string::npos;
    table_ << "    {" << literal(row["name"]) << ", " << literal(row["si_unit"] == "1" ? "" : row["si_unit"]) << ", "
           << number(row, "factor") << ", " << offset << ", Quantity::" << enumerator(row["quantity"])
           << ", Encoding::" << encoding(row) << ", " << truth(uncertain) << "},\n";
    auto names = split(row["aliases"], '|');
    names.push_back(row["name"]);
    for (const auto& name : names) {
      if (!names_.emplace(lower(name), index).second) row.fail("the name \"" + name + "\" is taken");
    }
  }

  std::ostringstream table_;
  std::map<std::string, std::size_t> names_;
};

// Rows by upper-case name, which is the order of the table.
using Sorted = std::map<std::string, const Row*>;

Sorted sorted(const std::vector<Row>& rows) {
  Sorted result;
  for (const Row& row : rows) {
    if (!result.emplace(upper(row["name"]), &row).second) row.fail("the name stands twice");
  }
  return result;
}

void write_core_list(std::ostream& out, const char* type, const char* list, const char* table,
                     const std::vector<Row>& core, const Sorted& all) {
  out << "constexpr const " << type << "* " << list << "[] = {\n";
  for (const Row& row : core) {
    const auto found = all.find(upper(row["name"]));
    if (found == all.end()) row.fail("is not in the list of all");
    out << "    &" << table << "[" << std::distance(all.begin(), found) << "],\n";
  }
  out << "};\n\n";
}

void write_simvars(std::ostream& out, const Units& units, const std::vector<Row>& all, const std::vector<Row>& core) {
  const Sorted rows = sorted(all);
  const Sorted core_rows = sorted(core);
  out << "constexpr SimVar kSimVars[] = {\n";
  for (const auto& [name, row] : rows) {
    const auto found = core_rows.find(name);
    const bool is_core = found != core_rows.end();
    const bool is_text = (*row)["type"] == "STRING256";
    if (is_core) {
      for (const std::string column : {"units", "type", "settable", "indexed"}) {
        if ((*found->second)[column] != (*row)[column]) found->second->fail("differs in \"" + column + "\"");
      }
    }
    out << "    {" << literal(name) << ", " << literal((*row)["units"]) << ", " << units.pointer(*row, (*row)["units"])
        << ", ValueType::" << enumerator((*row)["type"]) << ", " << truth(row->flag("settable")) << ", "
        << truth(row->flag("indexed")) << ", " << truth(row->flag("component")) << ", "
        << truth(row->flag("deprecated")) << ", " << truth(is_core) << ", " << generations(*row) << ", "
        << (is_core && !is_text ? number(*found->second, "resting_value") : "0") << ", "
        << (is_core && is_text ? literal((*found->second)["resting_value"]) : "\"\"") << "},\n";
  }
  out << "};\n\n";
  write_core_list(out, "SimVar", "kCoreSimVars", "kSimVars", core, rows);
}

void write_key_events(std::ostream& out, const std::vector<Row>& all, const std::vector<Row>& core) {
  const Sorted rows = sorted(all);
  const Sorted core_rows = sorted(core);
  out << "constexpr KeyEvent kKeyEvents[] = {\n";
  for (const auto& [name, row] : rows) {
    const auto found = core_rows.find(name);
    const bool is_core = found != core_rows.end();
    out << "    {" << literal(name) << ", " << literal((*row)["system"]) << ", " << literal((*row)["category"]) << ", "
        << literal(is_core ? (*found->second)["parameter"] : "") << ", "
        << literal(is_core ? (*found->second)["effect"] : "") << ", "
        << ((*row)["key_id"].empty() ? "0" : number(*row, "key_id")) << ", "
        << ((*row)["param_count"].empty() ? "0" : number(*row, "param_count")) << ", " << truth(row->flag("deprecated"))
        << ", " << truth(is_core) << ", " << generations(*row) << "},\n";
  }
  out << "};\n\n";
  write_core_list(out, "KeyEvent", "kCoreKeyEvents", "kKeyEvents", core, rows);
}

void write_facility_fields(std::ostream& out, const std::vector<Row>& rows) {
  out << "constexpr FacilityField kFacilityFields[] = {\n";
  for (const Row& row : rows) {
    out << "    {" << literal(row["node"]) << ", " << literal(row["parents"]) << ", " << literal(row["field"]) << ", "
        << literal(row["child_node"]) << ", FacilityType::" << enumerator(row["type"]) << ", "
        << (row["size"].empty() ? "0" : number(row, "size")) << "},\n";
  }
  out << "};\n\n";
}

std::string generate(const std::string& folder) {
  std::ostringstream out;
  out << "// Written by catalog_generator from core/catalog/data; edit those.\n#include \"tables.hpp\"\n\n"
      << "namespace checkride::catalog::tables {\nnamespace {\n\n";
  const auto read = [&](const char* name) { return read_csv(folder + "/" + name); };
  const Units units(read("units.csv"));
  units.write(out);
  write_simvars(out, units, read("simvars_all.csv"), read("simvars_core.csv"));
  write_key_events(out, read("key_events_all.csv"), read("key_events_core.csv"));
  write_facility_fields(out, read("facility_fields.csv"));
  out << "}  // namespace\n\n"
      << "constinit const std::span<const Unit> units(kUnits);\n"
      << "constinit const std::span<const UnitName> unit_names(kUnitNames);\n"
      << "constinit const std::span<const SimVar> simvars(kSimVars);\n"
      << "constinit const std::span<const SimVar* const> core_simvars(kCoreSimVars);\n"
      << "constinit const std::span<const KeyEvent> key_events(kKeyEvents);\n"
      << "constinit const std::span<const KeyEvent* const> core_key_events(kCoreKeyEvents);\n"
      << "constinit const std::span<const FacilityField> facility_fields(kFacilityFields);\n\n"
      << "}  // namespace checkride::catalog::tables\n";
  return out.str();
}

}  // namespace
}  // namespace checkride::catalog::generator

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: catalog_generator DATA_FOLDER OUTPUT\n";
    return 2;
  }
  try {
    const std::string text = checkride::catalog::generator::generate(argv[1]);
    std::ofstream file(argv[2], std::ios::binary);
    file << text;
    file.close();
    if (!file) throw checkride::catalog::generator::DataError(std::string(argv[2]) + ": cannot be written");
  } catch (const std::exception& error) {
    std::cerr << "catalog_generator: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
