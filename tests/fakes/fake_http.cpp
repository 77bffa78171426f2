#include "fakes/fake_http.hpp"

#include <exception>
#include <utility>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace fakes {

namespace {

std::string shown(const ports::HttpRequest& request) {
    std::string text = request.method + ' ' + request.url;
    for (const auto& header : request.headers) text += "\n    " + header.name + ": " + header.value;
    if (!request.body.empty()) text += "\n    " + request.body;
    return text;
}

// nlohmann::json, unlike base::Json, compares objects without looking at the order.
nlohmann::json value_of(std::string_view text) { return nlohmann::json::parse(text, nullptr, false); }

bool is_part_of(const nlohmann::json& part, const nlohmann::json& whole) {
    if (!part.is_object()) return part == whole;
    if (!whole.is_object()) return false;
    for (const auto& [name, value] : part.items()) {
        const auto found = whole.find(name);
        if (found == whole.end() || !is_part_of(value, *found)) return false;
    }
    return true;
}

class FakeExchange final : public ports::HttpExchange {
public:
    FakeExchange(base::Loop& loop, std::shared_ptr<FakeWire> wire)
        : wire_(std::move(wire)), heads_(loop), chunks_(loop), most_(wire_->request.max_body_bytes) {
        wire_->head = heads_.writer();
        wire_->body = chunks_.writer();
    }
    ~FakeExchange() override { wire_->aborted = !wire_->ended; }

    base::Task<base::Result<ports::HttpHead>> head() override {
        auto head = co_await heads_.next();
        co_return std::move(*head);
    }

    base::Task<base::Result<std::optional<std::string>>> chunk() override {
        auto chunk = co_await chunks_.next();
        if (!chunk) co_return std::optional<std::string>();
        if (!*chunk) co_return base::fail(chunk->error());
        received_ += (*chunk)->size();
        if (received_ > most_) co_return base::fail(base::ErrorKind::too_large, "The answer is too large.");
        co_return std::optional<std::string>(std::move(**chunk));
    }

private:
    std::shared_ptr<FakeWire> wire_;
    base::Pipe<base::Result<ports::HttpHead>> heads_;
    base::Pipe<base::Result<std::string>> chunks_;
    std::size_t most_;
    std::size_t received_ = 0;
};

}  // namespace

// Plays one step a job, so that whoever waits goes on between two steps.
struct FakeWirePump {
    std::weak_ptr<FakeWire> wire;
    void operator()() const {
        const auto w = wire.lock();
        if (!w) return;
        w->playing_ = false;
        if (w->steps_.empty()) return;
        auto step = std::move(w->steps_.front());
        w->steps_.pop_front();
        if (auto* head = std::get_if<ports::HttpHead>(&step)) w->head.write(std::move(*head));
        if (auto* chunk = std::get_if<std::string>(&step)) w->body.write(std::move(*chunk));
        if (auto* error = std::get_if<base::Error>(&step)) {
            // Before the head it is the head's error; the reader of either gets it.
            w->head.write(base::fail(*error));
            w->body.write(base::fail(*error));
        }
        if (std::holds_alternative<std::monostate>(step)) w->body.close();
        if (w->steps_.empty()) return;
        w->playing_ = true;
        w->loop->post(*this);
    }
};

namespace {
void start_playing(const std::shared_ptr<FakeWire>& wire) { wire->loop->post(FakeWirePump{wire}); }
}  // namespace

void FakeWire::play(Step step) {
    if (aborted || ended) return;
    ended = std::holds_alternative<std::monostate>(step) || std::holds_alternative<base::Error>(step);
    steps_.push_back(std::move(step));
    if (std::exchange(playing_, true)) return;
    start_playing(shared_from_this());
}

FakeScripted& FakeScripted::with_header(std::string name, std::string value) {
    return checked_by([name = std::move(name), value = std::move(value)](const ports::HttpRequest& request) {
        const std::string* found = ports::find_header(request.headers, name);
        if (!found || *found != value) FAIL_CHECK("expected the header ", name, ": ", value, "\n  in ", shown(request));
    });
}

FakeScripted& FakeScripted::without_header(std::string name) {
    return checked_by([name = std::move(name)](const ports::HttpRequest& request) {
        if (ports::find_header(request.headers, name))
            FAIL_CHECK("expected no header ", name, "\n  in ", shown(request));
    });
}

FakeScripted& FakeScripted::with_body(std::string body) {
    return checked_by([body = std::move(body)](const ports::HttpRequest& request) {
        if (request.body != body) FAIL_CHECK("expected the body ", body, "\n  in ", shown(request));
    });
}

FakeScripted& FakeScripted::with_body_json(std::string_view json) {
    REQUIRE_MESSAGE(!value_of(json).is_discarded(), "the script's JSON does not read: ", std::string(json));
    return checked_by([value = value_of(json)](const ports::HttpRequest& request) {
        if (value_of(request.body) != value) FAIL_CHECK("expected the body ", value.dump(), "\n  in ", shown(request));
    });
}

FakeScripted& FakeScripted::with_body_like(std::string_view json) {
    REQUIRE_MESSAGE(!value_of(json).is_discarded(), "the script's JSON does not read: ", std::string(json));
    return checked_by([value = value_of(json)](const ports::HttpRequest& request) {
        if (!is_part_of(value, value_of(request.body)))
            FAIL_CHECK("expected a body with at least ", value.dump(), "\n  in ", shown(request));
    });
}

FakeScripted& FakeScripted::checked_by(std::function<void(const ports::HttpRequest&)> check) {
    checks_.push_back(std::move(check));
    return *this;
}

FakeScripted& FakeScripted::any_number_of_times() {
    repeats_ = true;
    return *this;
}

FakeScripted& FakeScripted::answers(int status, ports::Headers headers, std::vector<std::string> chunks) {
    const FakeAnswer answer{status, std::move(headers), std::move(chunks), {}};
    return answers_with([answer](const ports::HttpRequest&) { return answer; });
}

FakeScripted& FakeScripted::answers_json(std::string body, int status) {
    return answers(status, {{"Content-Type", "application/json"}}, {std::move(body)});
}

FakeScripted& FakeScripted::answers_with(std::function<FakeAnswer(const ports::HttpRequest&)> answer) {
    answer_ = std::move(answer);
    return *this;
}

FakeScripted& FakeScripted::then_fails(base::Error error) {
    REQUIRE_MESSAGE(answer_, "then_fails() comes after answers()");
    return answers_with([before = std::move(answer_), error](const ports::HttpRequest& request) {
        auto answer = before(request);
        answer.error = error;
        return answer;
    });
}

FakeScripted& FakeScripted::fails(base::Error error) {
    no_head_ = std::move(error);
    return *this;
}

FakeScripted& FakeScripted::holds_open(int status, ports::Headers headers, std::vector<std::string> chunks) {
    open_ = true;
    return answers(status, std::move(headers), std::move(chunks));
}

FakeScripted& FakeScripted::never_answers() {
    answer_ = nullptr;
    open_ = true;
    return *this;
}

void FakeScripted::begin(int status, ports::Headers headers) {
    wire().play(ports::HttpHead{status, std::move(headers), wire().request.url});
}
void FakeScripted::feed(std::string chunk) { wire().play(std::move(chunk)); }
void FakeScripted::end() { wire().play(std::monostate()); }
void FakeScripted::cut(base::Error error) { wire().play(std::move(error)); }

bool FakeScripted::aborted() const { return asked() && wires_.back()->aborted; }

const ports::HttpRequest& FakeScripted::request() const { return wire().request; }

FakeWire& FakeScripted::wire() const {
    REQUIRE_MESSAGE(asked(), "nobody has asked ", method_, ' ', url_);
    return *wires_.back();
}

void FakeScripted::check(const ports::HttpRequest& request) const {
    for (const auto& check : checks_) check(request);
}

void FakeScripted::take(const std::shared_ptr<FakeWire>& wire) {
    wires_.push_back(wire);
    if (no_head_) return wire->play(*no_head_);
    if (!answer_) {
        if (!open_) FAIL_CHECK("the script does not say how to answer ", method_, ' ', url_);
        return;
    }
    FakeAnswer answer = answer_(wire->request);
    wire->play(ports::HttpHead{answer.status, std::move(answer.headers), wire->request.url});
    for (auto& chunk : answer.chunks) wire->play(std::move(chunk));
    if (answer.error) return wire->play(*answer.error);
    if (!open_) wire->play(std::monostate());
}

FakeHttp::~FakeHttp() {
    if (std::uncaught_exceptions() > 0) return;
    for (const auto& line : script_)
        if (!line.asked() && !line.repeats_) FAIL_CHECK("this request never came: ", line.method_, ' ', line.url_);
}

FakeScripted& FakeHttp::expect(std::string method, std::string url) {
    return script_.emplace_back(std::move(method), std::move(url));
}

std::unique_ptr<ports::HttpExchange> FakeHttp::open(ports::HttpRequest request) {
    requests_.push_back(request);
    if (request.redirects == ports::Redirects::follow && ports::find_header(request.headers, "Authorization"))
        FAIL_CHECK("a request with a secret must not follow redirects: ", shown(request));

    auto wire = std::make_shared<FakeWire>(loop_);
    wire->request = std::move(request);
    auto exchange = std::make_unique<FakeExchange>(loop_, wire);
    for (auto& line : script_) {
        if (line.method_ != wire->request.method || line.url_ != wire->request.url) continue;
        if (line.asked() && !line.repeats_) continue;
        line.check(wire->request);
        line.take(wire);
        return exchange;
    }
    FAIL_CHECK("unexpected request: ", shown(wire->request));
    wire->play(unreachable_error());
    return exchange;
}

base::Error unreachable_error() {
    return {base::ErrorKind::unreachable, base::Remedy::retry, "The server cannot be reached."};
}
base::Error stream_cut_error() {
    return {base::ErrorKind::stream_cut, base::Remedy::retry, "The connection ended before the answer."};
}
base::Error timed_out_error() {
    return {base::ErrorKind::timed_out, base::Remedy::retry, "The server did not answer."};
}

}  // namespace fakes
