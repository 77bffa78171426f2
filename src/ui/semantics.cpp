#include "ui/semantics.hpp"

#include <algorithm>
#include <utility>

namespace ui {

void Semantics::begin_frame() {
    nodes_.clear();
    depth_ = 0;
    layer_ = 0;
    copied_text = {};
}

std::size_t Semantics::open(Node node) {
    const std::size_t index = add(std::move(node));
    if (!muted_) ++depth_;
    return index;
}

void Semantics::close() {
    if (!muted_) --depth_;
}

std::size_t Semantics::add(Node node) {
    if (muted_) return no_index;
    node.depth = depth_;
    node.layer = layer_;
    nodes_.push_back(std::move(node));
    return nodes_.size() - 1;
}

Node& Semantics::amend(std::size_t index) { return index == no_index ? discarded_ : nodes_[index]; }

void Semantics::push_layer() { ++layer_; }
void Semantics::pop_layer() { --layer_; }

bool Semantics::take_click(NodeId id) {
    const auto it = std::find(clicks_.begin(), clicks_.end(), id);
    if (muted_ || id == 0 || it == clicks_.end()) return false;
    clicks_.erase(it);
    return true;
}

std::optional<KeyPress> Semantics::take_key(NodeId id, Key key) {
    if (muted_) return std::nullopt;
    for (auto it = keys_.begin(); it != keys_.end(); ++it) {
        if (it->node != id || it->key != key) continue;
        const KeyPress press = *it;
        keys_.erase(it);
        return press;
    }
    return std::nullopt;
}

std::optional<KeyPress> Semantics::take_shortcut(char32_t character, bool shift) {
    for (auto it = keys_.begin(); it != keys_.end(); ++it) {
        if (it->key != Key::character || it->character != character || !it->control || it->shift != shift) continue;
        const KeyPress press = *it;
        keys_.erase(it);
        return press;
    }
    return std::nullopt;
}

std::optional<TextEdit> Semantics::take_edit(NodeId id) {
    if (muted_) return std::nullopt;
    const auto it = edits_.find(id);
    if (it == edits_.end()) return std::nullopt;
    TextEdit edit = std::move(it->second);
    edits_.erase(it);
    return edit;
}

std::optional<float> Semantics::take_scroll(NodeId id) {
    if (muted_) return std::nullopt;
    const auto it = scrolls_.find(id);
    if (it == scrolls_.end()) return std::nullopt;
    const float scroll_y = it->second;
    scrolls_.erase(it);
    return scroll_y;
}

void Semantics::announce(std::string_view text, bool urgent) { announcements_.push_back({std::string(text), urgent}); }

const Node* Semantics::find(NodeId id) const {
    const auto it = std::find_if(nodes_.begin(), nodes_.end(), [id](const Node& node) { return node.id == id; });
    return it == nodes_.end() ? nullptr : &*it;
}

void Semantics::on_focus(NodeId id, bool visible) {
    focused_ = id;
    focus_visible_ = visible;
}

void Semantics::on_blur(NodeId id) {
    if (focused_ == id) focused_ = 0;
}

NodeId Semantics::take_wanted_focus() { return std::exchange(wanted_focus_, 0); }

std::vector<Semantics::Announcement> Semantics::take_announcements() { return std::exchange(announcements_, {}); }

void Semantics::end_frame() {
    clicks_.clear();
    keys_.clear();
    edits_.clear();
    scrolls_.clear();
}

}  // namespace ui
