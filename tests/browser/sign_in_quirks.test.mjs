// Each authorization server of tests/peers/quirks.mjs, met by the page: signed in with what that server needs, or a sentence
// that says why not. The Doctor's cards for the same rows are in doctor.test.mjs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atEnd } from '../at_end.mjs';
import { startPair } from '../peers/quirky_pair.mjs';
import { BY_HAND, QUIRKS } from '../peers/quirks.mjs';
import { button, connect, enterSignInSettings, finished, openAddServer, openApp, run, startPeer, toolRun } from './support/page.mjs';

const byHand = { clientId: BY_HAND.id };
// All of the panel at once: what is scrolled away is no element.
const TALL = { viewport: { width: 1440, height: 1800 } };
const at = (seen, path) => seen.filter((one) => one.path === path);
const authorized = (seen) => at(seen, '/authorize').at(-1).query;
const exchanged = (seen) => at(seen, '/token').at(-1).form;
const registrations = (seen) => at(seen, '/register').filter(({ method }) => method === 'POST').map(({ form }) => form);

function namesNoResource(seen) {
    assert.equal(authorized(seen).resource, undefined);
    assert.equal(exchanged(seen).resource, undefined);
}
function namesResource(seen, address) {
    assert.equal(authorized(seen).resource, address);
    assert.equal(exchanged(seen).resource, address);
}
function registersNobody(seen) {
    assert.equal(authorized(seen).client_id, BY_HAND.id);
    assert.equal(seen.filter(({ path }) => /register|clients/.test(path)).length, 0);
}
/** Waits until the Sign-in panel says that the token is for `audience`. */
async function isFor(page, audience) {
    await page.getByRole('tab', { name: 'Sign-in', exact: true }).click();
    await page.getByRole('region', { name: 'Token claims', exact: true }).getByRole('treeitem', { name: `aud: "${audience}"`, exact: true }).waitFor();
}
function sendsSecret(seen) {
    assert.equal(exchanged(seen).client_secret, BY_HAND.secret);
    assert.ok(exchanged(seen).code_verifier);
}

// How to get in, with nothing but the address or with what a person enters under Advanced (for a server at that address); and what
// the provider then has seen of it, or the page says of the token.
const ways = {
    plain: [{}, (seen, address) => {
        namesResource(seen, address);
        assert.equal(registrations(seen).length, 1);
    }],
    entra: [(address) => ({ ...byHand, scope: `${address}/.default`, resourceIndicator: 'off' }), (seen, address) => {
        registersNobody(seen);
        namesNoResource(seen);
        assert.ok(authorized(seen).scope.split(' ').includes(`${address}/.default`));
    }],
    auth0: [{}, (seen, address) => {
        assert.equal(exchanged(seen).client_secret, undefined, 'the secret of a public client is not used');
        namesResource(seen, address);
    }],
    auth0_closed: [byHand, registersNobody],
    okta: [byHand, registersNobody],
    keycloak: [{}, (seen, address) => {
        namesResource(seen, address);
        assert.equal(authorized(seen).scope, 'openid todos', 'all that the resource names is asked for at the sign-in');
        const [first, second, ...others] = registrations(seen);
        assert.ok(first.application_type, 'all is said at first');
        assert.equal(second.application_type, undefined, 'and then what the server knows');
        assert.deepEqual(others, []);
        for (const { scope = '' } of [first, second]) assert.ok(!scope.split(' ').includes('openid'), 'and at the registration what is not refused');
    }],
    keycloak_old: [{ ...byHand, scope: 'todos' }, async (seen, address, page) => {
        registersNobody(seen);
        await isFor(page, address); // by the scope: the resource means nothing there
    }],
    cognito: [{ ...byHand, withoutPkce: true }, (seen) => {
        registersNobody(seen);
        assert.equal(authorized(seen).code_challenge_method, 'S256', 'what is not advertised is there');
        assert.ok(exchanged(seen).code_verifier);
    }],
    google: [{ ...byHand, clientSecret: BY_HAND.secret }, (seen) => {
        registersNobody(seen);
        sendsSecret(seen);
    }],
    logto: [byHand, (seen, address) => {
        registersNobody(seen);
        namesResource(seen, address);
    }],
    stripe: [{}, (seen) => {
        const [client] = registrations(seen);
        assert.equal(client.client_name, 'Parley');
        assert.equal(client.token_endpoint_auth_method, 'none');
    }],
    linear: [{}, (seen) => assert.equal(registrations(seen).length, 1)],
    workers: [{}, (seen) => assert.equal(registrations(seen).length, 1)],
    oidc_provider: [byHand, registersNobody],
    several_hidden_challenge: [{}, namesResource],
    several_metadata_elsewhere: [{}, namesResource],
    several_metadata_preflight: [{}, namesResource],
    several_appended: [{}, (seen, address) => {
        namesResource(seen, address);
        assert.equal(at(seen, '/tenant/.well-known/oauth-authorization-server').length, 1, 'where it is at last');
        assert.equal(registrations(seen).length, 1, 'what it says is used');
    }],
    resource_refused: [{ resourceIndicator: 'off' }, namesNoResource],
    secret_wanted: [{ ...byHand, clientSecret: BY_HAND.secret }, sendsSecret],
};
const closed = /registers no clients by itself\. Register Parley there, with the redirect address \S+callback\.html, and enter its client id\./;
const blocked = /localhost:\d+ is there, but the browser was not allowed to read its answer \(CORS\)\./;
const noMetadata = /The server asks for a sign-in, but the sign-in server publishes no metadata\./;
// Where there is no way in: what the page says, and the cause that the Doctor names.
const ends = [
    ['entra', {}, closed, 'Registration is closed'],
    ['entra', byHand, /AADSTS901002: The resource request parameter is not supported\./, 'The resource is refused'],
    ['auth0_closed', {}, /Dynamic client registration is not enabled\. Register it there by hand, and enter its client id\./, 'Registration is closed'],
    ['okta', {}, blocked, 'Registration without CORS'],
    ['keycloak', { extra: 'resource=https://elsewhere.example/' }, /The requested resource is unknown/, 'The resource is refused'],
    ['keycloak_trusted_hosts', {}, /Host not trusted\. Register it there by hand/, 'Registration is closed'],
    ['keycloak_trusted_hosts', byHand, blocked, 'Token endpoint without CORS'],
    ['keycloak_old', {}, blocked, 'Registration without CORS'],
    ['cognito', {}, closed, 'Registration is closed'],
    ['cognito', byHand, /does not say that it protects the sign-in with PKCE \(S256\), so it is not begun\./, 'No PKCE'],
    ['github', byHand, noMetadata, 'Sign-in metadata without CORS'],
    ['logto', {}, closed, 'Registration is closed'],
    ['oidc_provider', {}, blocked, 'Registration without CORS'],
    ['oidc_provider', { ...byHand, clientSecret: BY_HAND.secret }, blocked, 'Token endpoint without CORS'],
    ['atlassian', {}, /The sign-in server's metadata belongs to another server, so it is not used\./, 'The issuer does not match'],
    ['several_registration_null', {}, closed, 'Registration is closed'],
    ['several_registration_500', {}, /The provider refused to register Parley \(HTTP 500\)\./, 'Registration is closed'],
    ['several_registration_401', {}, /The provider refused to register Parley \(HTTP 401\)\. Register it there by hand/, 'Registration is closed'],
    ['several_preflight_401', {}, blocked, 'The preflight is refused'],
    ['several_preflight_404', {}, blocked, 'The preflight is refused'],
    ['several_preflight_405', {}, blocked, 'The preflight is refused'],
    ['several_no_metadata_cors', {}, noMetadata, 'Sign-in metadata without CORS'],
    ['redirect_refused', {}, /The provider refused to register Parley: The redirect address is not allowed\./, 'Redirect address not allowed'],
    ['resource_refused', {}, /The resource is unknown\./, 'The resource is refused'],
    ['secret_wanted', byHand, /The provider gave no token: The client is unknown, or its secret is missing or wrong\./, 'The client is refused'],
];
const rows = [...new Set([...Object.keys(ways), ...ends.map(([row]) => row)])];

let peer; // all rows in one process
before(async () => {
    peer = await startPeer('quirky_provider', { args: rows.flatMap((row) => ['--as', row]) });
});
after(() => peer?.stop());

const pairOf = async (row) => (await peer.said(new RegExp(`^pair ${row} `))).split(' ');
const addressOf = async (row) => (await pairOf(row))[2];
/** What came to the provider of `row` since it saw `earlier` requests. */
const seenBy = async (row, earlier = 0) => (await (await fetch(new URL('/_seen', (await pairOf(row))[3]))).json()).slice(earlier);

/** Types the address of the server behind `row`, and what is entered under Advanced, and presses Connect. */
async function begin(t, row, way) {
    const address = await addressOf(row);
    const settings = typeof way === 'function' ? way(address) : way;
    const { page, allow } = await openApp(t, { allow: ['http://localhost'], context: TALL });
    // The one server that has its metadata under another name of this machine.
    if (row === 'several_metadata_elsewhere') allow(address.replace('localhost', '127.0.0.1'));
    await openAddServer(page);
    if (Object.keys(settings).length > 0) await enterSignInSettings(page, settings);
    await connect(page, address);
    return page;
}

for (const [row, [settings, looks]] of Object.entries(ways)) test(`${row}: signed in, and a tool runs`, { timeout: 60_000 }, async (t) => {
    const earlier = (await seenBy(row)).length;
    const page = await begin(t, row, settings);
    await button(page, 'Disconnect').waitFor();
    await run(page, 'echo', { text: 'here' });
    assert.match(await (await finished(page, 'echo')).innerText(), /here/);
    const seen = await seenBy(row, earlier);
    await looks(seen, await addressOf(row), page);
    const metadata = seen.filter(({ path }) => path.includes('/.well-known/'));
    assert.ok(metadata.length > 0);
    assert.deepEqual(metadata.filter(({ method }) => method === 'OPTIONS'), [], 'what is public is asked for without a preflight');
});

/** Waits for the Doctor's card: nothing goes on any more. */
const foundOut = (page, cause) => page.getByRole('main').getByRole('region', { name: cause, exact: true }).waitFor();

for (const [row, settings, words, cause] of ends) test(`${row}: it ends with a sentence and its cause: ${cause}`, { timeout: 60_000 }, async (t) => {
    const page = await begin(t, row, settings);
    await page.getByRole('alert').filter({ hasText: words }).first().waitFor();
    await foundOut(page, cause);
    await button(page, 'Try again').or(button(page, 'Connect')).first().waitFor();
});

// A server that asks for a sign-in is there, and it is no older one because the sign-in fails.
for (const [row, settings, cause] of [
    ['oidc_provider', { ...byHand, clientSecret: BY_HAND.secret }, 'Token endpoint without CORS'],
    ['okta', {}, 'Registration without CORS'],
    ['several_registration_500', {}, 'Registration is closed'],
]) test(`${row}: a sign-in that fails is not begun a second time: ${cause}`, { timeout: 60_000 }, async (t) => {
    const earlier = (await seenBy(row)).length;
    const page = await begin(t, row, settings);
    await foundOut(page, cause);
    const read = (await seenBy(row, earlier)).map(({ path }) => path).filter((path) => path.includes('/.well-known/'));
    assert.ok(read.length > 0);
    assert.deepEqual(read, [...new Set(read)], 'what the provider says of itself is read once');
});

for (const [row, settings, cause] of [
    ['oidc_provider', { ...byHand, clientSecret: BY_HAND.secret }, 'Token endpoint without CORS'],
    ['okta', {}, 'Registration without CORS'],
]) test(`${row}: the sentence says that it is the provider that does not allow this page: ${cause}`, { timeout: 60_000 }, async (t) => {
    const page = await begin(t, row, settings);
    await foundOut(page, cause);
    const { host } = new URL((await pairOf(row))[3]);
    const sentence = await page.getByRole('main').getByRole('alert').filter({ hasText: 'CORS' }).innerText();
    assert.ok(sentence.includes(host), `${host} is not in ${JSON.stringify(sentence)}`);
});

test('entra: a resource beside the scope that names it is refused by the token endpoint, and turned off as the card says it is not', { timeout: 60_000 }, async (t) => {
    const page = await begin(t, 'entra', (address) => ({ ...byHand, scope: `${address}/.default` }));
    await page.getByRole('alert').filter({ hasText: 'The provider gave no token: AADSTS9010010: The resource parameter' }).first().waitFor();
    await foundOut(page, 'The resource is refused');
    await page.getByRole('group', { name: 'Resource indicator', exact: true }).getByRole('radio', { name: 'off', exact: true }).click();
    await button(page.getByRole('main'), 'Try again').click();
    await button(page, 'Disconnect').waitFor();
    namesNoResource(await seenBy('entra'));
});

test('auth0: an audience that was entered wins over the resource, which goes along', { timeout: 60_000 }, async (t) => {
    const earlier = (await seenBy('auth0')).length;
    const page = await begin(t, 'auth0', { extra: 'audience=todo-api' });
    await button(page, 'Disconnect').waitFor();
    await run(page, 'echo', { text: 'here' });
    assert.match(await (await finished(page, 'echo')).innerText(), /here/);
    const seen = await seenBy('auth0', earlier);
    namesResource(seen, await addressOf('auth0'));
    assert.equal(authorized(seen).audience, 'todo-api');
    await isFor(page, 'todo-api');
});

test('github, with a server in front that adds CORS: no scope is public data, and what needs one asks for it', { timeout: 60_000 }, async (t) => {
    const pair = await startPair('github', { ...QUIRKS.github, hides: [] });
    atEnd(t, pair.stop);
    const { page } = await openApp(t, { allow: ['http://localhost'], context: TALL });
    const seen = async () => (await fetch(new URL('/_seen', pair.home))).json();
    await openAddServer(page);
    await enterSignInSettings(page, byHand);
    await connect(page, pair.resource);
    await button(page, 'Disconnect').waitFor();
    await run(page, 'echo', { text: 'public' });
    assert.match(await (await finished(page, 'echo')).innerText(), /public/);
    const first = await seen();
    assert.equal(authorized(first).scope, undefined);
    assert.equal(exchanged(first).scope, undefined);
    await page.getByRole('tab', { name: 'Sign-in', exact: true }).click();
    const scopes = page.getByRole('row', { name: /^Scopes/ });
    await page.getByRole('row', { name: /^Issuer/ }).waitFor();
    assert.equal(await scopes.count(), 0);
    await run(page, 'echo', { text: 'private' });
    assert.match(await (await finished(page, 'echo')).innerText(), /private/);
    assert.equal(authorized(await seen()).scope, 'repo');
    await page.getByRole('row', { name: /^Scopes repo/ }).waitFor();
    assert.equal(at(await seen(), '/authorize').length, 2);
});

test('google: a call that needs a sign-in says that a client has to be registered by hand', { timeout: 60_000 }, async (t) => {
    const page = await begin(t, 'google', {});
    await button(page, 'Disconnect').waitFor();
    await run(page, 'echo', { text: 'here' });
    await toolRun(page, 'echo', 'failed').filter({ hasText: closed }).waitFor();
    await page.getByRole('tabpanel', { name: 'Sign-in', exact: true }).getByRole('region', { name: 'Registration is closed', exact: true }).waitFor();
});

test('a call that needs a sign-in whose tokens cannot be read: whose fault it is, in the card and beside it', { timeout: 60_000 }, async (t) => {
    const pair = await startPair('hidden', { hides: ['token'], door: { open: ['initialize', 'notifications/initialized', 'server/discover', 'tools/list', 'ping'] } });
    atEnd(t, pair.stop);
    const { page } = await openApp(t, { allow: ['http://localhost'], context: TALL });
    await openAddServer(page);
    await connect(page, pair.resource);
    await button(page, 'Disconnect').waitFor();
    await run(page, 'echo', { text: 'here' });
    await toolRun(page, 'echo', 'failed').filter({ hasText: `${new URL(pair.home).host} is there, but the browser was not allowed to read its answer` }).waitFor();
    await page.getByRole('tabpanel', { name: 'Sign-in', exact: true }).getByRole('region', { name: 'Token endpoint without CORS', exact: true }).waitFor();
});

test('google: connected without a sign-in, which the first call of a tool begins', { timeout: 60_000 }, async (t) => {
    const earlier = (await seenBy('google')).length;
    const page = await begin(t, 'google', ways.google[0]);
    await button(page, 'Disconnect').waitFor();
    assert.deepEqual(await seenBy('google', earlier), [], 'nobody has asked the provider for anything');
    await run(page, 'echo', { text: 'here' });
    await finished(page, 'echo');
    assert.equal(at(await seenBy('google', earlier), '/token').length, 1);
});

test('workers: a registration that it has forgotten is made again by the next try', { timeout: 60_000 }, async (t) => {
    const page = await begin(t, 'workers', {});
    await button(page, 'Disconnect').waitFor();
    await page.getByRole('tab', { name: 'Sign-in', exact: true }).click();
    await button(page, 'Sign out').click();
    const panel = page.getByRole('tabpanel', { name: 'Sign-in', exact: true });
    await panel.getByText('Nobody is signed in here.').waitFor();
    const provider = (await pairOf('workers'))[3];
    assert.ok(at(await seenBy('workers'), '/token').some(({ form }) => form.token && !form.grant_type), 'revoked where this provider does it');
    await fetch(new URL('/_forget', provider), { method: 'POST' });
    // The provider can say so in its own window only: there is nobody to send the person back to.
    const signIn = () => panel.getByRole('button', { name: 'Sign in', exact: true }).click();
    const opened = page.waitForEvent('popup');
    await signIn();
    const stuck = await opened;
    await stuck.getByText('There is no such client').waitFor();
    await stuck.close();
    await button(page, 'Cancel').first().click();
    await panel.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    await signIn();
    await button(page, 'Disconnect').waitFor();
});

test('every row has its end here', () => {
    assert.deepEqual([...rows].sort(), Object.keys(QUIRKS).sort());
});

test('in Korean a closed registration has its way out too', { timeout: 60_000 }, async (t) => {
    const { page } = await openApp(t, { allow: ['http://localhost'], context: { locale: 'ko-KR' } });
    await button(page, '서버 추가').first().click();
    await page.getByRole('textbox', { name: '서버 주소', exact: true }).fill(await addressOf('auth0_closed'));
    await button(page, '연결').click();
    await page.getByRole('alert').filter({ hasText: '직접 등록하고 클라이언트 ID를 넣으세요.' }).first().waitFor();
    await page.getByRole('textbox', { name: '클라이언트 ID', exact: true }).fill(BY_HAND.id);
    await button(page.getByRole('main'), '다시 시도').click();
    await button(page, '연결 끊기').waitFor();
});

for (const [screen, viewport] of [['a desk', { width: 1440, height: 900 }], ['a phone', { width: 390, height: 844 }]])
    test(`the keyboard gets to every setting of the sign-in on the screen of ${screen}`, { timeout: 60_000 }, async (t) => {
        const { page } = await openApp(t, { context: { viewport } });
        await openAddServer(page);
        await button(page, 'Advanced').click();
        await page.getByRole('textbox', { name: 'Client id', exact: true }).focus();
        const pkce = page.getByRole('switch', { name: 'Allow a sign-in without PKCE', exact: true });
        const choices = page.getByRole('group', { name: 'Resource indicator', exact: true });
        const choice = (name) => choices.getByRole('radio', { name, exact: true });
        const tabTo = async (wanted) => {
            for (let presses = 0; presses < 12; ++presses) {
                if (await wanted.evaluate((element) => element === document.activeElement)) return;
                await page.keyboard.press('Tab');
            }
            throw new Error('The Tab key does not get there.');
        };
        const inSight = async (element) => {
            const { y, height } = await element.boundingBox();
            assert.ok(y >= 0 && y + height <= viewport.height, `${y} to ${y + height} of ${viewport.height}`);
        };
        await tabTo(pkce);
        await inSight(pkce);
        await page.keyboard.press('Space');
        await page.locator('[role=switch][aria-checked=true]').and(pkce).waitFor();
        await tabTo(choice('automatic'));
        await inSight(choice('automatic'));
        await page.keyboard.press('ArrowLeft'); // round to the last
        await page.locator('[role=radio][aria-checked=true]').and(choice('off')).waitFor();
        await tabTo(button(page, 'Copy redirect address'));
        await inSight(button(page, 'Copy redirect address'));
    });
