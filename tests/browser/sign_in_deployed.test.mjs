// The sign-in as a deployment has it: below a path of its host, under its own name, with or without a client metadata document.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atEnd } from '../at_end.mjs';
import { startPair } from '../peers/quirky_pair.mjs';
import { button, connect, deploy, finished, openAddServer, openApp, run } from './support/page.mjs';

const options = { timeout: 60_000 };

/** A deployment, opened, and a provider as `quirk` says; `asked(path)` is what came to the provider there. */
async function start(t, { quirk = {}, ...deployment } = {}) {
    const pair = await startPair('deployed', quirk);
    atEnd(t, pair.stop);
    const address = await deploy(t, deployment);
    const opened = await openApp(t, { address, allow: ['http://localhost'] });
    const asked = async (path) => (await (await fetch(new URL('/_seen', pair.home))).json()).filter((one) => one.path === path);
    return { ...opened, pair, asked };
}

async function echoes(page) {
    await button(page, 'Disconnect').waitFor();
    await run(page, 'echo', { text: 'here' });
    assert.match(await (await finished(page, 'echo')).innerText(), /here/);
}

async function add(page, pair) {
    await openAddServer(page);
    await connect(page, pair.resource);
}

for (const base of ['/', '/some/where/'])
    for (const inThisPage of [false, true]) test(`below ${base}, ${inThisPage ? 'in this page' : 'in a window'}: the callback is below the same path`, options, async (t) => {
        const { page, context, pair, asked, address } = await start(t, { base });
        if (inThisPage) await page.evaluate(() => { window.open = () => null; });
        await add(page, pair);
        if (inThisPage) {
            await button(page, 'Sign in').first().click();
            await button(page, 'Sign in in this page').first().click();
        }
        await echoes(page);
        const [{ form: client }] = (await asked('/register')).filter(({ method }) => method === 'POST');
        assert.deepEqual(client.redirect_uris, [`${address}callback.html`]);
        assert.equal((await asked('/authorize'))[0].query.redirect_uri, `${address}callback.html`);
        assert.equal((await asked('/token'))[0].form.redirect_uri, `${address}callback.html`);
        assert.equal(page.url().split('#')[0], address);
        assert.equal(context.pages().length, 1);
    });

test('the name of the deployment is the name of the client; without one it is Parley', options, async (t) => {
    for (const [config, name] of [[{ client_name: 'Our chat' }, 'Our chat'], [{ client_name: '' }, 'Parley'], [{ client_name: 7 }, 'Parley'], [{}, 'Parley']]) {
        const { page, pair, asked } = await start(t, { config });
        await add(page, pair);
        await button(page, 'Disconnect').waitFor();
        const [{ form: client }] = (await asked('/register')).filter(({ method }) => method === 'POST');
        assert.equal(client.client_name, name);
    }
});

const documents = { metadata: () => ({ client_id_metadata_document_supported: true }) };

test('a client metadata document is who we are where the provider reads such documents, and only there', options, async (t) => {
    const id = 'https://parley.example/client.json';
    const config = { client_id_metadata_url: id };
    for (const [quirk, ids] of [[{ ...documents, knows: [id] }, [id]], [{}, []]]) {
        const { page, pair, asked } = await start(t, { quirk, config });
        await add(page, pair);
        await echoes(page);
        const used = [...await asked('/authorize'), ...await asked('/token')].map(({ query, form }) => query.client_id ?? form.client_id);
        assert.deepEqual([...new Set(used)].filter((one) => one === id), ids);
        assert.equal((await asked('/register')).length > 0, ids.length === 0);
    }
});

test('an address of a document that is not https is none: the client is registered', options, async (t) => {
    for (const client_id_metadata_url of ['http://localhost:9/client.json', 'http://parley.example/client.json', 'javascript:1', 'client.json', 'https://a:b@parley.example/client.json', '', 7, null]) {
        const { page, pair, asked } = await start(t, { quirk: documents, config: { client_id_metadata_url } });
        await add(page, pair);
        await button(page, 'Disconnect').waitFor();
        assert.equal((await asked('/register')).filter(({ method }) => method === 'POST').length, 1, String(client_id_metadata_url));
    }
});
