#include "base/sse_parser.hpp"

#include <doctest/doctest.h>

using base::SseEvent;
using base::SseParser;
using namespace std::string_view_literals;

namespace {

std::vector<SseEvent> parse(std::string_view bytes) {
    SseParser parser;
    std::vector<SseEvent> events;
    REQUIRE(parser.feed(bytes, events));
    return events;
}

std::string shown(const std::vector<SseEvent>& events) {
    std::string text;
    for (const auto& event : events) text += '[' + event.type + '|' + event.data + '|' + event.last_event_id + ']';
    return text;
}

}  // namespace

// [req:sse-dispatch] [req:sse-data-field] [req:sse-comment] [req:sse-unknown-field] [req:sse-event-field]
TEST_CASE("a stream reads as the standard says, row by row") {
    struct Row {
        std::string_view bytes;
        std::string_view events;
    };
    const Row rows[] = {
        // The examples of the standard.
        {"data: YHOO\ndata: +2\ndata: 10\n\n", "[message|YHOO\n+2\n10|]"},
        {": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
         "[message|first event|1][message|second event|][message| third event|]"},
        {"data\n\ndata\ndata\n\ndata:", "[message||][message|\n|]"},
        {"data:test\n\ndata: test\n\n", "[message|test|][message|test|]"},
        // Fields.
        {"event: add\ndata: 1\n\ndata: 2\n\n", "[add|1|][message|2|]"},
        {"event: a\nevent: b\ndata: 1\n\n", "[b|1|]"},
        {"event:\ndata: 1\n\n", "[message|1|]"},
        {"event: add\n\n", ""},
        {"Data: 1\n\n", ""},
        {" data: 1\n\n", ""},
        {"data : 1\n\n", ""},
        {"dat: 1\nfoo: bar\ndata: 2\n\n", "[message|2|]"},
        {":\n:data: 1\n\n", ""},
        {"data: a:b: c\n\n", "[message|a:b: c|]"},
        {"data:\ta\n\n", "[message|\ta|]"},
        // Ends.
        {"data: 1\n", ""},
        {"data: 1", ""},
        {"", ""},
        {"\n\n\n", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.bytes);
        CHECK(shown(parse(row.bytes)) == row.events);
    }
}

// [req:sse-line-ends] [req:sse-bom]
TEST_CASE("wherever the bytes are cut, the events are the same") {
    constexpr auto stream =
        "\xEF\xBB\xBF"
        "event: a\r\ndata: \xED\x95\x9C\r\rid: 7\ndata: x\r\n\r\ndata: y\n\n: end\r\rdata: z\r\n\n"sv;
    const std::string whole = shown(parse(stream));
    CHECK(whole == "[a|\xED\x95\x9C|][message|x|7][message|y|7][message|z|7]");
    for (std::size_t first = 0; first <= stream.size(); ++first)
        for (std::size_t second = first; second <= stream.size(); ++second) {
            SseParser parser;
            std::vector<SseEvent> events;
            REQUIRE(parser.feed(stream.substr(0, first), events));
            REQUIRE(parser.feed(stream.substr(first, second - first), events));
            REQUIRE(parser.feed(stream.substr(second), events));
            REQUIRE(shown(events) == whole);
        }
}

TEST_CASE("only the first byte order mark is skipped") {
    CHECK(shown(parse("\xEF\xBB\xBF\xEF\xBB\xBF"
                      "data: 1\n\ndata: 2\n\n")) == "[message|2|]");
    CHECK(shown(parse("data: 1\n\n\xEF\xBB\xBF"
                      "data: 2\n\n")) == "[message|1|]");
}

// [req:sse-id-field] [req:sse-id-on-dispatch]
TEST_CASE("the id of an event stays until another comes, and counts from the blank line on") {
    SseParser parser;
    std::vector<SseEvent> events;
    REQUIRE(parser.feed("id: 1\ndata: a\n\ndata: b\n\nid: 2\ndata: c\n", events));
    CHECK(shown(events) == "[message|a|1][message|b|1]");
    CHECK(parser.last_event_id() == "1");
    REQUIRE(parser.feed("\n", events));
    CHECK(parser.last_event_id() == "2");
    REQUIRE(parser.feed("id: 3\0x\ndata: d\n\n"sv, events));
    CHECK(parser.last_event_id() == "2");
    REQUIRE(parser.feed("id\ndata: e\n\n", events));
    CHECK(parser.last_event_id().empty());
}

// [req:sse-priming]
TEST_CASE("an event with an id alone is told, so that the stream can be taken up after it") {
    SseParser parser;
    std::vector<SseEvent> events;
    REQUIRE(parser.feed("id: 5\nretry: 10\ndata:\n\nid: 6\n\n", events));
    CHECK(shown(events) == "[message||5][message||6]");
    CHECK(parser.last_event_id() == "6");
}

// [req:sse-retry-field]
TEST_CASE("retry takes digits alone") {
    struct Row {
        std::string_view line;
        std::optional<std::chrono::milliseconds> retry;
    };
    using std::chrono::milliseconds;
    const Row rows[] = {
        {"retry: 3000\n", milliseconds(3000)},
        {"retry:0\n", milliseconds(0)},
        {"retry: 007\n", milliseconds(7)},
        {"retry: 99999999999999999999999\n", milliseconds(2147483647)},
        {"retry: -1\n", {}},
        {"retry: 1.5\n", {}},
        {"retry: 1s\n", {}},
        {"retry:  1\n", {}},
        {"retry\n", {}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.line);
        SseParser parser;
        std::vector<SseEvent> events;
        REQUIRE(parser.feed(row.line, events));
        CHECK(parser.retry() == row.retry);
        REQUIRE(parser.feed("\nretry: x\n\n", events));
        CHECK(parser.retry() == row.retry);
        CHECK(events.empty());
    }
}

// [req:sse-cap]
TEST_CASE("an event that does not end is refused") {
    const std::string_view endless[] = {"aaaaaaaaaaaaaaaa", "data: aaaaaaaaaaa\n", ":aaaaaaaaaaaaaaaaaa"};
    for (const auto piece : endless) {
        CAPTURE(piece);
        SseParser parser(1000);
        std::vector<SseEvent> events;
        bool refused = false;
        for (int i = 0; i < 100 && !refused; ++i) {
            const auto fed = parser.feed(piece, events);
            refused = !fed;
            if (!fed) CHECK(fed.error().kind == base::ErrorKind::too_large);
        }
        // Comments that end are no event and may go on for ever.
        CHECK(refused);
    }
    SseParser parser(1000);
    std::vector<SseEvent> events;
    for (int i = 0; i < 10'000; ++i) REQUIRE(parser.feed(": still here\n\ndata: x\n\n", events));
    CHECK(events.size() == 10'000);
}

TEST_CASE("a megabyte of short lines in one piece is read in one pass") {
    std::string stream;
    while (stream.size() < 1'000'000) stream += "data: x\n\n";
    CHECK(parse(stream).size() == stream.size() / 9);
}
