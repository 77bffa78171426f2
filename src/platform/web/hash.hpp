// A number that says whether two pictures, or two trees, are the same. Not for anything that somebody could want to forge.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace platform::web {

constexpr std::uint64_t hash_begin = 0xCBF29CE484222325;

// FNV-1a, eight bytes at a time where there are eight.
inline std::uint64_t hash_bytes(std::uint64_t hash, const void* data, std::size_t size) {
    const char* bytes = static_cast<const char*>(data);
    constexpr std::uint64_t prime = 0x100000001B3;
    for (; size >= 8; bytes += 8, size -= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes, 8);
        hash = (hash ^ word) * prime;
        hash ^= hash >> 29;  // the multiplication alone carries nothing down
    }
    std::uint64_t rest = size;
    std::memcpy(reinterpret_cast<char*>(&rest) + 1, bytes, std::min<std::size_t>(size, 7));
    return (hash ^ rest) * prime;
}

}  // namespace platform::web
