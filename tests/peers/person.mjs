// A person at the pages of oidc_provider.mjs, without a browser: follows redirects, keeps cookies, presses buttons by their names.
const BUTTON = /<form method="post" action="([^"]*)">((?:<input[^>]*>)*)<button type="submit">([^<]*)<\/button>/g;
const FIELD = /name="([^"]*)" value="([^"]*)"/g;

function buttons(html) {
    return [...html.matchAll(BUTTON)].map(([, action, fields, name]) => ({
        action, name, fields: [...fields.matchAll(FIELD)].map(([, field, value]) => [field, value]),
    }));
}

/**
 * Goes to `address` and presses `names`, each on the page that comes. Resolves to the address that begins with `back`, to which
 * the provider sends the person in the end; it is not fetched.
 */
export async function press(address, names, back) {
    const cookies = new Map();
    let request = { url: new URL(address) };
    const left = [...names];
    for (;;) {
        if (request.url.href.startsWith(back)) return request.url;
        const response = await fetch(request.url, {
            ...request.init, redirect: 'manual',
            headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
        });
        for (const line of response.headers.getSetCookie()) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
            cookies.set(name, value);
        }
        const to = response.headers.get('location');
        if (to) {
            request = { url: new URL(to, request.url) };
            continue;
        }
        const html = await response.text();
        const wanted = left.shift();
        const button = buttons(html).find(({ name }) => name === wanted);
        if (!button) throw new Error(`There is no button "${wanted}" on ${request.url.pathname} (${response.status}): ${html.replace(/<[^>]*>/g, ' ').slice(-300)}`);
        request = { url: new URL(button.action, request.url), init: { method: 'POST', body: new URLSearchParams(button.fields) } };
    }
}

/** Signs in as `account` and allows everything; resolves to the parameters of the answer. */
export const signIn = async (address, account, back) => (await press(address, [`Sign in as ${account}`, 'Allow'], back)).searchParams;
