// Pictures decoded by the browser (createImageBitmap) into WebGL textures. Nothing is loaded from an address, and a
// picture never runs: SVG is not decoded from bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>

#include "ui/image_source.hpp"

namespace platform::web {

class Images : public ui::ImageSource {
public:
    // `changed` is called when a picture is there (or failed), outside of any frame.
    explicit Images(std::function<void()> changed);
    Images(const Images&) = delete;
    Images& operator=(const Images&) = delete;
    ~Images() override;

    ui::Picture picture(std::uint64_t key, const std::string& mime_type, const std::string& bytes) override;

    void on_decoded(int id, bool ok, int width, int height);  // the browser calls

private:
    struct Kept {
        int id = 0;  // of the decoded bitmap on the other side
        ui::Picture::State state = ui::Picture::State::loading;
        unsigned texture = 0;  // 0: not uploaded yet, or gone with the context
        float width = 0, height = 0;
        std::uint64_t last_asked = 0;
    };
    static std::size_t pixels_of(const Kept& kept) { return static_cast<std::size_t>(kept.width * kept.height); }
    void upload(Kept& kept);
    void drop_oldest();  // of those that are decoded: there is one

    std::function<void()> changed_;
    std::unordered_map<std::uint64_t, Kept> kept_;
    std::size_t pixels_ = 0;  // of those that are decoded
    int last_id_ = 0;
    std::uint64_t asked_ = 0;
};

}  // namespace platform::web
