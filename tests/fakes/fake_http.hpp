// HTTP that plays a script. An unexpected request fails the test, and so does one that never came.
//
//     FakeHttp http(loop);
//     http.expect("POST", "https://a.example/mcp")
//         .with_header("Accept", "application/json, text/event-stream")
//         .with_body_json(R"({"jsonrpc":"2.0","id":1,"method":"ping"})")
//         .answers(200, {{"Content-Type", "application/json"}}, {R"({"jsonrpc":"2.0",)", R"("id":1,"result":{}})"});
//
//     auto& stream = http.expect("GET", "https://a.example/mcp").holds_open(200, {{"Content-Type", "text/event-stream"}});
//     ...
//     stream.feed("data: {}\n\n");  settle(loop);
//     CHECK(stream.aborted());
//
// Requests to the same method and address are answered in the order of the script; those to different ones in any order.
#pragma once

#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/loop.hpp"
#include "base/pipe.hpp"
#include "ports/http.hpp"

namespace fakes {

struct FakeAnswer {
    int status = 200;
    ports::Headers headers = {};
    std::vector<std::string> chunks = {};
    std::optional<base::Error> error = {};  // how the body ends, when not well
};

// One request on its way; shared by the script and the exchange that the tested code holds.
struct FakeWire : std::enable_shared_from_this<FakeWire> {
    using Step = std::variant<ports::HttpHead, std::string, base::Error, std::monostate>;  // monostate: the regular end

    explicit FakeWire(base::Loop& l) : loop(&l) {}
    void play(Step step);

    base::Loop* loop;
    ports::HttpRequest request = {};
    base::PipeWriter<base::Result<ports::HttpHead>> head = {};
    base::PipeWriter<base::Result<std::string>> body = {};
    bool ended = false;    // the server has said all
    bool aborted = false;  // the exchange was destroyed before that

private:
    friend struct FakeWirePump;
    std::deque<Step> steps_;
    bool playing_ = false;
};

// One line of the script: what is expected, and what then happens.
class FakeScripted {
public:
    FakeScripted(std::string method, std::string url) : method_(std::move(method)), url_(std::move(url)) {}

    // What the request must have.
    FakeScripted& with_header(std::string name, std::string value);
    FakeScripted& without_header(std::string name);
    FakeScripted& with_body(std::string body);
    FakeScripted& with_body_json(std::string_view json);  // equal as a value; the order of members is no matter
    FakeScripted& with_body_like(std::string_view json);  // has at least these members, at every level
    FakeScripted& checked_by(std::function<void(const ports::HttpRequest&)> check);
    FakeScripted& any_number_of_times();  // also none

    // What happens then. `chunks` come one by one, each at a step of its own.
    FakeScripted& answers(int status, ports::Headers headers = {}, std::vector<std::string> chunks = {});
    FakeScripted& answers_json(std::string body, int status = 200);
    FakeScripted& answers_with(std::function<FakeAnswer(const ports::HttpRequest&)> answer);
    FakeScripted& then_fails(base::Error error);  // after `answers`: the body ends so
    FakeScripted& fails(base::Error error);       // no head comes
    FakeScripted& holds_open(int status, ports::Headers headers, std::vector<std::string> chunks = {});
    FakeScripted& never_answers();  // until begin()

    // For the test, while the exchange is open; of the latest one where there are several.
    void begin(int status, ports::Headers headers = {});
    void feed(std::string chunk);
    void end();
    void cut(base::Error error);

    bool asked() const { return !wires_.empty(); }
    bool aborted() const;
    std::size_t count() const { return wires_.size(); }
    const ports::HttpRequest& request() const;  // fails the test when it has not come

private:
    friend class FakeHttp;

    void check(const ports::HttpRequest& request) const;
    void take(const std::shared_ptr<FakeWire>& wire);
    FakeWire& wire() const;

    std::string method_;
    std::string url_;
    std::vector<std::function<void(const ports::HttpRequest&)>> checks_;
    std::function<FakeAnswer(const ports::HttpRequest&)> answer_;
    std::optional<base::Error> no_head_;
    bool open_ = false;
    bool repeats_ = false;
    std::vector<std::shared_ptr<FakeWire>> wires_;
};

class FakeHttp final : public ports::Http {
public:
    explicit FakeHttp(base::Loop& loop) : loop_(loop) {}
    ~FakeHttp() override;

    // The reference is good as long as the FakeHttp.
    FakeScripted& expect(std::string method, std::string url);

    std::unique_ptr<ports::HttpExchange> open(ports::HttpRequest request) override;

    // All that came, in order.
    const std::vector<ports::HttpRequest>& requests() const { return requests_; }

private:
    base::Loop& loop_;
    std::list<FakeScripted> script_;
    std::vector<ports::HttpRequest> requests_;
};

// The errors a browser gives, for fails(), then_fails() and cut().
base::Error unreachable_error();
base::Error stream_cut_error();
base::Error timed_out_error();

}  // namespace fakes
