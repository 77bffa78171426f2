#include "app/sentences.hpp"
#include "app/update.hpp"
#include "base/url.hpp"

namespace app {

void Update::on(const model::OpenSettings&) { state_.screen = model::Screen::settings; }

void Update::on(const model::ShowInspector& asked) {
    state_.inspector_tab = asked.tab;
    if (state_.settings.inspector_open) return;
    state_.settings.inspector_open = true;
    save_settings();
}

void Update::on(const model::ToggleInspector&) {
    state_.settings.inspector_open = !state_.settings.inspector_open;
    save_settings();
}

void Update::on(const model::SetTheme& asked) {
    state_.settings.theme = asked.theme;
    save_settings();
}

void Update::on(const model::SetLanguage& asked) {
    state_.settings.language = asked.language;
    save_settings();
}

void Update::on(const model::CopyText& asked) { context_.copy(asked.text); }

// Checked where it was shown, and here again: this is the last door. (THREATS: CVE-2025-58444, CVE-2026-44429.)
void Update::on(const model::OpenLink& asked) {
    if (!base::is_safe_to_open(asked.url)) {
        notices_.say(say(Sentence::link_refused, state_));
        return;
    }
    if (!ports_.window.open_link(asked.url)) notices_.say(say(Sentence::tab_blocked, state_));
}

void Update::on(const model::SaveFile& asked) { ports_.window.save_file(asked.name, asked.mime_type, asked.bytes); }
void Update::on(const model::DismissNotice& asked) { notices_.dismiss(asked.notice_id); }
void Update::on(const model::UndoNotice& asked) { notices_.undo(asked.notice_id); }

void Update::save_settings() { saver_.put(settings_write(state_.settings)); }

}  // namespace app
