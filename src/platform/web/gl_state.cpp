// Dear ImGui's renderer notes WebGL's state before each frame and puts it back after. Each of its dozen questions waits for the
// graphics process to have done all it was told before, the frame before this one too. Nobody else draws on the canvas, so they
// are answered here; CMakeLists.txt gives the renderer this function in place of glGetIntegerv.

#include <GLES3/gl3.h>

#include <algorithm>
#include <cstdarg>

extern "C" void parley_gl_state(GLenum name, GLint* value) {
    switch (name) {
        case GL_MAJOR_VERSION:
        case GL_MINOR_VERSION:
        case GL_MAX_TEXTURE_SIZE: glGetIntegerv(name, value); break;
        case GL_ACTIVE_TEXTURE: *value = GL_TEXTURE0; break;
        case GL_BLEND_EQUATION_RGB:
        case GL_BLEND_EQUATION_ALPHA: *value = GL_FUNC_ADD; break;
        case GL_VIEWPORT:
        case GL_SCISSOR_BOX: std::fill_n(value, 4, 0); break;
        default: *value = 0;  // nothing is bound between two frames
    }
}

// And for sscanf: it reads the number of "#version 300 es" and nothing else, for which the C library's scanner is 4 KB.
extern "C" int parley_scan_version(const char*, const char* format, ...) {
    va_list out;
    va_start(out, format);
    *va_arg(out, int*) = 300;
    va_end(out);
    return 1;
}
