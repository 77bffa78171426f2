// The messages of a chat. Only what can be seen is drawn, and laid out with it what is next to it, between frames; heights of
// the rest are remembered or estimated.
#pragma once

#include <chrono>
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

    // In the place of draw() while there is nothing: what comes next is news.
    void nothing_at(std::chrono::milliseconds now) { last_look_ = now; }

    // Between frames: lays out one of the entries that scrolling would show next. False: all of them are.
    bool look_ahead(Ui& ui);
    bool wants_look_ahead() const { return next_ahead() < slots_.size(); }

private:
    // One an entry, in the order of the conversation.
    struct Slot {
        chat::EntryId id;
        std::uint32_t version;
        float height;
        bool measured;
    };

    // A place among the slots, and how high those before it are together.
    struct Place {
        std::size_t index = 0;
        float heights_before = 0;
    };

    void follow(Ui& ui, const chat::Conversation& conversation, float width);
    bool matches(const chat::Conversation& conversation) const;
    void resize(const Ui& ui, const chat::Conversation& conversation, float width);
    float draw_one(Ui& ui, const chat::Conversation& conversation, std::size_t index, float y, EntryEvents& events);
    void measure(Ui& ui, const chat::Conversation& conversation, std::size_t index);
    void settle_at_end(Ui& ui, const chat::Conversation& conversation, float view_height);
    void go_to_end() { at_end_ = true, followed_end_ = -1; }
    void follow_scrolling();
    std::size_t settle_above(Ui& ui, const chat::Conversation& conversation);
    float top_of(std::size_t index) const;
    float content_height() const { return room_above_ - lift_ + heights_ + room_below_; }
    void set_height(std::size_t index, float height);
    std::size_t first_visible() const;
    bool laid_out(std::size_t index) const;
    std::size_t next_ahead() const;
    void scroll_along(Ui& ui, const Rect& r);
    void draw_to_end_button(Ui& ui, const Rect& r);
    void offer_copy(Ui& ui, const chat::Conversation& conversation);
    void announce(Ui& ui, const chat::Conversation& conversation);
    void forget_old(double now);

    ImageSource& images_;
    std::string conversation_id_;
    std::vector<Slot> slots_;
    mutable Place place_;  // asked for last
    float heights_ = 0;    // of all slots
    std::unordered_map<chat::EntryId, EntryView> views_;
    ScrollState scroll_;
    TextSelection selection_;
    bool at_end_ = true;       // new entries keep the end in view
    float followed_end_ = -1;  // where the end was when the view was last put there; -1: it has to be
    float width_ = 0, column_x_ = 0, scale_ = 0, room_above_ = 0, room_below_ = 0;
    // How much higher the entries above the view turned out than they were taken for. They reach up beyond the content's zero by
    // that, so that neither what is seen moves nor the browser must be told of another scroll position in the midst of scrolling.
    float lift_ = 0;
    float last_y_ = 0;
    bool going_down_ = false;
    std::size_t first_seen_ = 0, end_seen_ = 0;  // of the last frame: the entries that were drawn
    NodeId inside_ = 0;                          // what the ids of entries begin with
    chat::EntryId last_id_ = 0;                  // what is behind it is new
    std::chrono::milliseconds last_look_ = std::chrono::milliseconds::max();  // wall clock; at first nothing is news
    std::vector<chat::EntryId> running_;                                      // whose end is yet to be announced
};

}  // namespace ui
