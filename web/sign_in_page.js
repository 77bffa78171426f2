// The words of sign_in.html and callback.html. Mostly these two are gone again before a person could read any, so what shows
// them (this module, the styles) is fetched only when there is something to say.

const styles = ['shell.css', 'sign_in.css'].map((file) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = file;
    return new Promise((resolve) => {
        link.onload = link.onerror = resolve;
        document.head.append(link);
    });
});
const parsed = new Promise((resolve) => {
    if (document.readyState !== 'loading') resolve();
    else document.addEventListener('DOMContentLoaded', resolve);
});
await Promise.all([...styles, parsed]);

// In the person's language; the styles hide the other one.
const wanted = (navigator.languages ?? []).find((language) => /^(en|ko)\b/i.test(language)) ?? 'en';
document.documentElement.lang = wanted.slice(0, 2).toLowerCase();
for (const button of document.querySelectorAll('button')) button.addEventListener('click', () => window.close());

/** Shows this one of the page's texts, and no other. */
export function show(id) {
    for (const text of document.querySelectorAll('main > [id]')) text.hidden = text.id !== id;
    document.querySelector('main').hidden = false;
}
