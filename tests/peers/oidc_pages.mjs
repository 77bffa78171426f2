// The pages of the provider that a person meets: who are you, and may this client do that. Without script; a test finds
// everything by role and name.
import express from 'express';

const escaped = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const page = (title, body) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="dark light">
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 26em; margin: 12vh auto; padding: 0 1em; }
h1 { font-size: 1.3em; } button { font: inherit; display: block; width: 100%; min-height: 44px; margin: 8px 0; }
</style></head>
<body><main><h1>${escaped(title)}</h1>${body}</main></body></html>`;

const button = (action, label, fields = {}) =>
    `<form method="post" action="${escaped(action)}">` +
    Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`).join('') +
    `<button type="submit">${escaped(label)}</button></form>`;

function loginPage(path, accounts) {
    const choices = Object.keys(accounts).map((account) => button(`${path}/login`, `Sign in as ${account}`, { account }));
    return page('Sign in', `<p>A provider to try things on: nobody has a password here.</p>${choices.join('')}${button(`${path}/deny`, 'Cancel')}`);
}

function consentPage(path, client, account, scopes) {
    const items = scopes.map((scope) => `<li>${escaped(scope)}</li>`).join('');
    return page('Allow access?', `<p><b>${escaped(client.clientName ?? client.clientId)}</b> asks, for ${escaped(account)}, for:</p><ul>${items}</ul>
        <p>It sends you back to ${escaped(client.redirectUris.join(', '))}.</p>${button(`${path}/allow`, 'Allow')}${button(`${path}/deny`, 'Deny')}`);
}

/** What the account may have is granted, the rest refused: the token then has fewer scopes than were asked for. */
async function grantFor(provider, { grantId, session, params, prompt: { details } }, allowedScopes) {
    const grant = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    const split = (scopes) => [scopes.filter((scope) => allowedScopes.has(scope)).join(' '), scopes.filter((scope) => !allowedScopes.has(scope)).join(' ')];
    const [given, refused] = split(details.missingOIDCScope ?? []);
    if (given) grant.addOIDCScope(given);
    if (refused) grant.rejectOIDCScope(refused);
    if (details.missingOIDCClaims) grant.addOIDCClaims(details.missingOIDCClaims);
    for (const [resource, scopes] of Object.entries(details.missingResourceScopes ?? {})) {
        const [givenThere, refusedThere] = split(scopes);
        if (givenThere) grant.addResourceScope(resource, givenThere);
        if (refusedThere) grant.rejectResourceScope(resource, refusedThere);
    }
    return grant.save();
}

/**
 * The routes below `base`/interaction. `accounts`: name → { scopes }, besides which everybody may have `common`.
 */
export function interactionPages(provider, base, accounts, common) {
    const router = express.Router();
    const at = (uid) => `${base}/interaction/${uid}`;
    const finish = (request, response, result, merge) => provider.interactionFinished(request, response, result, { mergeWithLastSubmission: merge });

    router.get('/interaction/:uid', async (request, response) => {
        const { uid, prompt, params, session } = await provider.interactionDetails(request, response);
        response.set('Cache-Control', 'no-store');
        if (prompt.name === 'login') return response.send(loginPage(at(uid), accounts));
        const client = await provider.Client.find(params.client_id);
        const asked = [prompt.details.missingOIDCScope, ...Object.values(prompt.details.missingResourceScopes ?? {})].flat();
        return response.send(consentPage(at(uid), client, session.accountId, [...new Set(asked.filter(Boolean))]));
    });
    router.post('/interaction/:uid/login', express.urlencoded({ extended: false }), async (request, response) => {
        const { account } = request.body;
        if (!Object.hasOwn(accounts, account)) return response.status(400).send('There is no such account.');
        return finish(request, response, { login: { accountId: account } }, false);
    });
    router.post('/interaction/:uid/allow', async (request, response) => {
        const details = await provider.interactionDetails(request, response);
        const allowed = new Set([...common, ...accounts[details.session.accountId].scopes]);
        return finish(request, response, { consent: { grantId: await grantFor(provider, details, allowed) } }, true);
    });
    router.post('/interaction/:uid/deny', (request, response) =>
        finish(request, response, { error: 'access_denied', error_description: 'The person said no.' }, false));
    return router;
}
