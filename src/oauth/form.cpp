#include "oauth/form.hpp"

#include <algorithm>

#include "base/url.hpp"

namespace oauth {

namespace {

std::string decoded(std::string_view text) {
    std::string plain(text);
    std::replace(plain.begin(), plain.end(), '+', ' ');
    return base::percent_decode(plain);
}

}  // namespace

// A blank goes as %20, which every reader of forms and of queries takes; '+' is read as one by forms only.
std::string form_encode(const Form& form) {
    std::string text;
    for (const auto& [name, value] : form) {
        if (!text.empty()) text += '&';
        text += base::percent_encode(name) + '=' + base::percent_encode(value);
    }
    return text;
}

Form form_decode(std::string_view text) {
    Form form;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        form.emplace_back(decoded(pair.substr(0, equals)), decoded(pair.substr(std::min(equals + 1, pair.size()))));
    }
    return form;
}

}  // namespace oauth
