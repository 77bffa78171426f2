// What IndexedDB's exceptions mean to a person.
#pragma once

#include "base/error.hpp"
#include "platform/web/answers.hpp"

namespace platform::web {

// `answer` is a failure of web/bridge/store.js. Always storage_failed.
base::Error storage_error(const Answer& answer);

}  // namespace platform::web
