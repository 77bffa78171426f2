#include "app/context.hpp"

#include <utility>

#include "app/sentences.hpp"

namespace app {

namespace {

base::Task<void> copy_text(Context& context, std::string text) {
    auto copied = co_await context.ports.window.copy_text(std::move(text));
    if (copied)
        context.notices.say(say(Sentence::copied, context.state));
    else
        context.notices.report(std::move(copied.error()));
}

}  // namespace

void Context::copy(std::string text) { page.spawn(copy_text(*this, std::move(text))); }

}  // namespace app
