// What is particular to a provider: where its setting is, in the words of its own console.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "doctor/finding.hpp"

namespace doctor {

struct ProviderAdvice {
    std::string_view
        where;  // a host; ".host" for all below it; "name." for all that begin so; "/path/" for a part of any address
    Cause cause;
    Mender mender;
    std::string_view place;
    std::optional<std::string_view> lines;  // {page}, {redirect}, {server} are filled in; nothing: those of the cause
};

// `address`: the issuer's, or one of its endpoints.
std::optional<ProviderAdvice> advice_of(std::string_view address, Cause cause);

}  // namespace doctor
