// "--name value" pairs of the bench's own programs; a word that is missing or no number ends them.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

namespace checkride::bench {

class Arguments {
 public:
  Arguments(int argc, char** argv) {
    for (int i = 1; i + 1 < argc; i += 2) values_[argv[i]] = argv[i + 1];
  }
  double number(const std::string& name, double otherwise) const {
    const auto found = values_.find("--" + name);
    return found == values_.end() ? otherwise : std::strtod(found->second.c_str(), nullptr);
  }
  std::size_t count(const std::string& name, std::size_t otherwise) const {
    return static_cast<std::size_t>(number(name, static_cast<double>(otherwise)));
  }

 private:
  std::map<std::string, std::string> values_;
};

[[noreturn]] inline void give_up(const std::string& what) {
  std::perror(what.c_str());
  std::exit(1);
}

}  // namespace checkride::bench
