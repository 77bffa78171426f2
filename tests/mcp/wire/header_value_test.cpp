#include "mcp/wire/header_value.hpp"

#include <doctest/doctest.h>

// [req:header-encoding]
TEST_CASE("values are encoded as the table of the specification says") {
    struct Row {
        std::string_view value, header;
    };
    const Row rows[] = {
        // MCP 2026-07-28 streamable-http, Value Encoding, row for row.
        {"us-west1", "us-west1"},
        {"Hello, 世界", "=?base64?SGVsbG8sIOS4lueVjA==?="},
        {" padded ", "=?base64?IHBhZGRlZCA=?="},
        {"line1\nline2", "=?base64?bGluZTEKbGluZTI=?="},
        {"=?base64?literal?=", "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="},
        // Beside it.
        {"", ""},
        {"a b", "a b"},
        {"a\tb", "=?base64?YQli?="},
        {"\x7f", "=?base64?fw==?="},
        {"\r\nX-Evil: 1", "=?base64?DQpYLUV2aWw6IDE=?="},
        {"=?base64?open", "=?base64?open"},
        {"=?BASE64?x?=", "=?BASE64?x?="},
        {"=?base64?=", "=?base64?PT9iYXNlNjQ/PQ==?="},
    };
    for (const auto& row : rows) {
        CAPTURE(row.value);
        CHECK(mcp::wire::encode_header_value(row.value) == row.header);
    }
}
