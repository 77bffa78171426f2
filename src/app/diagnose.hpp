// The Doctor in the app: what it finds goes to the server in the state, and its asking is a step of the timeline.
#pragma once

#include <string>
#include <vector>

#include "app/context.hpp"
#include "doctor/witness.hpp"

namespace app {

// The error, better known than the browser told it. `witness` outlives the task. After ports::Deferred::ready().
base::Task<base::Error> diagnose(Context& context, std::string server_id, const doctor::Witness& witness,
                                 base::Error error);

// Of a connection that the person gave up. At once: nothing is asked.
std::vector<doctor::Finding> examine_cancelled(Context& context, model::Server& server, const doctor::Witness& witness);

// Of an address that was refused before anything was asked.
base::Task<void> diagnose_address(Context& context, std::string typed_address);

}  // namespace app
