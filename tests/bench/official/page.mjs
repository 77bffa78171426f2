// The official client as a page would use it: a window that is opened on the click, waits on a page of ours and goes to the
// provider from there; its answer comes over a channel.
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';

const CALLBACK = new URL('callback.html', location.href).href;

/** Keeps what the client gives it in localStorage, and signs in in `view`. */
class PageProvider {
    redirectUrl = CALLBACK;
    clientMetadata = { client_name: 'A page', redirect_uris: [CALLBACK], response_types: ['code'], token_endpoint_auth_method: 'none' };
    #view;
    #state = crypto.randomUUID();

    constructor(view) {
        this.#view = view;
    }

    #read = (name) => JSON.parse(localStorage.getItem(name) ?? 'null') ?? undefined;
    #keep = (name, value) => localStorage.setItem(name, JSON.stringify(value));

    state = () => this.#state;
    clientInformation = () => this.#read('client');
    saveClientInformation = (client) => this.#keep('client', client);
    tokens = () => this.#read('tokens');
    saveTokens = (tokens) => this.#keep('tokens', tokens);
    codeVerifier = () => this.#read('verifier');
    saveCodeVerifier = (verifier) => this.#keep('verifier', verifier);
    discoveryState = () => this.#read('discovery');
    saveDiscoveryState = (discovery) => this.#keep('discovery', discovery);

    redirectToAuthorization(url) {
        const channel = new BroadcastChannel('sign-in');
        this.answer = new Promise((resolve, reject) => {
            channel.onmessage = ({ data }) => {
                const answer = new URLSearchParams(data);
                if (answer.get('state') !== this.#state) return reject(new Error('The answer belongs to another sign-in.'));
                channel.postMessage('taken');
                channel.close();
                return resolve(answer);
            };
        });
        this.#view.location.replace(url);
    }
}

async function connect(address) {
    const provider = new PageProvider(window.open('wait.html', '_blank', 'popup,width=520,height=720'));
    const attempt = async () => {
        const client = new Client({ name: 'page', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
        const transport = new StreamableHTTPClientTransport(new URL(address), { authProvider: provider });
        const refusal = await client.connect(transport).then(() => undefined, (error) => error);
        return { client, transport, refusal };
    };
    let { client, transport, refusal } = await attempt();
    if (refusal && !(refusal instanceof UnauthorizedError)) throw refusal;
    if (refusal) {
        await transport.finishAuth(await provider.answer);
        ({ client, refusal } = await attempt());
        if (refusal) throw refusal;
    }
    const { tools } = await client.listTools();
    document.querySelector('#tools').replaceChildren(...tools.map(({ name }) => {
        const item = document.createElement('li');
        item.textContent = name;
        return item;
    }));
}

document.querySelector('#connect').addEventListener('click', () => {
    connect(document.querySelector('#address').value).catch((error) => {
        document.querySelector('#trouble').textContent = String(error);
    });
});
