#include "ui/traffic_panel.hpp"

#include <doctest/doctest.h>

#include "ui/support/screen.hpp"
#include "ui/support/servers.hpp"

using mcp::Direction;
using tests::Screen;
using ui::Role;
using ui::TriState;

namespace {

struct TrafficPanelShown {
    ui::TrafficPanel panel;
    Screen screen;
    std::uint64_t last = 0;

    TrafficPanelShown()
        : screen([this](ui::Ui& u) { panel.draw(u, {0, 0, u.px(392), u.input.height}, screen.state.servers[0]); }) {
        tests::add_server(screen.state, "s");
    }

    mcp::TrafficEntry& add(Direction direction, std::string method, std::string body = "{}") {
        model::Server& server = screen.state.servers[0];
        mcp::TrafficEntry entry;
        entry.number = ++last;
        entry.direction = direction;
        entry.at = screen.state.now;
        entry.method = std::move(method);
        entry.id = std::to_string(last);
        entry.http_method = "POST";
        entry.url = server.url;
        entry.size = body.size();
        entry.body = std::move(body);
        server.traffic.push_back(std::move(entry));
        ++server.traffic_version;
        return server.traffic.back();
    }

    // The rows, as the list has them.
    std::vector<std::string> rows() const {
        std::vector<std::string> names;
        for (const ui::Node& node : screen.nodes())
            if (node.role == Role::button && node.expanded != TriState::none) names.push_back(node.name);
        return names;
    }
};

}  // namespace

// [req:ui-traffic]
TEST_CASE("a message is a row with its direction, method, size, status and time") {
    TrafficPanelShown panel;
    panel.screen.frame();
    CHECK(panel.screen.says("What is sent and received appears here."));
    panel.add(Direction::sent, "tools/call");
    auto& answer = panel.add(Direction::received, "tools/call", std::string(1234, ' '));
    answer.status = 200;
    answer.duration_ms = 84;
    panel.screen.frame();
    const auto rows = panel.rows();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0] == "sent tools/call #1, 2 B");
    CHECK(rows[1] == "received tools/call #2, HTTP 200, 1.2 KB, 84 ms");
}

TEST_CASE("an error is called failed") {
    TrafficPanelShown panel;
    auto& answer = panel.add(Direction::received, "tools/list");
    answer.is_error = true;
    panel.screen.frame();
    CHECK(panel.rows()[0] == "received tools/list #1, failed, 2 B");
}

// [req:ui-traffic]
TEST_CASE("an opened row shows headers and the body as a tree, and copies them") {
    TrafficPanelShown panel;
    auto& request = panel.add(Direction::sent, "tools/call", R"({"method":"tools/call","params":{"name":"add"}})");
    request.headers = {{"Content-Type", "application/json"}, {"Authorization", "•••"}};
    panel.screen.frame();
    const std::string row = panel.rows()[0];
    panel.screen.click(Role::button, row);
    CHECK(panel.screen.says("Authorization: •••"));
    CHECK(panel.screen.says("https://demo.example/mcp"));
    CHECK(panel.screen.find(Role::tree_item, "params: {1}"));
    panel.screen.click(Role::button, "Copy as curl");
    REQUIRE(panel.screen.wanted<model::CopyAsCurl>());
    CHECK(panel.screen.wanted<model::CopyAsCurl>()->number == 1);
    panel.screen.click(Role::button, "Copy body");
    REQUIRE(panel.screen.wanted<model::CopyText>());
    CHECK(panel.screen.wanted<model::CopyText>()->text == R"({"method":"tools/call","params":{"name":"add"}})");
    panel.screen.click(Role::button, row);
    CHECK_FALSE(panel.screen.find(Role::button, "Copy body"));
}

TEST_CASE("a body that is no JSON is text, and one that was cut says so") {
    TrafficPanelShown panel;
    auto& answer = panel.add(Direction::received, "", "<html>it works</html>");
    answer.size = 300 * 1024;
    panel.screen.frame();
    panel.screen.click(Role::button, panel.rows()[0]);
    CHECK(panel.screen.says("<html>it works</html>"));
    CHECK(panel.screen.says("The first 0 KB of 300 KB are kept."));
    CHECK_FALSE(panel.screen.find(Role::button, "Copy as curl"));
}

// [req:ui-visible-only]
TEST_CASE("of many messages only those near the view are on the screen, and the newest are in view") {
    TrafficPanelShown panel;
    for (int i = 0; i < 500; ++i) panel.add(i % 2 ? Direction::received : Direction::sent, "ping");
    panel.screen.frame();
    CHECK(panel.rows().size() < 3 * 900 / 36 + 4);
    CHECK(panel.rows().back() == "received ping #500, 2 B");
    panel.add(Direction::sent, "newest");
    panel.screen.frame();
    CHECK(panel.rows().back() == "sent newest #501, 2 B");
    const ui::Node* list = nullptr;
    for (const ui::Node& node : panel.screen.nodes())
        if (node.scrolls) list = &node;
    REQUIRE(list);
    CHECK(list->scroll_y == doctest::Approx(list->content_height - list->rect.height));

    // Who reads further up is left there.
    panel.screen.scroll("Traffic", 100);
    panel.add(Direction::sent, "later");
    panel.screen.frame();
    CHECK(panel.rows().front() == "sent ping #1, 2 B");
}

// [req:ui-traffic]
TEST_CASE("the filter finds methods, numbers and bodies") {
    TrafficPanelShown panel;
    panel.add(Direction::sent, "tools/list");
    panel.add(Direction::sent, "tools/call", R"({"city":"Bern"})");
    panel.screen.frame();
    panel.screen.type("Filter messages", "LIST");
    CHECK(panel.rows().size() == 1);
    panel.screen.type("Filter messages", "Bern");
    CHECK(panel.rows() == std::vector<std::string>{"sent tools/call #2, 15 B"});
    panel.screen.type("Filter messages", "Rome");
    CHECK(panel.screen.says("No message matches “Rome”."));
    panel.screen.click(Role::button, "Clear");
    CHECK(panel.screen.wanted<model::ClearTraffic>());
}

TEST_CASE("a request is sent by hand, with parameters that are an object") {
    TrafficPanelShown panel;
    panel.screen.frame();
    CHECK_FALSE(panel.screen.find(Role::textbox, "Method"));
    panel.screen.click(Role::button, "Send a request");
    panel.screen.click(Role::button, "Send a request");
    REQUIRE(panel.screen.find(Role::textbox, "Method"));
    CHECK(panel.screen.focused() == panel.screen.get(Role::textbox, "Method").id);

    panel.screen.click(Role::button, "Send");
    CHECK(panel.screen.intents.empty());
    CHECK(panel.screen.get(Role::textbox, "Method").description == "Needs a value.");

    panel.screen.type("Method", "tools/list");
    for (const char* wrong : {"[1]", "\"text\"", "3"}) {
        panel.screen.type("Params as JSON", wrong);
        panel.screen.click(Role::button, "Send");
        CHECK(panel.screen.intents.empty());
        CHECK(panel.screen.get(Role::textbox, "Params as JSON").description == "Params are a JSON object: { … }");
    }
    panel.screen.type("Params as JSON", "{");
    panel.screen.click(Role::button, "Send");
    CHECK(panel.screen.get(Role::textbox, "Params as JSON").description.starts_with("This is not JSON: "));

    panel.screen.type("Params as JSON", R"({"cursor":"x"})");
    panel.screen.click(Role::button, "Send");
    const auto* request = panel.screen.wanted<model::SendRequest>();
    REQUIRE(request);
    CHECK(request->method == "tools/list");
    CHECK(base::dump_json(request->params) == R"({"cursor":"x"})");
    CHECK(panel.screen.get(Role::textbox, "Method").value == "tools/list");

    panel.screen.click(Role::button, "Close");
    CHECK_FALSE(panel.screen.find(Role::textbox, "Method"));
}

TEST_CASE("sizes and times are written for people") {
    struct Row {
        std::size_t bytes;
        const char* text;
    };
    for (const Row& row : {Row{0, "0 B"}, Row{1023, "1023 B"}, Row{1024, "1.0 KB"}, Row{1'500'000, "1.4 MB"}})
        CHECK(ui::size_text(row.bytes) == row.text);
    const std::chrono::milliseconds at(1'795'237'391'042);
    const auto text = [at](int offset) { return ui::time_text(at, std::chrono::minutes(offset)); };
    CHECK(text(0) == "2026-11-21 05:03:11.042 +00:00");
    CHECK(text(9 * 60) == "2026-11-21 14:03:11.042 +09:00");
    CHECK(text(-(5 * 60 + 30)) == "2026-11-20 23:33:11.042 -05:30");
}

// [req:ui-traffic]
TEST_CASE("an opened row tells the time as the person's clock does") {
    TrafficPanelShown panel;
    panel.screen.state.utc_offset = std::chrono::hours(9);
    panel.add(Direction::sent, "ping");  // at midnight
    panel.screen.frame();
    panel.screen.click(Role::button, panel.rows()[0]);
    CHECK(panel.screen.says(" 09:00:00.000 +09:00"));
}
