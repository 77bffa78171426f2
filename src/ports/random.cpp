#include "ports/random.hpp"

namespace ports {

std::string uuid_v4(Random& random) {
    std::string b = random.bytes(16);
    b[6] = static_cast<char>((b[6] & 0x0f) | 0x40);  // version 4
    b[8] = static_cast<char>((b[8] & 0x3f) | 0x80);  // variant 10
    static constexpr char hex[] = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < b.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += hex[(static_cast<unsigned char>(b[i]) >> 4) & 15];
        text += hex[static_cast<unsigned char>(b[i]) & 15];
    }
    return text;
}

}  // namespace ports
