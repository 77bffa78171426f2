#include "platform/web/random.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace platform::web {

std::string WebRandom::bytes(std::size_t count) {
    std::string bytes(count, '\0');
    // getentropy is the toolchain's name for crypto.getRandomValues; POSIX lets it fill 256 bytes a call.
    for (std::size_t done = 0; done < count;) {
        const std::size_t part = std::min<std::size_t>(256, count - done);
        if (getentropy(bytes.data() + done, part) != 0) std::abort();  // never go on with bytes that are not random
        done += part;
    }
    return bytes;
}

}  // namespace platform::web
