// Asking once more, to see what the browser hides: no-cors, plain, and with one header at a time. Nothing secret is sent, no
// address is asked that was not asked before, and only GET. The ports refuse what is never asked, as always.
#pragma once

#include <functional>
#include <string>

#include "doctor/exchange.hpp"
#include "ports/clock.hpp"
#include "ports/http.hpp"
#include "ports/reach.hpp"

namespace doctor {

// All outlive the task.
struct ProbePorts {
    ports::Http& http;
    ports::Reach& reach;
    ports::Clock& clock;
};

// Whether there is a reason that probing could bring to light.
bool hides_reason(const Failure& failure);

// `tell` gets what is asked, in the words of the wire. Ends within half a minute; cancelling it ends the request under way.
base::Task<Probes> probe(ProbePorts ports, Failure failure, std::function<void(std::string)> tell);

}  // namespace doctor
