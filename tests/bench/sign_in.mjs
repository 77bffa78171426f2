// From the click of somebody who is signed out to the tools of the server, with a provider that answers at once: ours and the
// official client in a page, in turn. Both open a window on a page of their own, which goes to the provider and comes back.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { button, openAddServer, ready } from '../browser/support/acts.mjs';
import { RUNS, median, newPage, openBrowser } from './measure.mjs';
import { startOfficial } from './official.mjs';
import { startProcess, startServer } from './server.mjs';

const LIMIT = 1.0; // of ours to theirs
const PROVIDER = fileURLToPath(new URL('../peers/quirky_provider.mjs', import.meta.url));

const ours = {
    pressed: 'button[aria-label="Connect"]',
    listed: '[role="tabpanel"][aria-label="Tools"] button[aria-label="echo"]',
    async begin(page, address) {
        await ready(page);
        await openAddServer(page);
        await page.getByRole('textbox', { name: 'Server address', exact: true }).fill(address);
    },
};
const theirs = {
    pressed: '#connect',
    listed: '#tools > li',
    begin: (page, address) => page.getByLabel('Server address').fill(address),
};

// Runs in the page before its own scripts: from the click to the frame that had the tools, by the page's own clock, and said on
// the console, because looking into the page would keep it busy.
function watch({ pressed, listed }) {
    let clicked;
    addEventListener('click', (event) => {
        if (event.target.closest?.(pressed)) clicked = event.timeStamp;
    }, true);
    const observer = new MutationObserver(() => {
        if (clicked === undefined || !document.querySelector(listed)?.checkVisibility()) return;
        observer.disconnect();
        // Told after the frame that shows it, also when that frame is the one in which it came.
        const shown = () => console.info(`listed after ${performance.now() - clicked}`);
        new IntersectionObserver(shown).observe(document.querySelector(listed));
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
}

/** Once through it, by somebody whom neither the page nor the browser has seen before. */
async function signIn(browser, site, address) {
    const page = await newPage(browser);
    await page.addInitScript(watch, { pressed: site.pressed, listed: site.listed });
    await page.goto(site.url);
    await site.begin(page, address);
    await sleep(1500); // a new window's browser is busy with its own pages at first
    const said = page.waitForEvent('console', (message) => message.text().startsWith('listed after '));
    await button(page, 'Connect').click();
    const took = Number((await said).text().slice('listed after '.length));
    await page.context().close();
    return took;
}

export async function sign_in(row, dist) {
    const [site, official, provider, browser] = await Promise.all([
        startServer(dist), startOfficial(), startProcess([PROVIDER, '--port', '0', '--as', 'plain'], /^listening (\S+)/), openBrowser(),
    ]);
    ours.url = site.url;
    theirs.url = official.url;
    const address = provider.found[1];
    const sites = [ours, theirs];
    try {
        for (const one of sites) await signIn(browser, one, address); // what all of them run on is warm from here
        for (const one of sites) one.took = [];
        for (let i = 0; i < RUNS; i++) for (const one of sites) one.took.push(await signIn(browser, one, address));
    } finally {
        await browser.close();
        for (const { close } of [provider, official, site]) await close();
    }
    const show = ({ took }) => `${median(took).toFixed(0)} ms`;
    const ratio = median(ours.took) / median(theirs.took);
    row('signed-out click to tools listed', show(ours), show(theirs), ratio.toFixed(2));
    if (ratio > LIMIT) throw new Error(`A sign-in takes ${ratio.toFixed(2)} times what the official client takes; ${LIMIT.toFixed(1)} is the limit.`);
}
