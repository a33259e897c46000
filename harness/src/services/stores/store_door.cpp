#include "services/stores/store_door.hpp"

#include <utility>

#include "services/stores/resp_client.hpp"
#include "services/stores/store_client.hpp"

namespace checkride::harness::stores {

namespace {

// Longer than a database waits for its replicas.
constexpr world::Duration kAskLimit = std::chrono::seconds(10);
constexpr std::string_view kNotLeader = "not_leader: ask ";

}  // namespace

world::Task<Result<std::vector<resp::Value>>> ask_keys(StoreDoor door, std::vector<resp::Request> requests) {
  CO_TRY(const auto client, co_await RespClient::connect(*door.world, door.endpoint, door.password, kAskLimit));
  auto answers = co_await client->ask_all(std::move(requests), kAskLimit);
  client->close();
  if (!answers) co_return answers.error();
  for (const resp::Value& answer : *answers) {
    if (answer.is_error()) co_return Error::invalid(answer.text);
  }
  co_return answers;
}

world::Task<Result<boost::json::object>> ask_tables(StoreDoor door, boost::json::object request) {
  CO_TRY(const auto client, co_await StoreClient::connect(*door.world, door.endpoint, door.password, kAskLimit));
  auto answer = co_await client->ask(std::move(request), kAskLimit);
  client->close();
  if (!answer) co_return answer.error();
  if (const auto refused = error_in(*answer)) co_return Error::invalid(*refused);
  co_return answer;
}

std::string leader_in(const Error& refused) {
  const std::string& text = refused.detail();
  return text.starts_with(kNotLeader) ? text.substr(kNotLeader.size()) : std::string();
}

}  // namespace checkride::harness::stores
