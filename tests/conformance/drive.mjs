// One scenario in a fresh context: open the page, connect, act, disconnect, close. Nothing of it stays open, since some
// mock servers wait for that.
import {
    button,
    connect,
    connected,
    connectTrouble,
    disconnect,
    enterSignInSettings,
    openAddServer,
    ready,
} from '../browser/support/acts.mjs';
import { watch } from '../browser/support/watch.mjs';

// The suite gives a scenario 30 s; ours ends before, so that its reason is read instead of "timed out".
const PATIENCE_MS = 20_000;

/**
 * Plays a scenario at a place: `{ page, browser, servePage }`, the page's address, the browser, and what serves the page with another
 * config.json. What goes wrong is an error that tells what the page was like.
 * `scenario` is a function, or for a scenario with a sign-in an object:
 *   settings  (given) what is entered under Advanced before connecting
 *   act       what is done once it is connected
 *   refusal   a pattern: connecting must fail, with these words
 *   machineCredentials  (given) what the page's config.json has for the server; whoever connects has to agree
 */
export async function drive(place, serverUrl, scenario, given) {
    const { settings, act = async () => {}, refusal, machineCredentials } =
        typeof scenario === 'function' ? { act: scenario } : scenario;
    const config = machineCredentials && { machine_credentials: [{ server: serverUrl, ...machineCredentials(given) }] };
    const site = config && (await place.servePage(config));
    const address = site?.url ?? place.page;
    const context = await place.browser.newContext({ viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(PATIENCE_MS);
    const signsIn = typeof scenario !== 'function';
    const watched = await watch(context, address, signsIn ? ['http://localhost'] : [serverUrl]);
    const page = await context.newPage();
    try {
        await page.goto(address);
        await ready(page);
        await openAddServer(page);
        if (settings) await enterSignInSettings(page, settings(given));
        await connect(page, serverUrl);
        if (config) await button(page, 'Use these credentials').click();
        if (refusal) {
            const words = await connectTrouble(page);
            if (!refusal.test(words)) throw new Error(`Refused with other words: ${words}`);
        } else {
            await connected(page);
            await act(page, given);
            await disconnect(page);
        }
        if (watched.problems.length > 0) throw new Error(`While the page was open:\n${watched.problems.join('\n')}`);
    } catch (error) {
        const seen = await page.locator('body').ariaSnapshot().catch(() => '(gone)');
        const told = [error.stack, `The page at that moment:\n${seen}`];
        for (const other of context.pages().slice(1)) {
            const words = await other.locator('body').innerText().catch(() => '(gone)');
            told.push(`A window at ${other.url().replace(/[?#].*/, '')}: ${words}`);
        }
        error.stack = told.join('\n');
        throw error;
    } finally {
        await context.close();
        await site?.close();
    }
}
