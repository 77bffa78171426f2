// The real Chromium the tests drive, and how it is started.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function chromiumPath() {
    const found = [process.env.CHROMIUM, ...PLACES].find((path) => path && existsSync(path));
    if (!found)
        throw new Error(
            'No Chromium was found. Install one (Debian: apt-get install chromium) or name it in CHROMIUM.',
        );
    return found;
}

// Of two lists Chromium takes the last: these are what Playwright switches off and a page could notice, and the address bar's own
// pages, of which every window, headless too, starts one: a program larger than ours, on two seconds of processor time.
const FEATURES_OFF = [
    'AvoidCorsURLLoaderRestartOnRedirect',
    'AvoidUnnecessaryBeforeUnloadCheckSync',
    'DestroyProfileOnBrowserClose',
    'HttpsFirstBalancedModeAutoEnable',
    'HttpsUpgrades',
    'LensOverlay',
    'MediaRouter',
    'NetworkTimeServiceQuerying',
    'OptimizationHints',
    'PaintHolding',
    'PreconnectToSearch',
    'ThirdPartyStoragePartitioning',
    'WebUIOmniboxAimPopup',
    'WebUIOmniboxPopup',
];
const SPARE_PROCESS = 'SpareRendererForSitePerProcess'; // the one that Chromium keeps ready for a next page

/**
 * Launch options. With `proxyPort` every address but those of `direct` goes through the forward proxy, localhost too.
 * `spare`: with the process that a person's browser keeps ready; tests, many pages one after the other, are quicker without.
 */
export function launchOptions({ proxyPort, direct = [], spare = false } = {}) {
    const off = spare ? FEATURES_OFF : [...FEATURES_OFF, SPARE_PROCESS];
    // The browser looks nothing up of itself: a machine without the internet would be kept busy refusing it.
    const args = [
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--disable-features=${off.join(',')}`,
    ];
    if (process.getuid?.() === 0) args.push('--no-sandbox'); // Chromium refuses its sandbox to root
    if (proxyPort) {
        // `<-loopback>` takes away the built-in rule that loopback addresses never go through a proxy.
        args.push(
            `--proxy-server=http://127.0.0.1:${proxyPort}`,
            `--proxy-bypass-list=${['<-loopback>', ...direct].join(';')}`,
        );
    }
    // Playwright's defaults let every window open, and forget a page that is left; here windows open as in a browser, only on a
    // person's click, and Back brings the page as it was.
    return { executablePath: chromiumPath(), args, ignoreDefaultArgs: ['--disable-popup-blocking', '--disable-back-forward-cache'] };
}

export const launch = (options) => chromium.launch(launchOptions(options));

/** Closes a context. What a route is still about then ends quietly: it would be an error that belongs to no test. */
export async function closeContext(context) {
    const quietly = { behavior: 'ignoreErrors' };
    for (const page of context.pages()) await page.unrouteAll(quietly).catch(() => {});
    await context.unrouteAll(quietly).catch(() => {});
    await context.close();
}

/**
 * Presses a key on an element until what it should bring is there. Once is not enough after a click: the app may still be moving
 * the focus to what was clicked, and the key then belongs to that.
 */
export async function pressUntil(element, key, wanted) {
    for (let tries = 0; tries < 10; tries++) {
        await element.press(key);
        const came = await wanted.waitFor({ timeout: 2_000 }).then(() => true, () => false);
        if (came) return;
    }
    throw new Error(`The key ${key}, pressed ten times, did not bring what it should.`);
}

/** Resolves when `condition` holds; throws when it did not within two minutes. */
export async function until(condition) {
    const end = Date.now() + 120_000;
    while (!(await condition())) {
        if (Date.now() > end) throw new Error(`What was waited for did not come: ${condition}`);
        await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
}

/** Makes the page so many times slower. A test that waits for what it needs passes as well. */
export async function slowDown(page, rate) {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate });
}
