#include "oauth/www_authenticate.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/server_text.hpp"

namespace oauth {

namespace {

constexpr std::size_t header_cap = 16 * 1024;
constexpr std::size_t challenge_cap = 20;
constexpr std::size_t parameter_cap = 50;

// RFC 9110 §5.6.2
bool is_token_char(char c) {
    return base::is_letter_or_digit(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
// RFC 9110 §11.2
bool is_token68_char(char c) {
    return base::is_letter_or_digit(c) || std::string_view("-._~+/").find(c) != std::string_view::npos;
}
// A value without the quotation marks that it should have, an address for example.
bool is_bare_char(char c) { return c != ',' && !base::is_blank(c); }

class ChallengeReader {
public:
    explicit ChallengeReader(std::string_view header) : rest_(header.substr(0, header_cap)) {}

    std::vector<Challenge> read() {
        std::vector<Challenge> challenges;
        for (skip_separators(); !rest_.empty(); skip_separators()) {
            const std::string_view name = take(is_token_char);
            if (name.empty()) {
                if (!take_quoted()) rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
            } else if (take_equals()) {
                auto value = take_value();
                // One before any scheme belongs to nobody.
                if (!value || challenges.empty() || challenges.back().parameters.size() == parameter_cap) continue;
                challenges.back().parameters.emplace_back(base::lowered(std::string(name)), std::move(*value));
            } else {
                if (challenges.size() == challenge_cap) break;
                challenges.push_back({base::lowered(std::string(name)), {}});
                skip_token68();
            }
        }
        return challenges;
    }

private:
    template <class Fits>
    std::string_view take(Fits fits) {
        const auto end = std::find_if_not(rest_.begin(), rest_.end(), fits);
        const std::string_view taken(rest_.begin(), end);
        rest_.remove_prefix(taken.size());
        return taken;
    }

    void skip_separators() {
        take([](char c) { return base::is_blank(c) || c == ','; });
    }

    bool take_equals() {
        const std::string_view before = rest_;
        take(base::is_blank);
        if (rest_.starts_with('=')) {
            rest_.remove_prefix(1);
            return true;
        }
        rest_ = before;
        return false;
    }

    std::optional<std::string> take_value() {
        take(base::is_blank);
        if (rest_.starts_with('"')) return take_quoted();
        return std::string(take(is_bare_char));
    }

    // Without the marks, and with what was escaped. One that does not end was cut off, and is left out.
    std::optional<std::string> take_quoted() {
        if (!rest_.starts_with('"')) return std::nullopt;
        std::string text;
        for (std::size_t at = 1; at < rest_.size(); ++at) {
            if (rest_[at] == '"') {
                rest_.remove_prefix(at + 1);
                return text;
            }
            if (rest_[at] == '\\' && at + 1 < rest_.size()) ++at;
            text += rest_[at];
        }
        rest_ = {};
        return std::nullopt;
    }

    // `Negotiate abc==`: what stands alone after the scheme, up to the next comma.
    void skip_token68() {
        const std::string_view before = rest_;
        take(base::is_blank);
        const bool is_any = !take(is_token68_char).empty();
        take([](char c) { return c == '='; });
        take(base::is_blank);
        if (!is_any || !(rest_.empty() || rest_.front() == ',')) rest_ = before;
    }

    std::string_view rest_;
};

void fill(std::string& member, const Challenge& challenge, std::string_view name) {
    const std::string* value = challenge.find(name);
    if (member.empty() && value) member = *value;
}

}  // namespace

const std::string* Challenge::find(std::string_view name) const {
    for (const auto& [known, value] : parameters)
        if (known == name) return &value;
    return nullptr;
}

std::vector<Challenge> read_www_authenticate(std::string_view header) { return ChallengeReader(header).read(); }

Refusal read_refusal(int status, const ports::Headers& headers) {
    Refusal refusal;
    refusal.status = status;
    const std::string* header = ports::find_header(headers, "WWW-Authenticate");
    if (!header) return refusal;
    const auto challenges = read_www_authenticate(*header);
    for (const std::string_view scheme : {"bearer", "dpop"}) {
        for (const Challenge& challenge : challenges) {
            if (challenge.scheme != scheme) continue;
            refusal.challenged = true;
            if (scheme == "dpop") refusal.dpop = true;
            const std::string* metadata = challenge.find("resource_metadata");
            if (metadata && !refusal.resource_metadata) refusal.resource_metadata = *metadata;
            fill(refusal.scope, challenge, "scope");
            fill(refusal.error, challenge, "error");
            fill(refusal.error_description, challenge, "error_description");
            // RFC 9449 §9: beside a Bearer challenge for others, this one is for whoever sent a proof.
            const std::string* error = challenge.find("error");
            if (error && *error == "use_dpop_nonce") refusal.error = *error;
        }
    }
    refusal.error = base::printable(refusal.error, 60);
    refusal.error_description = base::printable(refusal.error_description);
    return refusal;
}

}  // namespace oauth
