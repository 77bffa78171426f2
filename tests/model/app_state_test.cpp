#include "model/app_state.hpp"

#include <doctest/doctest.h>

using model::ConnectStep;
using namespace std::chrono_literals;
using Name = ConnectStep::Name;
using State = ConnectStep::State;

// [req:ui-timeline]
TEST_CASE("a step that is told has its line in the order of the names") {
    std::vector<ConnectStep> steps{{Name::reach, State::running, {}, 0}, {Name::list_tools, State::waiting, {}, 0}};
    model::tell_step(steps, {Name::initialize, State::running, "initialize", 0}, 5s);
    REQUIRE(steps.size() == 3);
    CHECK(steps[1].name == Name::initialize);
    model::tell_step(steps, {Name::initialize, State::done, {}, 7}, 6s);
    REQUIRE(steps.size() == 3);
    CHECK(steps[1].state == State::done);
    CHECK(steps[1].detail == "initialize");
    CHECK(steps[1].duration_ms == 7);
}

TEST_CASE("with the first step of a sign-in all of them are there, waiting") {
    std::vector<ConnectStep> steps{{Name::reach, State::done, {}, 0}, {Name::list_tools, State::waiting, {}, 0}};
    model::tell_step(steps, {Name::find_resource, State::running, {}, 0}, {});
    REQUIRE(steps.size() == 7);
    const Name names[] = {Name::reach,   Name::find_resource, Name::find_server, Name::get_client,
                          Name::sign_in, Name::exchange,      Name::list_tools};
    for (std::size_t i = 0; i < 7; ++i) CHECK(steps[i].name == names[i]);
    CHECK(steps[1].state == State::running);
    for (std::size_t i = 2; i < 7; ++i) CHECK(steps[i].state == State::waiting);
}

// [req:ui-timeline]
TEST_CASE("what a sign-in holds up waits, and one step runs at a time") {
    std::vector<ConnectStep> steps{{Name::reach, State::done, {}, 0}, {Name::list_tools, State::waiting, {}, 0}};
    model::tell_step(steps, {Name::discover, State::running, "POST /mcp", 0}, 1s);
    model::tell_step(steps, {Name::find_resource, State::running, {}, 0}, 2s);
    const auto& discover = steps[steps.size() - 2];
    CHECK(discover.name == Name::discover);
    CHECK(discover.state == State::waiting);
    CHECK(discover.detail == "POST /mcp");
    model::tell_step(steps, {Name::find_resource, State::done, {}, 3}, 3s);
    model::tell_step(steps, {Name::discover, State::done, "revision 2026-07-28", 9}, 9s);
    CHECK(discover.state == State::done);
}

// [req:ui-timeline-time]
TEST_CASE("a step of the connection does not count the time of the sign-in that it waited for") {
    model::Server server;
    server.state = model::ConnectionState::connecting;
    server.steps = {{Name::reach, State::done, {}, 0}, {Name::list_tools, State::waiting, {}, 0}};
    SUBCASE("told before the sign-in begins") {
        model::tell_held_step(server, {Name::discover, State::running, "POST /mcp", 0}, 1s);
        model::hold_steps(server, 2s);
    }
    SUBCASE("told as it begins") {
        model::hold_steps(server, 2s);
        model::tell_held_step(server, {Name::discover, State::running, "POST /mcp", 0}, 2s);
    }
    model::tell_step(server.steps, {Name::find_resource, State::running, {}, 0}, 2s);
    model::tell_step(server.steps, {Name::exchange, State::done, {}, 3}, 60s);
    const auto& discover = server.steps[server.steps.size() - 2];
    CHECK(discover.state == State::waiting);
    model::release_steps(server, 61s);
    CHECK(discover.state == State::running);
    CHECK(discover.began == 61s);
    model::tell_held_step(server, {Name::discover, State::done, "revision 2026-07-28", 60'500}, 61500ms);
    CHECK(discover.duration_ms == 1500);
    // What comes after it began after it.
    model::tell_held_step(server, {Name::list_tools, State::running, {}, 0}, 62s);
    model::tell_held_step(server, {Name::list_tools, State::done, {}, 40}, 63s);
    CHECK(server.steps.back().duration_ms == 40);
}

TEST_CASE("nothing runs again of a connection that is over") {
    model::Server server;
    server.steps = {{Name::reach, State::waiting, {}, 0}};
    server.steps[0].began = 1s;
    model::hold_steps(server, 2s);
    model::release_steps(server, 3s);
    CHECK(server.steps[0].state == State::waiting);
}

TEST_CASE("a step that runs has the time it began, however often it is told") {
    std::vector<ConnectStep> steps{{Name::reach, State::waiting, {}, 0}};
    model::tell_step(steps, {Name::reach, State::running, "POST /mcp", 0}, 5s);
    model::tell_step(steps, {Name::reach, State::running, "POST /mcp, once more", 0}, 7s);
    CHECK(steps[0].began == 5s);
    model::tell_step(steps, {Name::reach, State::failed, {}, 2000}, 8s);
    model::tell_step(steps, {Name::reach, State::running, {}, 0}, 9s);
    CHECK(steps[0].began == 9s);
}
