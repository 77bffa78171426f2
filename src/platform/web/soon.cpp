#include "platform/web/soon.hpp"

#include <emscripten/em_macros.h>

#include <utility>

extern "C" void parley_soon();  // web/bridge/soon.js

namespace platform::web {

namespace {

Soon* the_one = nullptr;

}  // namespace

Soon::Soon(std::function<void()> due) : due_(std::move(due)) { the_one = this; }

Soon::~Soon() { the_one = nullptr; }

void Soon::ask() {
    if (std::exchange(asked_, true)) return;
    parley_soon();
}

void Soon::on_due() {
    asked_ = false;
    due_();
}

}  // namespace platform::web

extern "C" EMSCRIPTEN_KEEPALIVE void parley_soon_due() {
    if (platform::web::the_one) platform::web::the_one->on_due();
}
