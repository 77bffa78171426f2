// Starts the app, or says in words why it cannot run here. The only script that the page names.
import './fetch_policy.js';

// A module whose one function has a legacy try/catch_all and a tail call: it validates only where both are known.
const MODULE_WITH_TAIL_CALL_AND_EXCEPTION = new Uint8Array([
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // magic, version
    0x01, 0x04, 0x01, 0x60, 0x00, 0x00,             // type 0: () → ()
    0x03, 0x02, 0x01, 0x00,                         // function 0: type 0
    0x0a, 0x0a, 0x01, 0x08, 0x00,                   // its code, no locals
    0x06, 0x40, 0x19, 0x0b,                         // try, catch_all, end
    0x12, 0x00, 0x0b,                               // return_call 0, end
]);

const element = (id) => document.getElementById(id);

let failed = false;

// The first failure is the cause; what follows it is not shown.
function fail(kind, error) {
    element('loading')?.remove();
    if (failed) return;
    failed = true;
    if (error) console.error(error);
    element('failure-detail').textContent = error ? String(error.message ?? error).slice(0, 300) : '';
    element(`failure-${kind}`).hidden = false;
    element('failure').hidden = false;
    element('reload').focus();
}

function wasmServes() {
    return typeof WebAssembly === 'object' && WebAssembly.validate(MODULE_WITH_TAIL_CALL_AND_EXCEPTION);
}

// The canvas's own context: the app gets the same one when it asks, already made while its code was still on its way.
function webglServes() {
    return Boolean(element('canvas').getContext('webgl2', {
        alpha: false, antialias: false, depth: false, stencil: false, powerPreference: 'low-power',
    }));
}

async function start() {
    // For who waits. Laid out before, it would have the browser look for a font, and the program wait for that.
    const loading = element('loading');
    setTimeout(() => { loading.hidden = false; }, 1000);
    const arriving = import('./app.mjs');
    arriving.catch(() => {}); // looked at below; meanwhile it is no unhandled rejection
    if (!wasmServes()) return fail('wasm');
    try {
        const running = (await arriving).default();
        running.catch(() => {});
        // While the program is compiled. Without a context it ends by itself.
        if (!webglServes()) return fail('webgl');
        await running;
    } catch (error) {
        return fail('load', error);
    }
    element('loading')?.remove();
    // A trap leaves the app's memory as it was in the middle of something: it must not go on.
    const stopOnTrap = (error) => { if (error instanceof WebAssembly.RuntimeError) fail('stopped', error); };
    addEventListener('error', (event) => stopOnTrap(event.error));
    addEventListener('unhandledrejection', (event) => stopOnTrap(event.reason));
}

// Back from a provider's page the browser may show this one as it was left, in the middle of a sign-in that is no more.
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
element('reload').addEventListener('click', () => location.reload());
start();
