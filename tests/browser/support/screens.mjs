// The main screens, one after the other, as a person gets to them; and what can be told of a picture of them.
// The words of the way through the screens, in both languages.
const english = {
    addServer: 'Add server',
    address: 'Server address',
    connect: 'Connect',
    disconnect: 'Disconnect',
    tools: 'Tools',
    traffic: 'Traffic',
    settings: 'Settings',
    menu: 'Menu',
    close: 'Close',
    showInspector: 'Show inspector',
    message: 'Message',
    chat: 'Chat',
    more: 'More',
    rename: 'Rename chat',
    sendRequest: 'Send a request',
};
const korean = {
    addServer: '서버 추가',
    address: '서버 주소',
    connect: '연결',
    disconnect: '연결 끊기',
    tools: '도구',
    traffic: '통신',
    settings: '설정',
    menu: '메뉴',
    close: '닫기',
    showInspector: '살펴보기 열기',
    message: '메시지',
    chat: '대화',
    more: '더 보기',
    rename: '대화 이름 바꾸기',
    sendRequest: '요청 보내기',
};

/** The ways a screen is looked at: every theme and language on a wide and on a narrow window. */
export const looks = [
    { name: 'wide-dark', size: [1440, 900], theme: 'dark' },
    { name: 'wide-light', size: [1440, 900], theme: 'light' },
    { name: 'wide-light-ko', size: [1440, 900], theme: 'light', locale: 'ko-KR' },
    { name: 'narrow-dark', size: [390, 844], theme: 'dark' },
    { name: 'narrow-light', size: [390, 844], theme: 'light' },
    { name: 'narrow-dark-ko', size: [390, 844], theme: 'dark', locale: 'ko-KR' },
];

export const contextOf = ({ size: [width, height], theme, locale = 'en-US' }) => ({
    viewport: { width, height },
    colorScheme: theme,
    locale,
    reducedMotion: 'reduce',
});

/** Goes through the screens of a page without servers; yields the name of each once it stands still. */
export async function* walk(page, peer, { size: [width], locale }) {
    const words = locale ? korean : english;
    const narrow = width < 720;
    const button = (name) => page.getByRole('button', { name, exact: true });
    const stands = () => page.waitForTimeout(250); // the frames that follow a change

    await button(words.addServer).last().waitFor({ state: 'attached' });
    await stands();
    yield 'empty';

    if (narrow) await button(words.menu).click();
    await page.getByRole('navigation').getByRole('button', { name: words.addServer, exact: true }).click();
    await page.getByRole('textbox', { name: words.address, exact: true }).waitFor();
    await stands();
    yield 'connect';

    await page.getByRole('textbox', { name: words.address, exact: true }).fill(peer.url);
    await button(words.connect).click();
    await page.getByRole('textbox', { name: words.message, exact: true }).waitFor();
    if (narrow) await button(words.showInspector).click();
    await button(words.disconnect).waitFor();
    await button('search').click();
    await stands();
    yield 'tools';

    await page.getByRole('tab', { name: words.traffic, exact: true }).click();
    await page.getByRole('tabpanel').getByRole('button', { name: /tools\/list/ }).first().click();
    await stands();
    yield 'traffic';
    await button(words.sendRequest).click();
    await stands();
    yield 'request';

    if (narrow) await page.getByRole('complementary').getByRole('button', { name: words.close, exact: true }).first().click();
    const log = page.getByRole('log');
    await say(page, words, '/markdown {}');
    await log.getByRole('article').first().waitFor();
    await log.getByText('A page of Markdown').first().waitFor();
    await stands();
    yield 'markdown';

    await say(page, words, '/search {"query":"plans","tags":["a","b"],"order":{"by":"date","then":{"by":"name"}}}');
    await log.getByRole('tree').waitFor();
    await say(page, words, '/list-files {"hidden":true}');
    await log.getByRole('table').waitFor();
    await stands();
    yield 'results';

    if (narrow) await button(words.menu).click();
    await page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${words.more}: `) }).first().click();
    await page.getByRole('menuitem', { name: words.rename }).waitFor();
    await stands();
    yield 'menu';
    await page.keyboard.press('Escape');

    await page.getByRole('navigation').getByRole('button', { name: words.settings, exact: true }).click();
    await page.getByRole('heading', { name: words.settings, exact: true, level: 2 }).waitFor();
    await stands();
    yield 'settings';
}

async function say(page, words, text) {
    const composer = page.getByRole('textbox', { name: words.message, exact: true });
    await composer.fill(text);
    await composer.press('Enter');
}

/** Runs in the page: sentences about controls and texts that are not where they can be seen and pressed. */
export function misplaced() {
    const problems = [];
    const mirror = document.getElementById('mirror');
    const boxOf = (element) => element.getBoundingClientRect();
    const nameOf = (element) =>
        `${element.getAttribute('role') ?? element.localName} “${(element.getAttribute('aria-label') ?? element.textContent).slice(0, 40)}”`;
    const within = (inner, outer, sides) =>
        (!sides.includes('x') || (inner.left >= outer.left - 1 && inner.right <= outer.right + 1)) &&
        (!sides.includes('y') || (inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1));
    const window_ = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    if (document.documentElement.scrollWidth > innerWidth) problems.push('The page scrolls sideways.');

    const shown = [...mirror.querySelectorAll('[role], button, textarea, input, a, div')].filter(
        (element) => !element.closest('[inert]') && !element.classList.contains('layer') && boxOf(element).width > 0,
    );
    for (const element of shown) {
        if (element.parentElement.classList.contains('scroll') && element === element.parentElement.firstElementChild)
            continue; // what makes the height that is scrolled
        // What scrolls may have its parts above and below of what is seen, never beside it.
        const scroller = element.parentElement.closest('.scroll');
        const outer = scroller ? boxOf(scroller) : window_;
        if (!within(boxOf(element), outer, scroller ? 'x' : 'xy'))
            problems.push(`${nameOf(element)} is not within ${scroller ? nameOf(scroller) : 'the window'}.`);
    }

    const controls = shown.filter((element) => {
        const beside = element.localName === 'button' && boxOf(element).width === innerWidth && boxOf(element).height === innerHeight;
        return element.classList.contains('live') && !beside;
    });
    const cut = (element) => {
        let { left, top, right, bottom } = boxOf(element);
        for (let holder = element.parentElement; holder; holder = holder.parentElement) {
            if (!holder.classList.contains('scroll')) continue;
            const view = boxOf(holder);
            [top, bottom] = [Math.max(top, view.top), Math.min(bottom, view.bottom)];
        }
        return { left, top, right, bottom };
    };
    const layerOf = (element) => element.closest('.layer');
    controls.forEach((one, i) => {
        for (const other of controls.slice(i + 1)) {
            if (layerOf(one) !== layerOf(other) || one.contains(other)) continue;
            const [a, b] = [cut(one), cut(other)];
            const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (width <= 1 || height <= 1) continue;
            // A row's own menu lies on it, wholly.
            if (other.hasAttribute('aria-expanded') && within(boxOf(other), boxOf(one), 'xy')) continue;
            problems.push(`${nameOf(one)} and ${nameOf(other)} overlap.`);
        }
    });
    return problems;
}

/** What a PNG shows, read by the browser itself: how many colours, and those at some points (CSS pixels). */
export async function readPicture(context, png, points) {
    const reader = await context.newPage();
    try {
        return await reader.evaluate(
            async ([base64, probes]) => {
                const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
                const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
                const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
                const drawing = canvas.getContext('2d');
                drawing.drawImage(bitmap, 0, 0);
                const { data } = drawing.getImageData(0, 0, bitmap.width, bitmap.height);
                const pixels = new Uint32Array(data.buffer);
                const hex = ([x, y]) => {
                    const at = (y * bitmap.width + x) * 4;
                    return '#' + [...data.slice(at, at + 3)].map((part) => part.toString(16).padStart(2, '0')).join('');
                };
                return { colours: new Set(pixels).size, at: probes.map(hex) };
            },
            [png.toString('base64'), points],
        );
    } finally {
        await reader.close();
    }
}

/** Resolves once the chat's background, between the columns of a wide window, has the colour; throws after fifty pictures of another. */
export async function colourBecomes(page, context, colour) {
    const { width, height } = page.viewportSize();
    let seen;
    for (let tries = 0; tries < 50 && seen !== colour; tries++)
        [seen] = (await readPicture(context, await page.screenshot(), [[Math.min(270, width - 3), height - 3]])).at;
    if (seen !== colour) throw new Error(`The background is ${seen}, not ${colour}.`);
}
