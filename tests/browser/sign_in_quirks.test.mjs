// Each authorization server of tests/peers/quirks.mjs, met by the page: signed in with what that server needs, or a sentence
// that says why not. The Doctor's cards for the same rows are in doctor.test.mjs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { BY_HAND, QUIRKS } from '../peers/quirks.mjs';
import { button, connect, enterSignInSettings, finished, openAddServer, openApp, run, startPeer } from './support/page.mjs';

const byHand = { clientId: BY_HAND.id };
// How to get in: nothing but the address, or what a person enters under Advanced (for a server at that address).
const ways = {
    plain: {},
    entra: (address) => ({ ...byHand, scope: `${address}/.default`, resourceIndicator: 'off' }),
    auth0: {},
    okta: byHand,
    keycloak: {},
    keycloak_old: byHand,
    cognito: { ...byHand, withoutPkce: true },
    google: { ...byHand, clientSecret: BY_HAND.secret },
    logto: byHand,
    stripe: {},
    linear: {},
    workers: {},
    oidc_provider: byHand,
    several_hidden_challenge: {},
    several_metadata_elsewhere: {},
    resource_refused: { resourceIndicator: 'off' },
    secret_wanted: { ...byHand, clientSecret: BY_HAND.secret },
};
// Where there is no way in, what the page says.
const ends = {
    auth0_closed: [{}, /Dynamic client registration is not enabled\. Register it there by hand, and enter its client id\./],
    keycloak_trusted_hosts: [{}, /Host not trusted\. Register it there by hand/],
    cognito: [byHand, /PKCE/],
    github: [byHand, /github|metadata|where|answer/i],
    atlassian: [{}, /issuer|another/i],
    several_registration_null: [{}, /registers no clients/],
    several_registration_500: [{}, /register|500/i],
    several_registration_401: [{}, /register|401/i],
    several_preflight_401: [{}, /No answer|answer/i],
    several_preflight_404: [{}, /No answer|answer/i],
    several_preflight_405: [{}, /No answer|answer/i],
    several_no_metadata_cors: [{}, /answer|metadata|where/i],
    redirect_refused: [{}, /The redirect address is not allowed/],
};

let peer; // all rows in one process
before(async () => {
    const rows = [...new Set([...Object.keys(ways), ...Object.keys(ends)])];
    peer = await startPeer('quirky_provider', { args: rows.flatMap((row) => ['--as', row]) });
});
after(() => peer?.stop());

const addressOf = async (row) => (await peer.said(new RegExp(`^pair ${row} `))).split(' ')[2];

/** Types the address of the server behind `row`, and what is entered under Advanced, and presses Connect. */
async function begin(t, row, way) {
    const address = await addressOf(row);
    const settings = typeof way === 'function' ? way(address) : way;
    const { page, allow } = await openApp(t, { allow: ['http://localhost'] });
    // The one server that has its metadata under another name of this machine.
    if (row === 'several_metadata_elsewhere') allow(address.replace('localhost', '127.0.0.1'));
    await openAddServer(page);
    if (Object.keys(settings).length > 0) await enterSignInSettings(page, settings);
    await connect(page, address);
    return page;
}

for (const [row, settings] of Object.entries(ways)) test(`${row}: signed in, and a tool runs`, { timeout: 60_000 }, async (t) => {
    const page = await begin(t, row, settings);
    await button(page, 'Disconnect').waitFor();
    await run(page, 'echo', { text: 'here' });
    assert.match(await (await finished(page, 'echo')).innerText(), /here/);
});

for (const [row, [settings, words]] of Object.entries(ends)) test(`${row}: it ends with a sentence`, { timeout: 60_000 }, async (t) => {
    const page = await begin(t, row, settings);
    const failure = page.getByRole('alert').filter({ hasText: words });
    await failure.first().waitFor();
    await button(page, 'Try again').or(button(page, 'Connect')).first().waitFor();
});

test('workers: a registration that it has forgotten is made again by the next try', { timeout: 60_000 }, async (t) => {
    const page = await begin(t, 'workers', {});
    await button(page, 'Disconnect').waitFor();
    await page.getByRole('tab', { name: 'Sign-in', exact: true }).click();
    await button(page, 'Sign out').click();
    const panel = page.getByRole('tabpanel', { name: 'Sign-in', exact: true });
    await panel.getByText('Nobody is signed in here.').waitFor();
    const provider = (await peer.said(/^pair workers /)).split(' ')[3];
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
    assert.deepEqual([...new Set([...Object.keys(ways), ...Object.keys(ends)])].sort(), Object.keys(QUIRKS).sort());
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
