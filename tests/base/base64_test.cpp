#include "base/base64.hpp"

#include <doctest/doctest.h>

TEST_CASE("the vectors of RFC 4648 §10 go both ways") {
    const std::pair<const char*, const char*> rows[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    };
    for (const auto& [bytes, text] : rows) {
        CHECK(base::base64_encode(bytes) == text);
        CHECK(base::base64_decode(text) == bytes);
    }
}

TEST_CASE("every byte survives base64") {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
    CHECK(base::base64_decode(base::base64_encode(bytes)) == bytes);
}

TEST_CASE("line breaks and missing padding are taken, foreign characters and loose bits are not") {
    CHECK(base::base64_decode("Zm9v\r\nYmFy\n") == "foobar");
    CHECK(base::base64_decode("Zm8") == "fo");
    CHECK_FALSE(base::base64_decode("Zm9v!"));
    CHECK_FALSE(base::base64_decode("Zm-v"));
    CHECK_FALSE(base::base64_decode("Z"));
    CHECK_FALSE(base::base64_decode("Zm9="));
    CHECK_FALSE(base::base64_decode("Zg=g"));
    CHECK_FALSE(base::base64_decode("Zg==="));
}

TEST_CASE("base64url has no padding and no character that an address would escape") {
    CHECK(base::base64url_encode("\xfb\xff\xfe") == "-__-");
    CHECK(base::base64url_encode("f") == "Zg");
    CHECK(base::base64url_encode("").empty());
    CHECK(base::base64url_decode("-__-") == "\xfb\xff\xfe");
    CHECK(base::base64url_decode("Zg") == "f");
    for (const char* text : {"Zg==", "+//+", "Z g", "Zm9v\n", "Z", "Zh"}) CHECK_FALSE(base::base64url_decode(text));
}
