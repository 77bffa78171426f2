#include "mcp/wire/wire.hpp"

#include "mcp/wire/legacy.hpp"
#include "mcp/wire/v2026_07_28.hpp"

namespace mcp::wire {

namespace {

const V2026_07_28 v2026_07_28;

// One row a revision: what it has of what came and went.
const Legacy v2025_11_25({.revision = "2025-11-25", .version_header = true, .batches = false});
const Legacy v2025_06_18({.revision = "2025-06-18", .version_header = true, .batches = false});
const Legacy v2025_03_26({.revision = "2025-03-26", .version_header = false, .batches = true});
// Its own transport is another (HTTP+SSE); but servers that moved to Streamable HTTP go on answering with its name, and
// its messages are the same but for batches and audio.
const Legacy v2024_11_05({.revision = "2024-11-05", .version_header = false, .batches = false});

}  // namespace

const std::vector<const Wire*>& all() {
    static const std::vector<const Wire*> wires = {&v2026_07_28, &v2025_11_25, &v2025_06_18, &v2025_03_26,
                                                   &v2024_11_05};
    return wires;
}

const Wire* find(std::string_view revision) {
    for (const Wire* wire : all())
        if (wire->revision() == revision) return wire;
    return nullptr;
}

const Wire& newest_stateless() { return v2026_07_28; }
const Wire& newest_with_sessions() { return v2025_11_25; }

}  // namespace mcp::wire
