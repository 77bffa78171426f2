// The collection "settings": the record "settings", shared by all tabs, and "place", what was open last.
//   settings  {"v":1,"theme","language","inspector_open"}
//   place     {"v":1,"server","conversation"}
// What does not read is its default: settings are never worth an error.
#pragma once

#include <string>
#include <string_view>

#include "model/app_state.hpp"
#include "ports/store.hpp"

namespace app {

inline constexpr const char* settings_collection = "settings";
inline constexpr const char* settings_key = "settings";
inline constexpr const char* place_key = "place";

struct Place {
    std::string server_id;
    std::string conversation_id;

    friend bool operator==(const Place&, const Place&) = default;
};

ports::Write settings_write(const model::Settings& settings);
ports::Write place_write(const Place& place);

model::Settings read_settings(std::string_view record);
Place read_place(std::string_view record);

struct StoredSettings {
    model::Settings settings;
    Place place;
};
StoredSettings settings_of(const ports::Store::Listing& listing);  // of settings_collection

}  // namespace app
