// What is fuzzed: everything that reads bytes a server chose. A target takes any input, and fails by throwing Broken (or by what
// the sanitizers see) where a property of the code does not hold.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fuzz {

struct Broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Target {
    std::string_view name;  // also the folder of its inputs in tests/data/fuzz
    void (*run)(std::string_view input);
    std::vector<std::string_view> seeds;  // well-formed inputs to begin with
    std::vector<std::string_view> words;  // what the grammar is made of, for the mutations
};

std::span<const Target> targets();

// The target's seeds and the files kept in tests/data/fuzz/<name>: each of them once broke something.
std::vector<std::string> corpus(const Target& target);

}  // namespace fuzz
