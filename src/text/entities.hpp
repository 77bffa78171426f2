#pragma once

#include <string>
#include <string_view>

namespace text {

// Appends what an entity of Markdown ("&amp;", "&#8217;", "&#x1F600;") stands for. Names outside the short list of the
// usual ones are appended as they were written.
void append_entity(std::string& out, std::string_view entity);

}  // namespace text
