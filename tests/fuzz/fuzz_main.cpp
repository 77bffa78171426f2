// The fuzzer: mutates inputs and keeps those that reach code no other has reached. The code under test is compiled by g++ or
// clang++ with -fsanitize-coverage=trace-pc and the sanitizers; nothing else is needed.
//
//     fuzz [--seconds N] [--seed N] [--broken FOLDER] [target…]
//
// An input that breaks its target, or takes longer than ten seconds, is written to FOLDER/<target>-<hash>; move it to
// tests/data/fuzz/<target> when the mistake is mended, and the ordinary tests will keep it mended.
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "fuzz/targets.hpp"

extern "C" void __sanitizer_set_death_callback(void (*callback)());

namespace {

constexpr std::size_t map_size = 1 << 16;
unsigned char reached[map_size];  // by the input that runs
unsigned char known[map_size];    // by any input so far
std::uintptr_t previous = 0;
bool counting = false;

std::string current_input;
std::string current_target;
std::string broken_folder = ".";

}  // namespace

// Called by the instrumented code at every edge.
extern "C" void __sanitizer_cov_trace_pc() {
    if (!counting) return;
    const auto here = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)) >> 1;
    auto& count = reached[(here ^ previous) % map_size];
    if (count != 255) ++count;
    previous = here >> 1;
}

namespace {

// Only what may be called while dying.
void keep_broken_input() {
    std::uint64_t hash = 1469598103934665603u;
    for (const unsigned char byte : current_input) hash = (hash ^ byte) * 1099511628211u;
    char path[512];
    std::snprintf(path, sizeof path, "%s/%s-%016llx", broken_folder.c_str(), current_target.c_str(),
                  static_cast<unsigned long long>(hash));
    const int file = ::open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file < 0) return;
    const auto written = ::write(file, current_input.data(), current_input.size());
    ::close(file);
    std::fprintf(stderr, "\n%s is broken by the %zd bytes now in %s\n", current_target.c_str(),
                 static_cast<ssize_t>(written), path);
}

void on_signal(int signal) {
    counting = false;
    std::fprintf(stderr, "\n%s",
                 signal == SIGALRM ? "an input takes longer than ten seconds" : "the program was aborted");
    keep_broken_input();
    _exit(1);
}

// A hit count in steps (1, 2, 3, 4–7, 8–15, …): once more around a loop is nothing new, twice as often is.
unsigned char step_of(unsigned char count) {
    if (count <= 3) return count ? static_cast<unsigned char>(1 << (count - 1)) : 0;
    if (count < 8) return 8;
    if (count < 16) return 16;
    if (count < 32) return 32;
    return count < 128 ? 64 : 128;
}

bool reached_something_new() {
    bool found = false;
    for (std::size_t i = 0; i < map_size; ++i) {
        const unsigned char step = step_of(reached[i]);
        if ((step & ~known[i]) == 0) continue;
        known[i] |= step;
        found = true;
    }
    return found;
}

class Fuzzer {
public:
    Fuzzer(const fuzz::Target& target, std::uint64_t seed) : target_(target), random_(seed) {
        std::memset(known, 0, sizeof known);
        current_target = target.name;
        for (const auto& input : fuzz::corpus(target)) try_input(input, true);
    }

    void run_until(std::time_t end) {
        while (std::time(nullptr) < end) {
            for (int i = 0; i < 200; ++i) try_input(mutated(inputs_[below(inputs_.size())]), false);
        }
        std::printf("%-10s %9zu inputs run, %5zu kept\n", current_target.c_str(), runs_, inputs_.size());
        std::fflush(stdout);
    }

private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

    void try_input(const std::string& input, bool keep) {
        current_input = input;
        std::memset(reached, 0, sizeof reached);
        previous = 0;
        alarm(10);
        counting = true;
        try {
            target_.run(input);
        } catch (const std::exception& error) {
            counting = false;
            std::fprintf(stderr, "\n%s: %s", current_target.c_str(), error.what());
            keep_broken_input();
            _exit(1);
        }
        counting = false;
        alarm(0);
        ++runs_;
        if (reached_something_new() || keep) inputs_.push_back(input);
    }

    std::string mutated(std::string input) {
        constexpr std::size_t longest = 4096;
        for (std::size_t times = 1 + below(4); times > 0; --times) {
            const std::size_t at = below(input.size() + 1);
            const std::size_t length = below(std::min<std::size_t>(input.size() - at, 32) + 1);
            switch (below(7)) {
                case 0: input.insert(at, 1, static_cast<char>(random_())); break;
                case 1: input.erase(at, length); break;
                case 2:
                    if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
                    break;
                case 3: input.insert(at, target_.words[below(target_.words.size())]); break;
                case 4: input.replace(at, length, target_.words[below(target_.words.size())]); break;
                case 5: input.insert(below(input.size() + 1), input.substr(at, length)); break;
                case 6: {
                    const auto& other = inputs_[below(inputs_.size())];
                    input = input.substr(0, at) + other.substr(below(other.size() + 1));
                    break;
                }
            }
        }
        if (input.size() > longest) input.resize(longest);
        return input;
    }

    const fuzz::Target& target_;
    std::mt19937_64 random_;
    std::vector<std::string> inputs_;
    std::size_t runs_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    long seconds = 10;
    std::uint64_t seed = std::random_device{}();
    std::vector<std::string> wanted;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--seconds" && i + 1 < argc)
            seconds = std::atol(argv[++i]);
        else if (word == "--seed" && i + 1 < argc)
            seed = std::strtoull(argv[++i], nullptr, 10);
        else if (word == "--broken" && i + 1 < argc)
            broken_folder = argv[++i];
        else
            wanted.push_back(word);
    }
    __sanitizer_set_death_callback(keep_broken_input);
    for (const int signal : {SIGALRM, SIGABRT}) std::signal(signal, on_signal);

    std::printf("seed %llu, %ld seconds a target\n", static_cast<unsigned long long>(seed), seconds);
    std::size_t ran = 0;
    for (const auto& target : fuzz::targets()) {
        if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), target.name) == wanted.end()) continue;
        Fuzzer(target, seed).run_until(std::time(nullptr) + seconds);
        ++ran;
    }
    if (ran == 0 || ran < wanted.size()) {
        std::fprintf(stderr, "there is no such target; there are:");
        for (const auto& target : fuzz::targets()) std::fprintf(stderr, " %s", std::string(target.name).c_str());
        std::fprintf(stderr, "\n");
        return 2;
    }
    return 0;
}
