// What a command that cannot be run is answered with, in both languages.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace chat {

// `{}` stands for an argument; they come in the same order in both, and one that is left over is not said.
struct Wording {
    std::string_view english, korean;
};

inline std::string say(bool korean, const Wording& wording, std::initializer_list<std::string_view> arguments = {}) {
    const std::string_view pattern = korean ? wording.korean : wording.english;
    std::string text;
    std::size_t from = 0;
    for (const std::string_view argument : arguments) {
        const auto at = pattern.find("{}", from);
        if (at == std::string_view::npos) break;
        text.append(pattern.substr(from, at - from)).append(argument);
        from = at + 2;
    }
    return text.append(pattern.substr(from));
}

}  // namespace chat
