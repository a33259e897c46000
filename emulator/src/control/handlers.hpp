// The handlers of the control API; one function a route.
#pragma once

#include <string_view>

#include "control/control.hpp"

namespace checkride::emulator {

// What a handler is called with: the context, the request, and what stands for {name} or {id} in its path ("" if none).
struct ControlCall {
  const ControlContext& context;
  const http::Request& request;
  std::string_view argument;
};

http::Response get_state(const ControlCall& call);

http::Response get_variable(const ControlCall& call);
http::Response put_variable(const ControlCall& call);
http::Response delete_variable(const ControlCall& call);

http::Response post_event(const ControlCall& call);

http::Response post_input(const ControlCall& call);

http::Response get_menu(const ControlCall& call);
http::Response post_menu(const ControlCall& call);

http::Response get_actions(const ControlCall& call);
http::Response post_action(const ControlCall& call);

http::Response get_faults(const ControlCall& call);
http::Response post_fault(const ControlCall& call);
http::Response delete_faults(const ControlCall& call);
http::Response delete_fault(const ControlCall& call);
http::Response get_fault_tape(const ControlCall& call);
http::Response post_fault_tape(const ControlCall& call);

http::Response get_clients(const ControlCall& call);
http::Response get_client(const ControlCall& call);
http::Response get_calls(const ControlCall& call);
http::Response post_verify(const ControlCall& call);

http::Response get_time(const ControlCall& call);
http::Response post_pause(const ControlCall& call);
http::Response post_resume(const ControlCall& call);
http::Response post_rate(const ControlCall& call);
http::Response post_step(const ControlCall& call);

http::Response get_flight(const ControlCall& call);
http::Response post_flight(const ControlCall& call);
http::Response post_reset(const ControlCall& call);

http::Response get_stream(const ControlCall& call);
http::Response get_page(const ControlCall& call);
http::Response get_page_style(const ControlCall& call);
http::Response get_page_script(const ControlCall& call);
http::Response get_openapi(const ControlCall& call);

// The document of GET /v1/state and of the stream's state events.
std::string state_document(const ControlContext& context);

}  // namespace checkride::emulator
