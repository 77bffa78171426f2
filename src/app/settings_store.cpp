#include "app/settings_store.hpp"

#include "base/json_object.hpp"

namespace app {

namespace {

constexpr std::string_view theme_names[] = {"system", "dark", "light"};         // in the order of model::Theme
constexpr std::string_view language_names[] = {"system", "english", "korean"};  // in the order of model::Language

template <class Choice, std::size_t count>
Choice chosen(const std::string_view (&names)[count], std::string_view name) {
    for (std::size_t i = 0; i < count; ++i)
        if (names[i] == name) return static_cast<Choice>(i);
    return Choice{};
}

}  // namespace

ports::Write settings_write(const model::Settings& settings) {
    base::JsonObject value;
    value.integer("v", 1)
        .text("theme", theme_names[static_cast<int>(settings.theme)])
        .text("language", language_names[static_cast<int>(settings.language)])
        .flag("inspector_open", settings.inspector_open);
    return {settings_collection, settings_key, value.dump()};
}

ports::Write place_write(const Place& place) {
    base::JsonObject value;
    value.integer("v", 1).text("server", place.server_id).text("conversation", place.conversation_id);
    return {settings_collection, place_key, value.dump()};
}

model::Settings read_settings(std::string_view record) {
    model::Settings settings;
    const auto value = base::parse_json(record);
    if (!value) return settings;
    settings.theme = chosen<model::Theme>(theme_names, base::string_or_empty(*value, "theme"));
    settings.language = chosen<model::Language>(language_names, base::string_or_empty(*value, "language"));
    settings.inspector_open = base::bool_member(*value, "inspector_open").value_or(settings.inspector_open);
    return settings;
}

Place read_place(std::string_view record) {
    const auto value = base::parse_json(record);
    if (!value) return {};
    return {base::string_or_empty(*value, "server"), base::string_or_empty(*value, "conversation")};
}

StoredSettings settings_of(const ports::Store::Listing& listing) {
    StoredSettings stored;
    for (const auto& record : listing.records) {
        if (record.key == settings_key) stored.settings = read_settings(record.value);
        if (record.key == place_key) stored.place = read_place(record.value);
    }
    return stored;
}

}  // namespace app
