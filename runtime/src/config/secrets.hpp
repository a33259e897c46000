// Secrets that stand elsewhere than in the configuration: KEY_file, systemd's credentials, /run/secrets.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/load.hpp"
#include "config/tree.hpp"

namespace checkride::runtime {

// A secret file is at most this long.
inline constexpr std::size_t kSecretBytesMax = 64 * 1024;

struct FoundSecrets {
  values::Node root;                          // with every secret that could be had under its own key
  std::map<std::string, SecretPlace> places;  // by key path
};

// For each secret of a map that is there, in this order: the key itself, KEY_file, then as a fallback a file named like
// its path ("alert_manager.smtp.password") or like its guide's variable in small letters ("smtp_password") in
// $CREDENTIALS_DIRECTORY and in /run/secrets. One line break at the end of a file is not part of the secret. A file
// that cannot be read, is empty or too long is a mistake where KEY_file stands; one that everybody may read is told.
FoundSecrets find_secrets(const values::Node& root, const values::Schema& schema, const ConfigSource& source,
                          values::Diagnostics& errors, std::vector<Notice>& notices);

// Tells of secrets written out in a file of the configuration that everybody may read. `root` is not yet interpolated.
void tell_open_files(const values::Node& root, const values::Schema& schema, const ConfigSource& source,
                     std::vector<Notice>& notices);

}  // namespace checkride::runtime
