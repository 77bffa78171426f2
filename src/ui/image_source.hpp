// Pictures from bytes: decoded by the browser, never loaded from an address.
#pragma once

#include <cstdint>
#include <string>

#include "imgui.h"

namespace ui {

struct Picture {
    enum class State { loading, ready, failed } state = State::loading;
    ImTextureRef texture;
    float width = 0, height = 0;  // pixels of the picture
};

class ImageSource {
public:
    virtual ~ImageSource() = default;

    // The picture kept under `key`; decodes it the first time and asks for a frame when it is there. `bytes` is read in
    // this call only. Pictures that were not asked for in a while are dropped.
    virtual Picture picture(std::uint64_t key, const std::string& mime_type, const std::string& bytes) = 0;
};

}  // namespace ui
