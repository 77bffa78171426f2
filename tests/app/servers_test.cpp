#include "app/servers.hpp"

#include <doctest/doctest.h>

#include "app/world.hpp"
#include "ui/strings.hpp"

using namespace app_test;
using model::ConnectionState;
using model::ConnectStep;
using model::Screen;

// [req:app-add]
TEST_CASE("an added server is connected, its tools are there, and the chat opens on them") {
    Browser browser;
    browser.servers.at(address).tools = {tool("add"), tool("echo")};
    browser.servers.at(address).info.title = "Tools of Example";
    Tab tab(browser);
    tab.ask(model::OpenAddServer{});
    CHECK(tab.state.screen == Screen::add_server);

    tab.ask(model::AddServer{"  tools.example/mcp "});
    CHECK(tab.server().url == address);
    CHECK(tab.server().state == ConnectionState::connected);
    CHECK(tab.server().name == "Tools of Example");
    CHECK(tab.server().revision == "2026-07-28");
    REQUIRE(tab.server().tools.size() == 2);
    CHECK(tab.server().tools[1].name == "echo");
    CHECK(tab.state.screen == Screen::chat);
    CHECK(tab.state.inspector_tab == model::InspectorTab::tools);
    CHECK(tab.state.settings.inspector_open);
    CHECK(tab.state.selected_server == tab.server().id);
    CHECK(tab.state.connecting_server.empty());
    CHECK(tab.state.add_server_address.empty());
    CHECK(tab.state.add_server_round == 1);
}

// [req:ui-timeline]
TEST_CASE("the timeline shows each step, `initialize` only for the server that needs it") {
    Browser browser;
    auto& server = browser.servers.at(address);
    server.steps.push_back({mcp::ConnectStep::Name::initialize, mcp::ConnectStep::State::done, "POST /mcp → 200", 7});
    server.tools = {tool("add")};
    Tab tab(browser);
    tab.ask(model::AddServer{address});
    const auto& steps = tab.server().steps;
    REQUIRE(steps.size() == 4);
    CHECK(steps[0].name == ConnectStep::Name::reach);
    CHECK(steps[1].name == ConnectStep::Name::discover);
    CHECK(steps[2].name == ConnectStep::Name::initialize);
    CHECK(steps[2].detail == "POST /mcp → 200");
    CHECK(steps[2].duration_ms == 7);
    CHECK(steps[3].name == ConnectStep::Name::list_tools);
    CHECK(steps[3].detail == "tools/list → 1 tool");
    for (const auto& step : steps) CHECK(step.state == ConnectStep::State::done);
}

// [req:ui-timeline-failed]
TEST_CASE("the step that failed says why, though it is told after the failure") {
    Browser browser;
    auto& server = browser.servers.at(address);
    server.connect_error = base::Error{ErrorKind::not_an_mcp_server, Remedy::none, "HTML."};
    server.steps = {{mcp::ConnectStep::Name::reach, mcp::ConnectStep::State::done, "POST /mcp → 200", 5},
                    {mcp::ConnectStep::Name::discover, mcp::ConnectStep::State::running, "POST /mcp", 0},
                    {mcp::ConnectStep::Name::discover, mcp::ConnectStep::State::failed, {}, 5, server.connect_error},
                    {mcp::ConnectStep::Name::initialize, mcp::ConnectStep::State::running, "POST /mcp", 0}};
    Tab tab(browser);
    tab.ask(model::AddServer{address});
    const auto& steps = tab.server().steps;
    REQUIRE(steps.size() == 4);
    CHECK(steps[0].state == ConnectStep::State::done);
    CHECK(steps[1].state == ConnectStep::State::failed);
    REQUIRE(steps[1].error);
    CHECK(steps[1].error->message == "HTML.");
    CHECK(steps[1].detail == "POST /mcp");  // what was asked is not lost by it
    CHECK(steps[2].state == ConnectStep::State::failed);
    CHECK(steps[3].state == ConnectStep::State::waiting);
}

// [req:app-add-refused]
TEST_CASE("an address that is none, or is never asked, is refused in place and before any request") {
    const char* rows[] = {
        "",
        "   ",
        "javascript:alert(1)",
        "data:text/html,hello",
        "file:///etc/passwd",
        "ftp://tools.example/mcp",
        "http://tools.example/mcp",
        "http://192.168.0.1/mcp",
        "https://user:secret@tools.example/mcp",
        "wss://tools.example/mcp",
        "https://",
    };
    for (const char* typed : rows) {
        CAPTURE(typed);
        Browser browser;
        Tab tab(browser);
        const auto asked_before = browser.http.requests().size();
        tab.ask(model::AddServer{typed});
        CHECK(tab.state.screen == Screen::add_server);
        REQUIRE(tab.state.add_server_error);
        CHECK(tab.state.add_server_error->remedy == Remedy::fix_address);
        CHECK_FALSE(tab.state.add_server_error->message.empty());
        CHECK(tab.state.add_server_address == typed);
        CHECK(tab.state.servers.empty());
        CHECK(tab.state.connecting_server.empty());
        CHECK(browser.http.requests().size() == asked_before);
        CHECK(browser.reach.probed.empty());
    }
}

TEST_CASE("http: on this computer is an address like any other") {
    Browser browser;
    browser.servers.at("http://localhost:3001/mcp");
    Tab tab(browser);
    tab.ask(model::AddServer{"localhost:3001/mcp"});
    CHECK(tab.server().state == ConnectionState::connected);
}

// [req:app-add-refused]
TEST_CASE("a server that does not answer stays on the add screen, with the error and what was typed") {
    Browser browser;
    Tab tab(browser);
    tab.ask(model::AddServer{address});
    CHECK(tab.state.screen == Screen::add_server);
    CHECK(tab.state.connecting_server == tab.server().id);
    CHECK(tab.state.add_server_address == address);
    CHECK(tab.server().state == ConnectionState::failed);
    REQUIRE(tab.server().error);
    CHECK(tab.server().error->kind == ErrorKind::unreachable);
    CHECK(tab.server().error->remedy == Remedy::retry);
    CHECK(tab.server().error->subject == "tools.example");
    CHECK(browser.clock.sleeping() == 0);  // nobody waits for it: it never was there

    browser.servers.at(address).tools = {tool("add")};
    tab.ask(model::ConnectServer{tab.server().id});
    CHECK(tab.server().state == ConnectionState::connected);
    CHECK(tab.state.screen == Screen::chat);
}

TEST_CASE("why a request failed is found out: blocked by CORS, offline, or nobody there") {
    struct Row {
        bool online;
        ports::Reachability found;
        ErrorKind kind;
        Remedy remedy;
    };
    const Row rows[] = {
        {true, ports::Reachability::unreachable, ErrorKind::unreachable, Remedy::retry},
        {true, ports::Reachability::reachable_but_blocked, ErrorKind::blocked_by_cors, Remedy::copy_headers},
        {true, ports::Reachability::offline, ErrorKind::offline, Remedy::retry},
        {false, ports::Reachability::unreachable, ErrorKind::offline, Remedy::retry},
    };
    for (const auto& row : rows) {
        Browser browser;
        browser.window.is_online = row.online;
        browser.reach.found[address] = row.found;
        browser.http.expect("GET", address).any_number_of_times().fails(fakes::unreachable_error());
        Tab tab(browser);
        tab.ask(model::AddServer{address});
        REQUIRE(tab.server().error);
        CHECK(tab.server().error->kind == row.kind);
        CHECK(tab.server().error->remedy == row.remedy);
        CHECK(browser.reach.probed.size() == (row.online ? 1 : 0));
    }
}

TEST_CASE("the Doctor's asking is a step of the timeline, and what it finds stands with the server") {
    Browser browser;
    browser.reach.found[address] = ports::Reachability::reachable_but_blocked;
    auto& plain = browser.http.expect("GET", address).never_answers();
    Tab tab(browser);
    tab.ask(model::AddServer{address});
    CHECK(tab.server().state == ConnectionState::connecting);
    REQUIRE(tab.server().steps.back().name == model::ConnectStep::Name::diagnose);
    CHECK(tab.server().steps.back().state == model::ConnectStep::State::running);
    CHECK(tab.server().steps.back().detail == "GET " + address);
    CHECK(tab.server().findings.empty());

    SUBCASE("to its end") {
        plain.cut(fakes::unreachable_error());
        browser.settle();
        CHECK(tab.server().state == ConnectionState::failed);
        CHECK(tab.server().steps.back().state == model::ConnectStep::State::done);
        REQUIRE(tab.server().findings.size() == 1);
        CHECK(tab.server().findings[0].cause == doctor::Cause::origin_not_allowed);
        CHECK(tab.server().findings[0].lines.starts_with("Access-Control-Allow-Origin: " + tab.state.page_origin));
        browser.servers.at(address).tools = {tool("add")};
        tab.ask(model::ConnectServer{tab.server().id});
        CHECK(tab.server().findings.empty());
    }
    SUBCASE("until the person cancels") {
        tab.ask(model::CancelConnect{tab.server().id});
        CHECK(plain.aborted());
    }
}

TEST_CASE("an http address that is refused before any request has a finding") {
    Browser browser;
    Tab tab(browser);
    tab.ask(model::AddServer{"http://tools.example/mcp"});
    REQUIRE(tab.state.add_server_findings.size() == 1);
    CHECK(tab.state.add_server_findings[0].cause == doctor::Cause::mixed_content);
    tab.ask(model::AddServer{"no address"});
    CHECK(tab.state.add_server_findings.empty());
}

// [req:ui-sentences]
TEST_CASE("every failure to connect has a way out") {
    const ErrorKind kinds[] = {
        ErrorKind::not_an_mcp_server,   ErrorKind::http_status,     ErrorKind::malformed,  ErrorKind::timed_out,
        ErrorKind::unsupported_version, ErrorKind::redirected_away, ErrorKind::stream_cut, ErrorKind::rpc_error};
    for (const auto kind : kinds) {
        Browser browser;
        browser.servers.at(address).connect_error = base::Error{kind, Remedy::none, "It did not work."};
        Tab tab(browser);
        tab.ask(model::AddServer{address});
        REQUIRE(tab.server().error);
        CHECK(tab.server().error->kind == kind);
        CHECK(tab.server().error->remedy != Remedy::none);
    }
}

TEST_CASE("a server whose tools cannot be listed is failed, with the step that failed") {
    Browser browser;
    browser.servers.at(address).list_error = base::Error{ErrorKind::malformed, Remedy::none, "Not JSON."};
    Tab tab(browser);
    tab.ask(model::AddServer{address});
    CHECK(tab.server().state == ConnectionState::failed);
    CHECK(tab.server().steps.back().name == ConnectStep::Name::list_tools);
    CHECK(tab.server().steps.back().state == ConnectStep::State::failed);
    CHECK(browser.servers.at(address).closes == 1);
}

TEST_CASE("a server without tools is not asked for them") {
    Browser browser;
    browser.servers.at(address).info.has_tools = false;
    Tab tab(browser);
    tab.ask(model::AddServer{address});
    CHECK(tab.server().state == ConnectionState::connected);
    CHECK(browser.servers.at(address).listings == 0);
}

TEST_CASE("an address that is known already selects its server and adds none") {
    Connected c;
    c.tab->ask(model::OpenAddServer{});
    c.tab->ask(model::AddServer{"https://tools.example:443/mcp"});
    CHECK(c.tab->state.servers.size() == 1);
    CHECK(c.tab->state.screen == Screen::chat);
    CHECK(c.server().connects == 1);
}

TEST_CASE("a connection that comes about leaves what was chosen meanwhile: another server, another tab") {
    constexpr const char* other = "https://other.example/mcp";
    Connected c;
    const std::string first = c.server_id();
    c.servers.at(other).holds_connect = true;
    c.tab->ask(model::OpenAddServer{});
    c.tab->ask(model::AddServer{other});
    CHECK(c.tab->state.selected_server != first);
    c.tab->ask(model::SelectServer{first});
    c.tab->ask(model::ShowInspector{model::InspectorTab::traffic});
    c.servers.at(other).let_connect();
    c.settle();
    REQUIRE(c.tab->state.servers.size() == 2);
    CHECK(c.tab->state.servers[1].state == ConnectionState::connected);
    CHECK(c.tab->state.screen == Screen::chat);
    CHECK(c.tab->state.selected_server == first);
    CHECK(c.tab->state.inspector_tab == model::InspectorTab::traffic);
}

TEST_CASE("correcting an address that never answered leaves no trace of it") {
    Browser browser;
    browser.servers.at(address);
    Tab tab(browser);
    tab.ask(model::AddServer{"https://toolz.example/mcp"});
    CHECK(browser.store.records["server"].size() == 1);
    tab.ask(model::AddServer{address});
    CHECK(tab.server().url == address);
    CHECK(browser.store.records["server"].size() == 1);
}

// [req:app-cancel]
TEST_CASE("cancelling while it connects ends the request and brings the form back as it was") {
    Browser browser;
    browser.servers.at(address).holds_connect = true;
    Tab tab(browser);
    tab.ask(model::AddServer{"tools.example/mcp"});
    CHECK(tab.server().state == ConnectionState::connecting);
    tab.ask(model::CancelConnect{tab.server().id});
    CHECK(browser.servers.at(address).cancelled_connects == 1);
    CHECK(tab.server().state == ConnectionState::paused);
    CHECK(tab.state.screen == Screen::add_server);
    CHECK(tab.state.connecting_server.empty());
    CHECK(tab.state.add_server_address == "tools.example/mcp");
}

TEST_CASE("disconnecting says good-bye, ends what ran, and is remembered") {
    Connected c;
    c.tab->ask(model::RunTool{c.server_id(), "add", Json::object()});
    REQUIRE(c.server().calls.size() == 1);
    c.tab->ask(model::DisconnectServer{c.server_id()});
    CHECK(c.tab->server().state == ConnectionState::paused);
    CHECK(*c.server().calls[0].cancelled);
    CHECK(c.tab->last_run().state == chat::RunState::cancelled);
    CHECK(ui::sentence(*c.tab->last_run().error, ui::Locale::korean) == "실행하는 동안 서버 연결이 끊겼습니다.");
    CHECK(c.server().closes == 1);
    CHECK(c.server().client == nullptr);

    Tab reloaded(c);
    CHECK(reloaded.server().state == ConnectionState::paused);
    CHECK(c.server().connects == 1);
    reloaded.ask(model::ConnectServer{reloaded.server().id});
    CHECK(reloaded.server().state == ConnectionState::connected);
}

// [req:app-reload]
TEST_CASE("after a reload a server that was connected comes back by itself, by the revision it spoke") {
    Connected c;
    Tab reloaded(c);
    CHECK(reloaded.server().state == ConnectionState::connected);
    CHECK(c.server().known_revisions == std::vector<std::string>{"", "2026-07-28"});
}

TEST_CASE("servers stand in the order in which they were added, after a reload too") {
    Browser browser;
    Tab tab(browser);
    std::vector<std::string> urls;
    for (const char* host : {"c", "a", "d", "b"}) {
        urls.push_back(std::string("https://") + host + ".example/mcp");
        browser.servers.at(urls.back());
        tab.ask(model::AddServer{urls.back()});
    }
    Tab reloaded(browser);
    REQUIRE(reloaded.state.servers.size() == 4);
    for (std::size_t i = 0; i < urls.size(); ++i) CHECK(reloaded.state.servers[i].url == urls[i]);
}

TEST_CASE("nothing connects before the first frame was shown") {
    Connected c;
    model::AppState state;
    app::Update update(c.ports(), state, c.servers.connect());
    update.start();
    c.settle();
    CHECK(state.loaded);
    CHECK(c.server().connects == 1);
    update.after_frame();
    c.settle();
    CHECK(c.server().connects == 2);
}

// [req:app-undo]
TEST_CASE("a removed server comes back with undo, at its place and connected") {
    Connected c;
    c.servers.at("https://b.example/mcp");
    c.tab->ask(model::AddServer{"https://b.example/mcp"});
    const std::string id = c.tab->state.servers[0].id;
    c.tab->ask(model::RemoveServer{id});
    CHECK(c.tab->server().url == "https://b.example/mcp");
    CHECK(c.store.records["server"].size() == 1);
    CHECK(c.server().closes == 1);
    REQUIRE(c.tab->last_notice().undo);

    c.tab->ask(model::UndoNotice{c.tab->last_notice().id});
    REQUIRE(c.tab->state.servers.size() == 2);
    CHECK(c.tab->state.servers[0].id == id);
    CHECK(c.tab->state.servers[0].state == ConnectionState::connected);
    CHECK(c.store.records["server"].size() == 2);
}

// [req:app-reconnect]
TEST_CASE("a lost connection is tried again, slower each time, and not for ever") {
    Connected c;
    c.server().connect_error = base::Error{ErrorKind::unreachable, Remedy::none, "No answer."};
    c.server().client->on_lost({ErrorKind::stream_cut, Remedy::none, "The stream ended."});
    c.settle();
    CHECK(c.tab->server().state == ConnectionState::failed);
    CHECK(c.tab->server().error->kind == ErrorKind::stream_cut);

    std::vector<std::chrono::milliseconds> waits;
    while (const auto due = c.clock.next_due()) {
        waits.push_back(*due - c.clock.since_start());
        REQUIRE(waits.size() < 50);
        c.clock.advance(waits.back());
        c.settle();
    }
    REQUIRE(waits.size() == 8);
    CHECK(c.server().connects == 9);
    for (std::size_t i = 0; i < waits.size(); ++i) {
        const auto full = std::min<std::chrono::milliseconds>(60s, 1s * (1 << i));
        CHECK(waits[i] >= full / 2);
        CHECK(waits[i] <= full);
    }
    CHECK(c.tab->server().state == ConnectionState::failed);
}

TEST_CASE("a lost connection that comes back has its tools again") {
    Connected c;
    c.server().tools.push_back(tool("new"));
    c.server().client->on_lost({ErrorKind::session_lost, Remedy::none, "The session is gone."});
    c.settle();
    c.clock.advance(2s);
    c.settle();
    CHECK(c.tab->server().state == ConnectionState::connected);
    CHECK(c.tab->server().tools.size() == 2);
    CHECK_FALSE(c.tab->server().error);
}

// [req:app-reconnect] [req:connect-sign-in]
TEST_CASE("what a person has to change is not tried again by itself") {
    Connected c;
    base::Error why{ErrorKind::forbidden, Remedy::none, "Not allowed."};
    SUBCASE("what is not allowed") {}
    SUBCASE("a sign-in that failed") {
        why.kind = ErrorKind::unreachable;
        why.part = base::Error::Part::sign_in;
    }
    c.server().client->on_lost(why);
    c.settle();
    CHECK(c.tab->server().state == ConnectionState::failed);
    CHECK(c.clock.sleeping() == 0);
}

// [req:app-reconnect]
TEST_CASE("offline nobody tries; as soon as the browser is online again everybody does") {
    Connected c;
    c.window.is_online = false;
    c.tab->update.on_online(false);
    c.server().client->on_lost({ErrorKind::stream_cut, Remedy::none, "The stream ended."});
    c.settle();
    CHECK(c.tab->server().error->kind == ErrorKind::offline);
    CHECK(c.clock.sleeping() == 0);

    c.window.is_online = true;
    c.tab->update.on_online(true);
    c.settle();
    CHECK(c.tab->server().state == ConnectionState::connected);
}

// [req:app-reconnect]
TEST_CASE("who stayed connected while the browser was offline listens anew") {
    Connected c;
    c.tab->update.on_online(false);
    c.tab->update.on_online(true);
    c.settle();
    CHECK(c.server().networks_back == 1);
    CHECK(c.tab->server().state == ConnectionState::connected);
}

// [req:app-reconnect]
TEST_CASE("a call that finds nobody makes the server be asked; who does not answer is not connected, and comes back") {
    Connected c;
    const base::Error nobody{ErrorKind::unreachable, Remedy::retry, "Nobody is there."};
    const auto call = [&] {
        c.tab->ask(model::RunTool{c.server_id(), "add", Json{{"a", 1}, {"b", 2}}});
        c.settle();
        REQUIRE_FALSE(c.server().calls.empty());
        c.server().calls.back().fail(nobody);
        c.settle();
    };
    call();
    CHECK(c.server().pings == 1);
    CHECK(c.tab->server().state == ConnectionState::connected);

    c.server().ping_error = nobody;
    call();
    CHECK(c.server().pings == 2);
    CHECK(c.tab->server().state == ConnectionState::failed);
    c.server().ping_error.reset();
    c.clock.advance(10s);
    c.settle();
    CHECK(c.tab->server().state == ConnectionState::connected);
}

TEST_CASE("disconnecting ends the waiting for another attempt") {
    Connected c;
    c.server().client->on_lost({ErrorKind::stream_cut, Remedy::none, "The stream ended."});
    c.settle();
    CHECK(c.clock.sleeping() == 1);
    c.tab->ask(model::DisconnectServer{c.server_id()});
    CHECK(c.clock.sleeping() == 0);
    CHECK(c.server().connects == 1);
}

TEST_CASE("tools that change are listed anew; a failure to list keeps the old ones and says so") {
    Connected c;
    const auto version = c.tab->server().tools_version;
    c.server().tools = {tool("add"), tool("sub")};
    c.server().client->on_tools_changed();
    CHECK(c.tab->server().tools_loading);
    c.server().client->on_tools_changed();  // while it is being listed: once more, not twice at once
    c.settle();
    CHECK_FALSE(c.tab->server().tools_loading);
    CHECK(c.tab->server().tools.size() == 2);
    CHECK(c.tab->server().tools_version > version);
    CHECK(c.server().listings == 3);

    c.server().list_error = base::Error{ErrorKind::timed_out, Remedy::retry, "No answer."};
    c.tab->ask(model::RefreshTools{c.server_id()});
    CHECK(c.tab->server().tools.size() == 2);
    CHECK(c.tab->last_notice().error.kind == ErrorKind::timed_out);
}

TEST_CASE("a tool that cannot be offered is named with the reason, by the last listing only") {
    Connected c;
    c.server().client->on_tool_skipped("bad", "its name is a secret");
    REQUIRE(c.tab->server().skipped_tools.size() == 1);
    CHECK(c.tab->server().skipped_tools[0].name == "bad");
    CHECK(c.tab->server().skipped_tools[0].reason == "its name is a secret");
    c.tab->ask(model::RefreshTools{c.server_id()});
    CHECK(c.tab->server().skipped_tools.empty());
}

// [req:app-traffic-caps]
TEST_CASE("traffic is numbered over all servers and capped by count and by bytes") {
    Connected c;
    mcp::TrafficEntry entry;
    entry.body = "{}";
    for (int i = 0; i < 600; ++i) c.server().traffic->on_traffic(entry);
    auto& traffic = c.tab->server().traffic;
    CHECK(traffic.size() == model::traffic_cap);
    CHECK(traffic.front().number == 101);
    CHECK(traffic.back().number == 600);
    CHECK(traffic.back().at == c.clock.wall());
    CHECK(c.tab->server().traffic_version == 600);

    entry.body = std::string(mcp::traffic_body_cap, 'x');
    for (int i = 0; i < 100; ++i) c.server().traffic->on_traffic(entry);
    CHECK(traffic.size() == app::traffic_bytes_cap / mcp::traffic_body_cap);
    CHECK(traffic.back().number == 700);

    c.tab->ask(model::ClearTraffic{c.server_id()});
    CHECK(traffic.empty());
}

TEST_CASE("a request is copied as curl, an answer as the request it belongs to") {
    Connected c;
    mcp::TrafficEntry sent;
    sent.http_method = "POST";
    sent.url = address;
    sent.id = "7";
    sent.body = R"({"jsonrpc":"2.0","id":7,"method":"ping"})";
    c.server().traffic->on_traffic(sent);
    mcp::TrafficEntry answer = sent;
    answer.direction = mcp::Direction::received;
    c.server().traffic->on_traffic(answer);

    c.tab->ask(model::CopyAsCurl{c.server_id(), 2});
    CHECK(c.window.clipboard.starts_with("curl"));
    CHECK(c.window.clipboard.find(address) != std::string::npos);
    CHECK(c.window.clipboard.find("ping") != std::string::npos);
    CHECK(c.tab->last_notice().text == "Copied");
}

TEST_CASE("a request by hand goes over the connection, and to no server that is not connected") {
    Connected c;
    c.tab->ask(model::SendRequest{c.server_id(), "resources/list", Json::object()});
    CHECK(c.server().requests == std::vector<std::string>{"resources/list"});
    c.tab->ask(model::DisconnectServer{c.server_id()});
    c.tab->ask(model::SendRequest{c.server_id(), "prompts/list", Json::object()});
    CHECK(c.server().requests.size() == 1);
}

TEST_CASE("a stored server whose address is not to be asked is left out") {
    Browser browser;
    browser.store.records["server"]["a"] =
        R"j({"v":1,"id":"a","url":"javascript:alert(1)","name":"bad","order":1,"paused":false})j";
    browser.store.records["server"]["b"] = "no json";
    browser.store.records["server"]["c"] = R"({"v":99,"id":"c","url":"https://c.example/"})";
    browser.store.records["server"]["d"] = R"({"v":1,"id":"d","url":"https://d.example/mcp","paused":true})";
    Tab tab(browser);
    CHECK(tab.server().id == "d");
    CHECK(tab.state.notices.size() == 1);
    CHECK(browser.store.records["server"].size() == 4);  // nothing is thrown away
}
