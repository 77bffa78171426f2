#include "base/url.hpp"

#include <doctest/doctest.h>

using base::ErrorKind;
using base::Url;

namespace {

std::string normal(std::string_view text) {
    const auto url = Url::parse(text);
    return url ? url->to_string() : "error: " + url.error().message;
}

void refuse(std::string_view text) {
    CAPTURE(text);
    const auto url = Url::parse(text);
    REQUIRE_FALSE(url);
    CHECK(url.error().kind == ErrorKind::invalid_address);
    CHECK_FALSE(url.error().message.empty());
    CHECK_FALSE(base::is_safe_to_open(text));
}

}  // namespace

TEST_CASE("an address falls into its parts") {
    const auto url = Url::parse("HTTPS://Mcp.Example:8443/a/b?x=1&y=%20#top");
    REQUIRE(url);
    CHECK(url->scheme == "https");
    CHECK(url->host == "mcp.example");
    CHECK(url->port == "8443");
    CHECK(url->path == "/a/b");
    CHECK(url->query == "x=1&y=%20");
    CHECK(url->fragment == "top");
    CHECK(url->origin() == "https://mcp.example:8443");
    CHECK(url->host_and_port() == "mcp.example:8443");
    CHECK(url->to_string() == "https://mcp.example:8443/a/b?x=1&y=%20#top");
}

// [req:url-schemes]
TEST_CASE("a scheme that could run, read or call something is no address") {
    for (const auto text : {"javascript:alert(1)",
                            "JaVaScRiPt://a/%0aalert(1)",
                            "data:text/html,x",
                            "file:///etc/passwd",
                            "blob:https://a/b",
                            "about:blank",
                            "vbscript:x",
                            "mailto:a@b",
                            "ftp://a/",
                            "intent://a",
                            "chrome://settings",
                            "view-source:https://a",
                            "ssh://a",
                            "filesystem:https://a/b",
                            "",
                            "a.example",
                            "/path",
                            "//a.example",
                            "https",
                            "https:",
                            "https:/a",
                            "https:a",
                            "https:\\\\a",
                            "://a",
                            "1https://a",
                            "ht tps://a"})
        refuse(text);
}

// [req:url-userinfo] [req:url-controls]
TEST_CASE("a password, a control character or a blank where none belongs is refused") {
    for (const auto text :
         {"https://u:p@a.example/", "https://u@a.example", "https://@a.example", "https://a.example/\n",
          "https://a\t.example/", "java\nscript:alert(1)", "https://a.example/\x7f", " https://a.example",
          "https://a.example ", "https://a b.example/"})
        refuse(text);
    // A browser ends the host at the backslash; so do we.
    CHECK(normal("https://a.example\\@b.example/") == "https://a.example/@b.example/");
    CHECK(normal("https://a.example\\@b.example@c/") == "https://a.example/@b.example@c/");
}

// [req:url-host] [req:url-ipv4] [req:url-ipv6] [req:url-port] [req:url-path]
TEST_CASE("spellings of one address come out as one, as in a browser") {
    struct Row {
        std::string_view typed;
        std::string_view normal;
    };
    const Row rows[] = {
        // hosts
        {"https://A.EXAMPLE", "https://a.example/"},
        {"https://a.example.", "https://a.example./"},
        {"https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"},
        {"https://a_b-c.example/", "https://a_b-c.example/"},
        {"https://127.1/", "https://127.0.0.1/"},
        {"https://0x7f.0.0.1/", "https://127.0.0.1/"},
        {"https://017700000001/", "https://127.0.0.1/"},
        {"https://2130706433/", "https://127.0.0.1/"},
        {"https://1.2.3/", "https://1.2.0.3/"},
        {"https://192.168.0.1./", "https://192.168.0.1/"},
        {"https://0x/", "https://0.0.0.0/"},
        {"https://[::1]/", "https://[::1]/"},
        {"https://[0:0:0:0:0:0:0:1]/", "https://[::1]/"},
        {"https://[2001:DB8:0:0:1:0:0:1]/", "https://[2001:db8::1:0:0:1]/"},
        {"https://[1:0:0:2:0:0:0:3]/", "https://[1:0:0:2::3]/"},
        {"https://[::ffff:192.168.0.1]/", "https://[::ffff:c0a8:1]/"},
        {"https://[2001:db8::]/", "https://[2001:db8::]/"},
        {"https://[::]/", "https://[::]/"},
        {"https://[1:2:3:4:5:6:0:8]/", "https://[1:2:3:4:5:6:0:8]/"},
        // ports
        {"https://a:443/", "https://a/"},
        {"http://a:80/", "http://a/"},
        {"wss://a:443/", "wss://a/"},
        {"ws://a:80/", "ws://a/"},
        {"https://a:80/", "https://a:80/"},
        {"https://a:/", "https://a/"},
        {"https://a:00443/", "https://a/"},
        {"https://[::1]:8080/", "https://[::1]:8080/"},
        {"https://a:65535/", "https://a:65535/"},
        // paths
        {"https://a", "https://a/"},
        {"https://a?q", "https://a/?q"},
        {"https://a#f", "https://a/#f"},
        {"https://a/b/../c/./d", "https://a/c/d"},
        {"https://a/../../b", "https://a/b"},
        {"https://a/b/..", "https://a/"},
        {"https://a/b/.", "https://a/b/"},
        {"https://a/b/%2e%2E/c", "https://a/c"},
        {"https://a/b/.%2e", "https://a/"},
        {"https://a/b\\..\\c", "https://a/c"},
        {"https://a//b//", "https://a//b//"},
        {"https://a/...", "https://a/..."},
        {"https://a/b c", "https://a/b%20c"},
        {"https://a/\xED\x95\x9C", "https://a/%ED%95%9C"},
        {"https://a/{x}\"<>`^", "https://a/%7Bx%7D%22%3C%3E%60%5E"},
        {"https://a/%zz%41", "https://a/%zz%41"},
        {"https://a/b|c[d]", "https://a/b|c[d]"},
        // query and fragment
        {"https://a/?", "https://a/"},
        {"https://a/?x='y z'\\", "https://a/?x=%27y%20z%27\\"},
        {"https://a/?a?b/../c", "https://a/?a?b/../c"},
        {"https://a/#a#b`", "https://a/#a#b%60"},
        {"https://a/#x?y", "https://a/#x?y"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.typed);
        CHECK(normal(row.typed) == row.normal);
        CHECK(normal(row.normal) == row.normal);
    }
}

TEST_CASE("a host that no server can have is refused") {
    for (const auto text : {"https:///",
                            "https://:80/",
                            "https://.",
                            "https://a..b/",
                            "https://.a/",
                            "https://a%2eb/",
                            "https://a<b/",
                            "https://a|b/",
                            "https://a*b/",
                            "https://b\xC3\xBC"
                            "cher.example/",
                            "https://256.1.1.1/",
                            "https://1.2.3.4.5/",
                            "https://1.2.3.256/",
                            "https://4294967296/",
                            "https://a.1x2.09/",
                            "https://0x1g.0x/",
                            "https://1.2.3.0x100/",
                            "https://[::1/",
                            "https://[]/",
                            "https://[:]/",
                            "https://[1]/",
                            "https://[1::2::3]/",
                            "https://[1:2:3:4:5:6:7:8:9]/",
                            "https://[::12345]/",
                            "https://[1:2:3:4:5:6:7::8]:1:2/",
                            "https://[::1.2.3]/",
                            "https://[::1.2.3.256]/",
                            "https://[1.2.3.4::]/",
                            "https://[::g]/",
                            "https://[:::1]/",
                            "https://[1:2:3:4:5:6:7:1.2.3.4]/",
                            "https://[::1%25eth0]/",
                            "https://[::1]x/",
                            "https://a]/",
                            "https://a:b/",
                            "https://a:65536/",
                            "https://a:-1/",
                            "https://a:1:2/",
                            "https://a:80x/",
                            "https://::1/"})
        refuse(text);
    refuse("https://" + std::string(64, 'a') + ".example/");
    refuse("https://a/" + std::string(70'000, 'a'));
}

// [req:url-safe]
TEST_CASE("plain http is for this machine alone") {
    struct Row {
        std::string_view url;
        bool fetch, open;
    };
    const Row rows[] = {
        {"https://a.example/", true, true},
        {"wss://a.example/", true, false},
        {"http://a.example/", false, false},
        {"ws://a.example/", false, false},
        {"http://localhost/", true, true},
        {"ws://localhost:81/", true, false},
        {"http://LOCALHOST:3000/", true, true},
        {"http://a.localhost/", true, true},
        {"http://127.0.0.1:8080/", true, true},
        {"http://127.255.0.3/", true, true},
        {"http://127.1/", true, true},
        {"http://[::1]/", true, true},
        {"http://[0::1]:9/", true, true},
        {"http://localhost.example/", false, false},
        {"http://127.0.0.1.example/", false, false},
        {"http://127.a.example9/", false, false},
        {"http://mylocalhost/", false, false},
        {"http://128.0.0.1/", false, false},
        {"http://192.168.0.1/", false, false},
        {"http://0.0.0.0/", false, false},
        {"http://[::2]/", false, false},
        {"http://[::ffff:7f00:1]/", false, false},
        {"http://1270.0.0.1.nip/", false, false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.url);
        const auto url = Url::parse(row.url);
        REQUIRE(url);
        CHECK(base::is_safe_to_fetch(*url) == row.fetch);
        CHECK(base::is_safe_to_open(row.url) == row.open);
    }
}

TEST_CASE("two addresses are of one origin when scheme, host and port are") {
    const auto same = [](std::string_view a, std::string_view b) { return Url::parse(a)->same_origin(*Url::parse(b)); };
    CHECK(same("https://a/x", "HTTPS://A:443/y?z"));
    CHECK_FALSE(same("https://a/", "http://a/"));
    CHECK_FALSE(same("https://a/", "https://a:444/"));
    CHECK_FALSE(same("https://a/", "https://b.a/"));
    CHECK(same("http://127.1/", "http://2130706433:80/"));
}

// [req:url-typed]
TEST_CASE("what a person types becomes an address") {
    struct Row {
        std::string_view typed;
        std::string_view url;
    };
    const Row rows[] = {
        {"mcp.example/mcp", "https://mcp.example/mcp"},
        {"  mcp.example \n", "https://mcp.example/"},
        {"mcp.example:8443/x", "https://mcp.example:8443/x"},
        {"localhost:3000/mcp", "http://localhost:3000/mcp"},
        {"localhost", "http://localhost/"},
        {"127.0.0.1:9/a", "http://127.0.0.1:9/a"},
        {"[::1]:3000", "http://[::1]:3000/"},
        {"//mcp.example/a", "https://mcp.example/a"},
        {"https://mcp.example", "https://mcp.example/"},
        {"http://localhost:1", "http://localhost:1/"},
        {"wss://a.example/mcp", "wss://a.example/mcp"},
        {"HTTP://Localhost", "http://localhost/"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.typed);
        const auto url = base::parse_typed_address(row.typed);
        REQUIRE(url);
        CHECK(url->to_string() == row.url);
    }
    for (const std::string_view typed : {"", "   ", "javascript:alert(1)", "javascript:x", "data:text/html,x",
                                         "user@host", "a b", "mailto:x@y", "한국.example"}) {
        CAPTURE(typed);
        const auto url = base::parse_typed_address(typed);
        REQUIRE_FALSE(url);
        CHECK(url.error().kind == ErrorKind::invalid_address);
    }
}

TEST_CASE("percent-encoding keeps the unreserved and takes everything back") {
    CHECK(base::percent_encode("AZaz09-._~") == "AZaz09-._~");
    CHECK(base::percent_encode("a b&c=d/\xC3\xA9+%") == "a%20b%26c%3Dd%2F%C3%A9%2B%25");
    CHECK(base::percent_decode("a%20b%2fc%2F+") == "a b/c/+");
    CHECK(base::percent_decode("%") == "%");
    CHECK(base::percent_decode("%4") == "%4");
    CHECK(base::percent_decode("%zz%41%") == "%zzA%");
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    CHECK(base::percent_decode(base::percent_encode(all)) == all);
}
