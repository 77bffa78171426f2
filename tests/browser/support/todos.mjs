// The todo manager behind oidc-provider, and a person who goes through the provider's pages.
import { createServer } from 'node:net';
import { button, closesAfter, connect, connected, finished, openAddServer, openApp, run, startPeer } from './page.mjs';

export const LOCAL = 'http://localhost'; // any port of this machine: provider and manager choose theirs

/** A port that nobody listens on, for who has to be known before it is started. */
export async function freePort() {
    const server = createServer();
    await new Promise((resolve, reject) => { server.once('error', reject).listen(0, resolve); });
    const { port } = server.address();
    await new Promise((resolve) => { server.close(resolve); });
    return port;
}

/** A provider, and the todo manager that it protects, at `port` if one is given. */
export async function startTodos(t, { provider: args = [], todos = [], port } = {}) {
    const provider = await startPeer('oidc_provider', { args: ['--mount', '/oidc', ...args], t });
    const manager = await startPeer('todo_manager', { args: ['--issuer', provider.url, ...todos], port, t });
    return { provider, manager, url: `${manager.origin}/mcp` };
}

/** Goes through the provider's pages, in the window that `begin` has opened. */
export async function signInAs(page, account, begin) {
    const opened = page.waitForEvent('popup');
    await begin();
    const provider = await opened;
    await provider.getByRole('button', { name: `Sign in as ${account}` }).click();
    await closesAfter(provider, () => provider.getByRole('button', { name: 'Allow' }).click());
}

/** A new page of this browser, that connects by itself, and where somebody has to sign in for it; resolves when they have. */
export async function signInAtStart(context, address, account) {
    const page = await context.newPage();
    await signInAs(page, account, async () => {
        await page.goto(address);
        const prompt = (name) => page.getByRole('alert').getByRole('button', { name, exact: true });
        await prompt('Sign in').or(prompt('Open it again')).waitFor();
        // Looking at the page from here can count as a click for the browser: then the window has opened by itself.
        if (await prompt('Sign in').isVisible()) await prompt('Sign in').click();
    });
    await connected(page);
    return page;
}

export async function add(page, url) {
    await openAddServer(page);
    await connect(page, url);
}

/** Adds the server where the browser opens no window; resolves to this page, which goes to the provider's. */
export async function leaveForProvider(page, url) {
    await page.evaluate(() => { window.open = () => null; });
    await add(page, url);
    await button(page, 'Sign in').first().click();
    await button(page, 'Sign in in this page').first().click();
    return page;
}

/** The same, through the provider's pages and back. */
export async function addInThisPage(page, url, account) {
    await leaveForProvider(page, url);
    await page.getByRole('button', { name: `Sign in as ${account}` }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
}

/** The page, connected as `account`. */
export async function open(t, peers, account, options = {}) {
    const app = await openApp(t, { allow: [LOCAL], ...options });
    await signInAs(app.page, account, () => add(app.page, peers.url));
    await connected(app.page);
    return app;
}

/** The facts of the Sign-in panel, as words. */
export async function signInPanel(page) {
    await page.getByRole('tab', { name: 'Sign-in', exact: true }).click();
    return page.getByRole('tabpanel', { name: 'Sign-in', exact: true });
}

/** The row that says who is signed in; there once that person is. */
export const account = (page, name) => page.getByRole('row', { name: new RegExp(`^Account ${name}`) });

export async function todosSeen(page) {
    await run(page, 'get-todos');
    return (await finished(page, 'get-todos')).innerText();
}
