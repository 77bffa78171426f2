// Looking for words in an entry's record (chat/record.hpp) without making values of it: a picture of ten megabytes is only
// walked over.
#pragma once

#include <string>
#include <string_view>

namespace chat {

// The words as they stand in a record.
std::string words_in_record(std::string_view words);

// Whether a person reads `words`, made by words_in_record(), in the entry: in a message, in what names a tool and its server,
// in the arguments and the result, names of members too, and in what went wrong. Case does not count for ASCII letters.
bool record_says(std::string_view record, std::string_view words);

}  // namespace chat
