#include "oauth/authorization_response.hpp"

#include <algorithm>
#include <optional>

#include "base/server_text.hpp"
#include "oauth/form.hpp"
#include "oauth/provider_error.hpp"

namespace oauth {

namespace {

using base::ErrorKind;

constexpr std::size_t query_cap = 64 * 1024;
constexpr std::string_view iss_clause = "RFC 9207 §2.4";

// The parameters of an answer. RFC 6749 §3.1: none may come twice; of what does, no value is believed.
class Answer {
public:
    explicit Answer(std::string_view query) {
        if (query.starts_with('?')) query.remove_prefix(1);
        if (query.size() <= query_cap) form_ = form_decode(query);
    }
    std::size_t count(std::string_view name) const {
        return static_cast<std::size_t>(
            std::count_if(form_.begin(), form_.end(), [&](const auto& parameter) { return parameter.first == name; }));
    }
    // Empty when absent.
    std::string value(std::string_view name) const {
        for (const auto& [known, value] : form_)
            if (known == name) return value;
        return {};
    }

private:
    Form form_;
};

// Takes the same time wherever two texts of one length differ.
bool same(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    return difference == 0;
}

// Nothing of the answer goes into it: whoever wrote that is not who we asked.
base::Error foreign(std::string message, std::string_view clause) {
    return {.kind = ErrorKind::foreign_answer,
            .remedy = base::Remedy::sign_in,
            .message = std::move(message),
            .clause = clause};
}

base::Error unreadable(std::string detail, std::string_view clause) {
    return {.kind = ErrorKind::malformed,
            .remedy = base::Remedy::sign_in,
            .message = "The provider's answer to the sign-in does not read.",
            .detail = std::move(detail),
            .clause = clause};
}

// MCP 2026-07-28, Authorization Response Validation: the four rows of its table. Simple string comparison.
std::optional<base::Error> iss_problem(const Answer& answer, const ServerMetadata& server) {
    if (answer.count("iss") > 1) return unreadable("iss comes twice", iss_clause);
    const bool present = answer.count("iss") == 1;
    if (present && answer.value("iss") != server.issuer)
        return foreign("The answer to the sign-in comes from another provider than was asked, so it is not used.",
                       iss_clause);
    if (!present && server.authorization_response_iss_parameter_supported)
        return foreign("The answer to the sign-in does not say which provider it comes from, so it is not used.",
                       iss_clause);
    return std::nullopt;
}

base::Error refused(const Answer& answer) {
    base::Error error{.kind = ErrorKind::sign_in_refused,
                      .remedy = base::Remedy::sign_in,
                      .message = provider_words(answer.value("error_description")),
                      .clause = "RFC 6749 §4.1.2.1",
                      .subject = error_code(answer.value("error"))};
    error.detail = "error " + error.subject;
    error.words = error.message;
    if (!error.message.empty()) return error;
    const bool by_person = error.subject == "access_denied";
    if (!by_person) error.words = error.subject;
    error.message = by_person ? "The sign-in was refused." : "The provider ended the sign-in: " + error.subject;
    return error;
}

}  // namespace

std::string state_of(std::string_view query) {
    const Answer answer(query);
    return answer.count("state") == 1 ? answer.value("state") : std::string();
}

base::Result<std::string> read_authorization_response(std::string_view query, const PendingAuthorization& pending) {
    const Answer answer(query);
    if (pending.state.empty() || answer.count("state") != 1 || !same(answer.value("state"), pending.state))
        return base::fail(
            foreign("An answer came that belongs to no sign-in of this page, so it is not used.", "RFC 6749 §10.12"));
    if (auto problem = iss_problem(answer, pending.server)) return base::fail(std::move(*problem));
    for (const char* name : {"error", "error_description", "code"})
        if (answer.count(name) > 1) return base::fail(unreadable(std::string(name) + " comes twice", "RFC 6749 §3.1"));
    if (answer.count("error") == 1) return base::fail(refused(answer));
    std::string code = answer.value("code");
    if (code.empty()) return base::fail(unreadable("neither code nor error", "RFC 6749 §4.1.2"));
    return code;
}

}  // namespace oauth
