// Each authorization server of tests/peers/quirks.mjs, met by the page: signed in with what that server needs, or a sentence
// that says why not. The Doctor's cards for the same rows are in doctor.test.mjs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { BY_HAND } from '../peers/quirks.mjs';
import { button, connect, enterSignInSettings, finished, openAddServer, openApp, run, startPeer } from './support/page.mjs';

const byHand = { clientId: BY_HAND.id };
// How to get in: nothing but the address, or what a person enters under Advanced.
const ways = {
    plain: {},
    auth0: {},
    okta: byHand,
    keycloak_old: byHand,
    google: { ...byHand, clientSecret: BY_HAND.secret },
    logto: byHand,
    stripe: {},
    linear: {},
    workers: {},
    oidc_provider: byHand,
    several_hidden_challenge: {},
};
// Where there is no way in, what the page says.
const ends = {
    keycloak_trusted_hosts: [{}, /Host not trusted|registration|register/i],
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
};

let peer; // all rows in one process
before(async () => {
    const rows = [...new Set([...Object.keys(ways), ...Object.keys(ends)])];
    peer = await startPeer('quirky_provider', { args: rows.flatMap((row) => ['--as', row]) });
});
after(() => peer?.stop());

/** Types the address of the server behind `row`, and what is entered under Advanced, and presses Connect. */
async function begin(t, row, settings) {
    const address = (await peer.said(new RegExp(`^pair ${row} `))).split(' ')[2];
    const { page } = await openApp(t, { allow: ['http://localhost'], context: { viewport: { width: 1440, height: 1800 } } }); // tall: what is scrolled away is no element
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
