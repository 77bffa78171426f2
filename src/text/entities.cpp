#include "text/entities.hpp"

#include "base/utf8.hpp"

namespace text {

namespace {

struct Entity {
    std::string_view name;
    char32_t code_point;
};

constexpr Entity entities[] = {
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},      {"apos", '\''},    {"nbsp", 0xA0},
    {"copy", 0xA9},    {"reg", 0xAE},     {"trade", 0x2122}, {"hellip", 0x2026}, {"mdash", 0x2014}, {"ndash", 0x2013},
    {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"ldquo", 0x201C}, {"rdquo", 0x201D},  {"laquo", 0xAB},   {"raquo", 0xBB},
    {"bull", 0x2022},  {"middot", 0xB7},  {"deg", 0xB0},     {"plusmn", 0xB1},   {"times", 0xD7},   {"divide", 0xF7},
    {"larr", 0x2190},  {"uarr", 0x2191},  {"rarr", 0x2192},  {"darr", 0x2193},   {"harr", 0x2194},  {"le", 0x2264},
    {"ge", 0x2265},    {"ne", 0x2260},    {"infin", 0x221E}, {"check", 0x2713},  {"cross", 0x2717}, {"euro", 0x20AC},
    {"pound", 0xA3},   {"yen", 0xA5},     {"cent", 0xA2},    {"sect", 0xA7},     {"para", 0xB6},    {"micro", 0xB5},
    {"auml", 0xE4},    {"ouml", 0xF6},    {"uuml", 0xFC},    {"Auml", 0xC4},     {"Ouml", 0xD6},    {"Uuml", 0xDC},
    {"szlig", 0xDF},   {"eacute", 0xE9},  {"egrave", 0xE8},  {"agrave", 0xE0},   {"ccedil", 0xE7},  {"ntilde", 0xF1},
    {"alpha", 0x3B1},  {"beta", 0x3B2},   {"gamma", 0x3B3},  {"delta", 0x3B4},   {"lambda", 0x3BB}, {"mu", 0x3BC},
    {"pi", 0x3C0},     {"sigma", 0x3C3},  {"omega", 0x3C9},  {"lbrack", '['},    {"rbrack", ']'},   {"lpar", '('},
    {"rpar", ')'},     {"lcub", '{'},     {"rcub", '}'},     {"vert", '|'},      {"ast", '*'},      {"lowbar", '_'},
    {"grave", '`'},    {"num", '#'},      {"bsol", '\\'},    {"sol", '/'},       {"colon", ':'},    {"excl", '!'},
    {"dollar", '$'},   {"percnt", '%'},   {"Tab", '\t'},     {"NewLine", ' '},   {"zwnj", 0x200C},  {"zwj", 0x200D},
    {"shy", 0xAD}};

int digit_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return 99;
}

// CommonMark §2.5: NUL and what Unicode lacks become U+FFFD. 0 when it is not a number.
char32_t numeric(std::string_view digits) {
    const bool hex = !digits.empty() && (digits[0] == 'x' || digits[0] == 'X');
    if (hex) {
        digits.remove_prefix(1);
    }
    if (digits.empty() || digits.size() > 8) {
        return 0;
    }
    const char32_t radix = hex ? 16 : 10;
    char32_t value = 0;
    for (const char c : digits) {
        const auto digit = static_cast<char32_t>(digit_value(c));
        if (digit >= radix) {
            return 0;
        }
        value = value * radix + digit;
    }
    const bool exists = value != 0 && value <= 0x10FFFF;
    return exists ? value : base::replacement_character;
}

}  // namespace

void append_entity(std::string& out, std::string_view entity) {
    if (entity.size() > 2 && entity.front() == '&' && entity.back() == ';') {
        const std::string_view name = entity.substr(1, entity.size() - 2);
        if (name[0] == '#') {
            const char32_t code_point = numeric(name.substr(1));
            if (code_point != 0) {
                return base::append_utf8(out, code_point);
            }
        }
        for (const Entity& known : entities) {
            if (known.name == name) {
                return base::append_utf8(out, known.code_point);
            }
        }
    }
    out.append(entity);
}

}  // namespace text
