// Goal: whatever a web server answers, a post ends with an outcome that repeats nothing secret. Method: the input is
// the answer, as bytes.
#include "checkride/result/assert.hpp"
#include "hostile_peer.hpp"
#include "notify/http_post.hpp"

namespace {

using namespace checkride;

world::Task<int> post(world::World& world) {
  runtime::notify::TrustStore trust;
  runtime::notify::HttpPost what{"http://peer/hunter2", "key"};
  what.body = "{}";
  what.headers.set("Authorization", "Bearer hunter2");
  const runtime::notify::Outcome outcome = co_await runtime::notify::post_json(world, trust, std::move(what));
  CHECKRIDE_ASSERT(outcome.text.find("hunter2") == std::string::npos);
  CHECKRIDE_ASSERT(!outcome.retry_after || *outcome.retry_after >= world::Duration::zero());
  co_return 0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::HostilePeer peer(data, size);
  peer.run(post(peer.client()));
  return 0;
}
