#include "platform/web/images.hpp"

#include <GLES3/gl3.h>
#include <emscripten.h>

extern "C" {
// web/bridge/images.js
void images_decode(int id, const char* mime_type, const void* bytes, int size, int largest);
void images_upload(int id);
void images_forget(int id);
}

namespace platform::web {

namespace {

constexpr std::size_t most_pixels = 96 * 1024 * 1024;  // of all pictures together
constexpr int largest_side = 2048;                     // pixels; larger ones are shrunk while they are decoded

Images* the_images = nullptr;

}  // namespace

Images::Images(std::function<void()> changed) : changed_(std::move(changed)) { the_images = this; }
Images::~Images() { the_images = nullptr; }

ui::Picture Images::picture(std::uint64_t key, const std::string& mime_type, const std::string& bytes) {
    auto found = kept_.find(key);
    if (found == kept_.end()) {
        found = kept_.emplace(key, Kept{.id = ++last_id_}).first;
        images_decode(found->second.id, mime_type.c_str(), bytes.data(), static_cast<int>(bytes.size()), largest_side);
    }
    Kept& kept = found->second;
    kept.last_asked = ++asked_;
    // A lost context took its textures with it; the bitmap is still there.
    if (kept.state == ui::Picture::State::ready && (kept.texture == 0 || !glIsTexture(kept.texture))) upload(kept);
    return {kept.state, ImTextureRef(static_cast<ImTextureID>(kept.texture)), kept.width, kept.height};
}

void Images::upload(Kept& kept) {
    GLint bound = 0;
    glGetIntegerv(GL_TEXTURE_BINDING_2D, &bound);
    glGenTextures(1, &kept.texture);
    glBindTexture(GL_TEXTURE_2D, kept.texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    images_upload(kept.id);
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(bound));
}

void Images::drop_oldest() {
    auto oldest = kept_.begin();
    const auto age = [](const Kept& kept) { return kept.width > 0 ? kept.last_asked : UINT64_MAX; };
    for (auto it = kept_.begin(); it != kept_.end(); ++it)
        if (age(it->second) < age(oldest->second)) oldest = it;
    pixels_ -= pixels_of(oldest->second);
    if (oldest->second.texture) glDeleteTextures(1, &oldest->second.texture);
    images_forget(oldest->second.id);
    kept_.erase(oldest);
}

void Images::on_decoded(int id, bool ok, int width, int height) {
    for (auto& [key, kept] : kept_) {
        if (kept.id != id) continue;
        kept.state = ok ? ui::Picture::State::ready : ui::Picture::State::failed;
        kept.width = static_cast<float>(width);
        kept.height = static_cast<float>(height);
        pixels_ += pixels_of(kept);
    }
    while (pixels_ > most_pixels) drop_oldest();
    changed_();
}

}  // namespace platform::web

extern "C" EMSCRIPTEN_KEEPALIVE void images_on_decoded(int id, int ok, int width, int height) {
    if (platform::web::the_images) platform::web::the_images->on_decoded(id, ok != 0, width, height);
}
