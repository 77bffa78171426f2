// From a failed exchange to its causes. Pure: what there is to ask was asked before (probe.hpp).
#pragma once

#include <string>
#include <vector>

#include "doctor/exchange.hpp"
#include "doctor/finding.hpp"

namespace doctor {

// The most likely first; empty when the error's own sentence says all there is.
std::vector<Finding> examine(const Failure& failure, const Probes& probes);

// The latest exchange that got no readable answer; null when there is none.
const Exchange* hidden_exchange(const Failure& failure);

// What an MCP server sends for pages of that origin. Source: Fetch §3.2, MCP streamable-http.
std::string cors_lines(const std::string& page_origin);

}  // namespace doctor
