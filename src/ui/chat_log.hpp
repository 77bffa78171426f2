// The messages of a chat. Only what can be seen is laid out and drawn; heights of the rest are remembered or estimated.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "ui/entry_view.hpp"
#include "ui/image_source.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/scroll_area.hpp"
#include "ui/widgets/text_view.hpp"

namespace ui {

class ChatLog {
public:
    explicit ChatLog(ImageSource& images) : images_(images) {}

    // The link that was pressed, or an empty string.
    std::string draw(Ui& ui, const Rect& r, const chat::Conversation& conversation);

private:
    // One an entry, in the order of the conversation.
    struct Slot {
        chat::EntryId id;
        std::uint32_t version;
        float height;
        bool measured;
    };

    void follow(Ui& ui, const chat::Conversation& conversation, float width);
    void resize(const Ui& ui, const chat::Conversation& conversation, float width);
    float draw_one(Ui& ui, const chat::Conversation& conversation, std::size_t index, float y, EntryEvents& events);
    void measure(Ui& ui, const chat::Conversation& conversation, std::size_t index);
    void settle_at_end(Ui& ui, const chat::Conversation& conversation, float view_height);
    float top_of(std::size_t index) const;
    std::size_t first_visible(float& top) const;
    void scroll_along(Ui& ui, const Rect& r);
    void draw_to_end_button(Ui& ui, const Rect& r);
    void offer_copy(Ui& ui, const chat::Conversation& conversation);
    void announce(Ui& ui, const chat::Conversation& conversation);
    void forget_old(double now);

    ImageSource& images_;
    std::string conversation_id_;
    std::vector<Slot> slots_;
    std::unordered_map<chat::EntryId, EntryView> views_;
    ScrollState scroll_;
    TextSelection selection_;
    bool at_end_ = true;  // new entries keep the end in view
    float width_ = 0, column_x_ = 0, scale_ = 0;
    chat::EntryId last_id_ = 0;
    std::uint32_t last_version_ = 0;
};

}  // namespace ui
