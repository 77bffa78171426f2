#include "ports/http.hpp"

#include <doctest/doctest.h>

TEST_CASE("header names compare without case, and the first of a name is found") {
    const ports::Headers headers = {{"Content-Type", "a"}, {"MCP-Session-Id", "b"}, {"content-type", "c"}};
    CHECK(*ports::find_header(headers, "content-TYPE") == "a");
    CHECK(*ports::find_header(headers, "mcp-session-id") == "b");
    CHECK_FALSE(ports::find_header(headers, "content"));
    CHECK_FALSE(ports::find_header(headers, ""));
    CHECK_FALSE(ports::find_header({}, "a"));
}
