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

// The file's content less one line break at its end; an error says what is wrong with the file, not where it is named.
Result<std::string> read_secret_file(world::Files& files, const std::string& path);

struct FoundSecrets {
  values::Node root;                          // with every secret that could be had under its own key
  std::map<std::string, SecretPlace> places;  // by key path
};

// Does the name of a header say that its value lets somebody in? Values of all headers are secrets, masked and kept out
// of the overlay; but X-Team in a file that everybody may read is nothing to warn of.
bool names_credential(std::string_view header);

// For each secret of a map that is there, in this order: the key itself, KEY_file, then as a fallback a file named like
// its path ("alert_manager.smtp.password") or like its guide's variable in small letters ("smtp_password") in
// $CREDENTIALS_DIRECTORY and in /run/secrets. One line break at the end of a file is not part of the secret. A file
// that cannot be read, is empty or too long is a mistake where KEY_file stands; one that everybody may read is told.
// Secrets with free keys (headers) are looked for under their own keys only: NAME and NAME_file.
FoundSecrets find_secrets(const values::Node& root, const values::Schema& schema, const ConfigSource& source,
                          values::Diagnostics& errors, std::vector<Notice>& notices);

// For a machine that has none of them: every secret that a map lacks becomes one of which nothing is known, so that
// nobody misses it.
values::Node with_unknown_secrets(const values::Node& root, const values::Schema& schema);

// Tells of secrets written out in a file of the configuration that everybody may read. `root` is not yet interpolated.
void tell_open_files(const values::Node& root, const values::Schema& schema, const ConfigSource& source,
                     std::vector<Notice>& notices);

}  // namespace checkride::runtime
