// What a person does in the app, by role and name: the one place that knows the words of the screen.
import { until } from './browser.mjs';

export const button = (page, name) => page.getByRole('button', { name, exact: true });

/** Resolves when the app says it can be used. A locator, because the page's policy forbids evaluating text as script. */
export async function ready(page) {
    await page.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
}

/** Does what ends with `page` closing itself, which may cut the act short. */
export async function closesAfter(page, act) {
    const closed = page.waitForEvent('close');
    await act().catch((error) => {
        if (!page.isClosed()) throw error;
    });
    await closed;
}

/** Types the address on the "Connect an MCP server" screen and presses Connect. */
export async function connect(page, address) {
    await page.getByRole('textbox', { name: 'Server address', exact: true }).fill(address);
    await button(page, 'Connect').click();
}

/** Enters settings of the sign-in on the "Connect an MCP server" screen. */
export async function enterSignInSettings(page, { clientId, clientSecret, initialToken, scope, extra, withoutPkce, resourceIndicator }) {
    await button(page, 'Advanced').click();
    const field = (name) => page.getByLabel(name, { exact: true });
    if (clientId) await field('Client id').fill(clientId);
    if (clientSecret) await field('Client secret').fill(clientSecret);
    if (initialToken) await field('Initial access token').fill(initialToken);
    if (scope) await field('Scopes').fill(scope);
    if (extra) await field('Extra parameters').fill(extra);
    if (withoutPkce) await page.getByRole('switch', { name: 'Allow a sign-in without PKCE', exact: true }).click();
    if (!resourceIndicator) return;
    const choices = page.getByRole('group', { name: 'Resource indicator', exact: true });
    await choices.getByRole('radio', { name: resourceIndicator, exact: true }).click();
}

/** The page's words when connecting fails. */
export async function connectTrouble(page) {
    const trouble = page.getByRole('alert').filter({ hasText: /\S/ });
    await trouble.first().waitFor();
    return trouble.first().innerText();
}

/** Resolves when the server is connected; throws with the page's own words when it says that it could not. */
export async function connected(page) {
    const trouble = page.getByRole('alert').filter({ hasText: /\S/ }); // an empty live region is no alert
    await button(page, 'Disconnect').or(trouble).first().waitFor();
    if ((await trouble.count()) > 0) throw new Error(`The page says: ${await trouble.first().innerText()}`);
}

export async function disconnect(page) {
    await button(page, 'Disconnect').click();
}

/** The names of the tools that are listed and can be opened. */
export async function toolNames(page) {
    await page.getByRole('tab', { name: 'Tools', exact: true }).click();
    return page
        .getByRole('tabpanel', { name: 'Tools', exact: true })
        .getByRole('button', { expanded: false })
        .allInnerTexts();
}

/** Opens a tool's form in the Tools tab. */
export async function openTool(page, name) {
    await page.getByRole('tab', { name: 'Tools', exact: true }).click();
    const tool = button(page, name);
    if ((await tool.getAttribute('aria-expanded')) !== 'true') await tool.click();
}

/** Types into the open tool's form, by the names of its fields, and runs it. */
export async function runWithForm(page, fields) {
    for (const [name, value] of Object.entries(fields)) {
        const field = page
            .getByRole('textbox', { name, exact: true })
            .or(page.getByRole('spinbutton', { name, exact: true }));
        await field.fill(value);
    }
    await button(page, 'Run').click();
}

/** Runs the open tool with arguments written as JSON. */
export async function runWithJson(page, args) {
    await button(page, 'Edit as JSON').click();
    await page.getByRole('textbox', { name: 'Arguments as JSON', exact: true }).fill(JSON.stringify(args));
    await button(page, 'Run').click();
}

/** The open tool's input schema as the page shows it. */
export async function inputSchema(page) {
    await button(page, 'Show schema').click();
    return JSON.parse(await page.getByRole('textbox', { name: 'Input schema', exact: true }).inputValue());
}

/** Sends a request by hand from the Traffic tab; resolves when it was answered. Of 2026-07-28, whose header names the method. */
export async function sendRequest(page, method, params) {
    await page.getByRole('tab', { name: 'Traffic', exact: true }).click();
    await button(page, 'Send a request').click();
    await page.getByRole('textbox', { name: 'Method', exact: true }).fill(method);
    await page.getByRole('textbox', { name: 'Params as JSON', exact: true }).fill(JSON.stringify(params));
    const answer = page.waitForResponse((response) => response.request().headers()['mcp-method'] === method);
    const panel = page.getByRole('tabpanel', { name: 'Traffic', exact: true });
    await panel.getByRole('button', { name: 'Send', exact: true }).click();
    await (await answer).finished();
}

/** Runs a tool from the composer, as `/name {arguments}`; resolves when its card is there. */
export async function run(page, name, args = {}) {
    const entries = page.getByRole('log', { name: 'Chat', exact: true }).getByRole('article');
    const count = async () => ((await entries.count()) > 0 ? Number(await entries.last().getAttribute('aria-setsize')) : 0);
    const before = await count();
    const composer = page.getByRole('textbox', { name: 'Message', exact: true });
    await composer.fill(`/${name} ${JSON.stringify(args)}`);
    await composer.press('Enter');
    await until(async () => (await count()) > before);
}

const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The cards of a tool's runs, oldest first. `state`: 'done', 'failed', 'running', 'cancelled', or a pattern of them. */
export function toolRuns(page, name, state = '') {
    const label = new RegExp(`^${literally(name)}, ${state}`);
    const log = page.getByRole('log', { name: 'Chat', exact: true });
    return log.getByRole('article', { name: label }).or(log.getByRole('group', { name: label }));
}

/** The card of the newest run. */
export const toolRun = (page, name, state) => toolRuns(page, name, state).last();

/** Resolves to the card of the tool's newest run when it has ended well; throws with the card's words otherwise. */
export async function finished(page, name) {
    const card = toolRun(page, name);
    await card.waitFor();
    const label = () => card.getAttribute('aria-label');
    await until(async () => /, (done|failed|cancelled)$/.test(await label()));
    if (!/, done$/.test(await label())) throw new Error(`${await label()}: ${await card.innerText()}`);
    return card;
}

/** Opens the screen that adds a server, wherever the page is. */
export async function openAddServer(page) {
    await button(page, 'Add server').first().click();
    await page.getByRole('heading', { name: 'Connect an MCP server' }).waitFor();
}
