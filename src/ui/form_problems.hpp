// What is wrong with an argument, in the person's language.
#pragma once

#include <string>

#include "base/json_schema.hpp"
#include "ui/strings.hpp"

namespace ui {

std::string sentence(const base::SchemaProblem& problem, Locale locale);

}  // namespace ui
