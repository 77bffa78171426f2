// The screens of a sign-in, as walk() in screens.mjs goes through the others: its settings, the way to it, who is signed in, and what
// is in the way.
import { atEnd } from '../../at_end.mjs';
import { startPair } from '../../peers/quirky_pair.mjs';
import { QUIRKS } from '../../peers/quirks.mjs';
import { contextOf } from './screens.mjs';

const english = { addServer: 'Add server', address: 'Server address', connect: 'Connect', advanced: 'Advanced', menu: 'Menu', showInspector: 'Show inspector', close: 'Close', disconnect: 'Disconnect', signIn: 'Sign-in', account: 'Account', message: 'Message', steps: '{} of {}', tryAgain: 'Try again' };
const korean = { addServer: '서버 추가', address: '서버 주소', connect: '연결', advanced: '고급', menu: '메뉴', showInspector: '살펴보기 열기', close: '닫기', disconnect: '연결 끊기', signIn: '로그인', account: '계정', message: '메시지', steps: '{} / {}', tryAgain: '다시 시도' };

/** As contextOf(look), but on a screen that has room for a second window. */
export const besideWindows = (look) => ({ ...contextOf(look), screen: { width: 1440, height: 900 } });

/** A server that signs in at a provider that asks the person, and one whose preflight is refused. */
export async function startSignIns(t) {
    const [asking, refused] = await Promise.all([startPair('asking', { asks: true, userinfo: true }), startPair('refused', QUIRKS.several_preflight_401)]);
    atEnd(t, () => Promise.all([asking.stop(), refused.stop()]));
    return { asking, refused };
}

/** Yields the name of each screen once it stands still. */
export async function* walkSignIn(page, { asking, refused }, { size: [width], locale }) {
    const words = locale ? korean : english;
    const narrow = width < 720;
    const button = (name) => page.getByRole('button', { name, exact: true });
    const stands = () => page.waitForTimeout(250);
    const openForm = async () => {
        if (narrow) await button(words.menu).click();
        await page.getByRole('navigation').getByRole('button', { name: words.addServer, exact: true }).click();
        await page.getByRole('textbox', { name: words.address, exact: true }).waitFor();
    };
    await button(words.addServer).last().waitFor({ state: 'attached' });
    await openForm();
    await button(words.advanced).click();
    await stands();
    yield 'sign-in-settings';
    await button(words.advanced).click();

    await page.getByRole('textbox', { name: words.address, exact: true }).fill(asking.resource);
    const opening = page.waitForEvent('popup');
    await button(words.connect).click();
    const goesOn = (await opening).getByRole('link', { name: 'Go on' });
    await goesOn.waitFor();
    await page.bringToFront(); // who is behind a window draws nothing
    const [done, all] = [4, 8];
    await page.getByText(words.steps.replace('{}', done).replace('{}', all), { exact: true }).waitFor();
    await stands();
    yield 'connecting';

    await goesOn.click({ noWaitAfter: true });
    await page.getByRole('textbox', { name: words.message, exact: true }).waitFor();
    if (narrow) await button(words.showInspector).click();
    await button(words.disconnect).waitFor();
    await page.getByRole('tab', { name: words.signIn, exact: true }).click();
    await page.getByRole('row', { name: new RegExp(`^${words.account} `) }).waitFor();
    await stands();
    yield 'signed-in';
    if (narrow) await page.getByRole('complementary').getByRole('button', { name: words.close, exact: true }).first().click();

    await openForm();
    await page.getByRole('textbox', { name: words.address, exact: true }).fill(refused.resource);
    await button(words.connect).click();
    await button(words.tryAgain).first().waitFor();
    await stands();
    yield 'doctor';
}
