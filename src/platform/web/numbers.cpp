// nlohmann/json reads numbers that have a fraction or an exponent with strtod. The C library's reckons in 128-bit floats, which
// WebAssembly has not: 12 KB of code. The browser's own reads the same text to the same double, the nearest one (ECMA-262 §7.1.4.1);
// CMakeLists.txt gives nlohmann/json this function in its place.

#include <cstring>

extern "C" double parley_number(const char* text);  // web/bridge/numbers.js

// Of a text that is a number of JSON from its first byte to its last: nobody else here asks.
extern "C" double parley_strtod(const char* __restrict text, char** __restrict end) {
    if (end) *end = const_cast<char*>(text) + std::strlen(text);
    return parley_number(text);
}
