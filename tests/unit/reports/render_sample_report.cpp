// Prints the HTML report of the sample record: what the browser test opens.
#include <cstdio>

#include "sample_record.hpp"

int main() {
  using namespace checkride::reports;
  const std::string page = to_html(sample_record(), sample_environment(), sample_events());
  return std::fwrite(page.data(), 1, page.size(), stdout) == page.size() ? 0 : 1;
}
