// SHA-256 for tests, where there is no WebCrypto. Source: FIPS 180-4 §6.2.
#pragma once

#include <string>
#include <string_view>

namespace fakes {

// 32 bytes.
std::string sha256(std::string_view bytes);

}  // namespace fakes
