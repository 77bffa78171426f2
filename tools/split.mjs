// Splits the linked page in two: `node tools/split.mjs <wasm-split> <app.wasm with names> <folder>` writes app.wasm, with all that
// the first frame needs, and app.deferred.wasm, which the page brings right after (src/ports/deferred.hpp).
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// What comes later: the protocol, the sign-in, the Doctor, what the inspector shows of a server, and the forms of tools, which a
// server must have named. Nothing of it runs before ports::Deferred::ready().
const LATER = new RegExp([
    /^(oauth|mcp|doctor)::/,
    /^app::(SignIn::|SignIns::(resume|come_back|begin_again)\(|diagnose\(|\(anonymous namespace\)::(probe|failure_of)\(|ChatSearch::(read_chats|loaded_chat_says|kept_chat_says)\()/,
    /^app::(Servers::(connect|on_step|greet|succeed|explain|came_back|resumed|fail_sign_in|list_tools|handle_loss|check|request_by_hand)\(|SignIns::(fetch|take)_config\(|Connection::on_traffic\()/,
    /^app::Chats::(call|start|on_person|finish|errand|take_up|take_up_entry)\(/,
    /^ui::(Inspector::draw\(|FindingCard::)/,
    /^base::(Early<.*oauth::|SseParser::)/,
    /^platform::web::(WebSigningKeys::|\(anonymous namespace\)::WebSigningKey::|WebCrypto::sha256\(|WebReach::probe\()/,
    /^base::(unknown_dialect\(|\(anonymous namespace\)::(Validator|FormMaker)::)/,
    /^ui::\(anonymous namespace\)::(FieldDrawer|Reader)::/,
].map(({ source }) => source).join('|'));
// But values are made, copied and destroyed everywhere, and the vault and the sign-ins are members of the app.
const VALUES = /(\w+)::~?\1\(|::operator|::(emplace|push)_back|^oauth::Vault::on_message/;
// What these call back is theirs.
const CALLBACKS = /^std::__2::__function::__func<(mcp::|oauth::SignInWindow::|app::SignIns::of\(|app::SignIn::|app::Servers::(connect|greet)\().*::operator\(\)\(/;

// What the compiler's output uses, and no more: a newer feature in what is written would need a newer browser.
const FEATURES = ['bulk-memory', 'exception-handling', 'extended-const', 'multivalue', 'mutable-globals',
    'nontrapping-float-to-int', 'reference-types', 'sign-ext', 'tail-call'];

// Functions that are alike are one after linking, under the name of any of them: the small ones may be anybody's.
const SMALLEST = 300; // bytes

/** All functions of a module with a name section: [{ name, bytes }]. Source: WebAssembly Core, Binary Format, Modules. */
export function functionsOf(wasm) {
    let at = 8;
    const number = () => {
        let value = 0;
        for (let shift = 0; ; shift += 7) {
            const byte = wasm[at++];
            value |= (byte & 0x7f) << shift;
            if (byte < 0x80) return value >>> 0;
        }
    };
    const text = () => {
        const length = number();
        at += length;
        return wasm.toString('utf8', at - length, at);
    };
    const limits = () => { if (number() & 1) number(), number(); else number(); };
    const describe = [() => number(), () => { at++; limits(); }, limits, () => { at += 2; }, () => { at++; number(); }];
    const names = new Map();
    const sizes = [];
    let imported = 0;
    const readers = {
        0: (end) => {
            if (text() !== 'name') return;
            while (at < end) {
                const kind = wasm[at++];
                const size = number();
                const next = at + size;
                if (kind === 1) for (let count = number(); count > 0; count--) names.set(number(), text());
                at = next;
            }
        },
        2: () => {
            for (let count = number(); count > 0; count--) {
                text();
                text();
                const kind = wasm[at++];
                if (kind === 0) imported++;
                describe[kind]();
            }
        },
        10: () => {
            for (let count = number(); count > 0; count--) {
                const size = number();
                sizes.push(size);
                at += size;
            }
        },
    };
    while (at < wasm.length) {
        const section = wasm[at++];
        const size = number();
        const end = at + size;
        readers[section]?.(end);
        at = end;
    }
    return sizes.map((bytes, index) => ({ name: names.get(imported + index) ?? '', bytes }));
}

const [split, input, folder] = process.argv.slice(2);
if (split) {
    const later = functionsOf(readFileSync(input))
        .filter(({ name, bytes }) => bytes >= SMALLEST && ((LATER.test(name) && !VALUES.test(name)) || CALLBACKS.test(name)))
        .map(({ name }) => name);
    if (later.length === 0) throw new Error(`${input} has no names of functions to split by.`);
    const list = join(folder, 'deferred.txt');
    writeFileSync(list, later.join('\n'));
    execFileSync(split, [
        input,
        `--split-funcs=@${list}`,
        '--no-placeholders',
        '--export-prefix=%',
        '--strip-debug',
        ...FEATURES.map((name) => `--enable-${name}`),
        '-o1',
        join(folder, 'app.wasm'),
        '-o2',
        join(folder, 'app.deferred.wasm'),
    ], { stdio: ['ignore', 'ignore', 'inherit'] });
}
