// Gloo: tensors on the CPU, over TCP.
#ifdef SKEPTIC_GLOO
#define USE_C10D_GLOO
#include <cstdlib>

#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif

#include "backends.h"
#include "guard.h"

namespace skeptic_distributed {

#ifdef SKEPTIC_GLOO

const bool has_gloo = true;

BackendPointer make_gloo(const Membership& membership) {
    auto options = c10d::ProcessGroupGloo::Options::create(membership.timeout);
    // The interface that reaches the others: by name where the user gave one, the loopback for a group on one machine.
    const char* interface = std::getenv("GLOO_SOCKET_IFNAME");
    const bool local = membership.address == "127.0.0.1" || membership.address == "localhost";
    options->devices.push_back(interface != nullptr ? c10d::ProcessGroupGloo::createDeviceForInterface(interface)
                               : local             ? c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1")
                                                   : c10d::ProcessGroupGloo::createDefaultDevice());
    options->threads = 1;
    return c10::make_intrusive<c10d::ProcessGroupGloo>(membership.store, membership.rank, membership.size, options);
}

#else

const bool has_gloo = false;

BackendPointer make_gloo(const Membership&) {
    throw Refusal(SKD_NO_BACKEND, "this build has no Gloo, since its headers were not found (Debian: apt-get install libgloo-dev, then build again)");
}

#endif

}  // namespace skeptic_distributed
