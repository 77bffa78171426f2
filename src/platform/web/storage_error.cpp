#include "platform/web/storage_error.hpp"

namespace platform::web {

using base::Error;
using base::ErrorKind;
using base::Remedy;

Error storage_error(const Answer& answer) {
    Error error{ErrorKind::storage_failed, Remedy::reload, {}, answer.reason + ": " + answer.message};
    if (answer.reason == "QuotaExceededError") {
        error.remedy = Remedy::free_space;
        error.message =
            "There is no room left for this page's data on this device. Free some space and try again; until then the "
            "change stays only while this page is open.";
    } else if (answer.reason == "DamagedRecord") {
        error.remedy = Remedy::none;
        error.message = "A saved record is damaged and cannot be read.";
    } else if (answer.reason == "Blocked") {
        error.message = "Another tab holds an older version of this page's data. Close the other tabs and reload.";
    } else if (answer.reason == "VersionError") {
        error.message = "A newer version of this page has been here. Reload to get it.";
    } else if (answer.reason == "InsecureContext") {
        error.remedy = Remedy::none;
        error.message = "Nothing can be saved on a page that did not come over https.";
    } else {
        error.remedy = Remedy::retry;
        error.message = "The browser does not let this page save anything (a private window, or site data is blocked).";
    }
    return error;
}

}  // namespace platform::web
