// What in dist/ depends on where it will be served: `node tools/deployment.mjs --address https://host/path/ --folder dist`.
//
//     client.json   who this page is to authorization servers that accept such a document instead of a registration
//                   (draft-ietf-oauth-client-id-metadata-document); its own address is the client's id
//     config.json   tells the page so; what else is in it stays, and its settings of the client are those of the document
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const NAME = 'Parley';

function fail(sentence) {
    console.error(`parley: ${sentence}`);
    process.exit(1);
}

/** The folder's address, with its last slash. §3 of the draft: https, no fragment, no userinfo; a query means no folder. */
function folderAddress(text) {
    if (!URL.canParse(text)) fail(`--address ${text} is not an address.`);
    const { protocol, username, password, search, hash, origin, pathname } = new URL(text);
    if (protocol !== 'https:') fail('--address has to begin with https:// (authorization servers fetch the document from there).');
    if (username || password || search || hash) fail('--address is that of a folder: without a name, a query or a fragment.');
    return origin + (pathname.endsWith('/') ? pathname : `${pathname}/`);
}

function existing(path) {
    let text;
    try {
        text = readFileSync(path, 'utf8');
    } catch (error) {
        if (error.code === 'ENOENT') return {};
        throw error;
    }
    try {
        const config = JSON.parse(text);
        if (config !== null && typeof config === 'object' && !Array.isArray(config)) return config;
    } catch {
        // said below
    }
    return fail(`${path} is not a JSON object.`);
}

/** A setting of config.json that the document has too, checked as src/oauth/deployment does. */
function setting(config, name, otherwise, wanted, fits) {
    if (!(name in config)) return otherwise;
    if (typeof config[name] !== 'string' || !fits(config[name])) fail(`config.json: ${name} has to be ${wanted}.`);
    return config[name];
}

const isSafe = (text) => URL.canParse(text) && new URL(text).protocol === 'https:' && !text.includes('#');

const write = (path, value) => writeFileSync(path, `${JSON.stringify(value, null, 4)}\n`);

const { address, folder } = parseArgs({ options: { address: { type: 'string' }, folder: { type: 'string' } } }).values;
const base = folderAddress(address ?? '');
const config = existing(join(folder, 'config.json'));
const id = `${base}client.json`;
const isHere = (text) => isSafe(text) && new URL(text).href === text && text.startsWith(base) && /^[^/?]+$/.test(text.slice(base.length));
const logo = setting(config, 'logo_uri', undefined, 'an https: address', isSafe);
write(join(folder, 'client.json'), {
    client_id: id,
    client_name: setting(config, 'client_name', NAME, 'a text that is not empty', (text) => text !== ''),
    client_uri: setting(config, 'client_uri', base, 'an https: address', isSafe),
    ...(logo && { logo_uri: logo }),
    redirect_uris: [setting(config, 'redirect_uri', `${base}callback.html`, `an address in the folder ${base}`, isHere)],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    application_type: 'web',
});
write(join(folder, 'config.json'), { ...config, client_id_metadata_url: id });
