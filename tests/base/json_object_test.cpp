#include "base/json_object.hpp"

#include <doctest/doctest.h>

TEST_CASE("an object has its members in the order they came, the last of a name counting") {
    base::JsonObject object;
    object.text("b", "text \"quoted\"").integer("a", -5).number("n", 1.5).flag("f", false).json("j", nullptr);
    object.integer("a", 7);
    CHECK(object.dump() == R"({"b":"text \"quoted\"","a":7,"n":1.5,"f":false,"j":null})");
    CHECK(base::JsonObject().dump() == "{}");
    CHECK(object.take().size() == 5);
}
