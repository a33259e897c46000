// For the start of a thread beside the event loop's: it is never given a signal.
#pragma once

#include <pthread.h>

#include <csignal>

namespace checkride::world::real {

// While it lives signals wait, and a thread that is started takes that over for good. Else the kernel could give such a
// thread what the loop's holds back for the next program, where it would be lost. Those of a fault do not wait.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t all;
    (void)sigfillset(&all);
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP}) (void)sigdelset(&all, fault);
    (void)::pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  ~SignalsHeld() { (void)::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace checkride::world::real
