import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { launchBrowser, openPage } from './browser.ts';
import type { OpenPage } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const seconds = { timeout: 15_000 };
const gpt = 'openai/gpt-5-mini';

async function findViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations }: axe.AxeResults = Object(
    await page.evaluate(
      `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
    ),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Fills every part of the page. */
async function fill(open: OpenPage): Promise<void> {
  await open.selectTargets('support', 'failing', gpt);
  await open.ask('A short one, please.');
  for (const letter of ['A', 'B', 'C']) {
    await expect
      .poll(() => open.response(letter).textContent(), seconds)
      .toMatch(/Complete|Failed/);
  }
}

describe('axe', () => {
  it.each([
    [1440, 'light'],
    [1440, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('finds nothing at %i pixels in the %s theme', async (width, colorScheme) => {
    await using open = await openPage(browser, { viewport: { width, height: 900 }, colorScheme });
    await fill(open);
    await open.page.getByRole('button', { name: `Isolate ${gpt}` }).click();
    await expect
      .poll(() => open.page.getByRole('region', { name: 'Health' }).textContent(), seconds)
      .toContain('Isolated');
    expect(await findViolations(open.page)).toEqual([]);
    expect(open.problems).toEqual([]);
  });
});

describe('the page without a prompt', () => {
  it('has no finding of axe', async () => {
    await using open = await openPage(browser);
    await expect
      .poll(() => open.page.getByRole('region', { name: 'Plan' }).textContent(), seconds)
      .toContain('used first');
    expect(await findViolations(open.page)).toEqual([]);
    expect(open.problems).toEqual([]);
  });
});

it('needs no horizontal scrolling at any width', async () => {
  await using open = await openPage(browser);
  await fill(open);
  for (const width of [320, 390, 600, 768, 1024, 1280, 1440]) {
    await open.page.setViewportSize({ width, height: 900 });
    const overflowing = await open.page.evaluate(`[...document.querySelectorAll('body *')]
      .filter((element) => !element.closest('pre, .hidden, thead'))
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => element.outerHTML.slice(0, 120))`);
    expect(overflowing, `${width} pixels`).toEqual([]);
    expect(await open.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  }
  expect(open.problems).toEqual([]);
});

it('keeps long names of targets within their cards', async () => {
  const model = `openai/accounts/vendor/models/${'distilled-instruct-preview-'.repeat(4)}1048576`;
  await using open = await openPage(browser);
  const { page } = open;
  const list = { data: [{ id: model }, { id: gpt }] };
  await page.route('**/v1/models', (route) => route.fulfill({ json: list }));
  await page.reload();
  await open.selectTargets(model, gpt);
  await open.ask('A short one, please.');
  await expect.poll(() => open.response('A').textContent(), seconds).toContain('Complete');
  const health = page.getByRole('region', { name: 'Health' });
  await expect.poll(() => health.textContent(), seconds).toContain('1048576');
  for (const width of [320, 390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const outside = await page.evaluate(`[...document.querySelectorAll('.card, .row-text')].flatMap(
      (box) => [...box.querySelectorAll('*:not(pre, pre *, .hidden, thead *)')]
        .filter((inner) => inner.getBoundingClientRect().right > box.getBoundingClientRect().right + 1)
        .map((inner) => inner.outerHTML.slice(0, 120)))`);
    expect(outside, `${width} pixels`).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  }
  expect(open.problems).toEqual([]);
});

describe('themes', () => {
  const background = (page: Page): Promise<unknown> =>
    page.evaluate('getComputedStyle(document.body).backgroundColor');

  it('follow the system, and the switch, also after a reload', async () => {
    await using open = await openPage(browser, { colorScheme: 'dark' });
    const { page } = open;
    const dark = await background(page);
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await background(page);
    expect(light).not.toBe(dark);
    await page.getByLabel('Dark').check();
    await expect.poll(() => background(page)).toBe(dark);
    await page.reload();
    await expect.poll(() => background(page)).toBe(dark);
    expect(await page.getByLabel('Dark').isChecked()).toBe(true);
    await page.getByLabel('Light').check();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => background(page)).toBe(light);
    expect(open.problems).toEqual([]);
  });

  it('have no animation for people who prefer none', async () => {
    await using open = await openPage(browser, { reducedMotion: 'reduce' });
    await open.selectTargets('slow/gpt-5-mini');
    await open.ask('A short one, please.');
    await expect.poll(() => open.response('A').textContent(), seconds).toContain('Waiting');
    expect(await open.page.evaluate('document.getAnimations().length')).toBe(0);
  });
});

describe('the keyboard', () => {
  it('sends, stops and reaches every control, with a visible focus', async () => {
    await using open = await openPage(browser);
    const { page } = open;
    await open.selectTargets(gpt);
    await page.getByLabel('Prompt').fill('A long one, please.');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => open.response('A').textContent(), seconds).toContain('Streaming');
    await page.keyboard.press('Escape');
    await expect.poll(() => open.response('A').textContent(), seconds).toContain('Stopped');

    await page.getByRole('button', { name: 'Reload configuration' }).focus();
    const reached = new Set<string>();
    for (let steps = 0; steps < 80; steps += 1) {
      await page.keyboard.press('Tab');
      const [name, outline] = Object(
        await page.evaluate(`(() => {
          const element = document.activeElement;
          if (element === document.body) return ['', ''];
          const shown = element.matches('.segments input') ? element.nextElementSibling
            : element.closest('.target') ?? element;
          const { outlineStyle, outlineWidth } = getComputedStyle(
            element.matches('.icon-button') ? element : shown);
          const label = element.getAttribute('aria-label')
            ?? element.labels?.[0]?.textContent ?? element.textContent;
          return [label, outlineStyle + ' ' + outlineWidth];
        })()`),
      );
      if (name === '' || reached.has(name)) break;
      expect(outline, name).toBe('solid 2px');
      reached.add(name);
    }
    const controls = ['Prompt', 'Target A', 'Compare', 'Stop', 'Send', 'Copy', 'Reset all'];
    expect([...reached]).toEqual(expect.arrayContaining(controls));
    expect([...reached]).toEqual(
      expect.arrayContaining([`Reset ${gpt}`, `Isolate ${gpt}`, 'Fault of openai']),
    );
    expect(open.problems).toEqual([]);
  });
});

describe('assistive technology', () => {
  it('finds landmarks, headings, labels and the table beside the bars', async () => {
    await using open = await openPage(browser);
    await open.selectTargets('support');
    await open.ask('A short one, please.');
    await expect.poll(() => open.response('A').textContent(), seconds).toContain('Complete');
    const snapshot = await open.page.locator('body').ariaSnapshot();
    for (const line of [
      '- banner:',
      '- heading "Understudy gateway" [level=1]',
      '- main:',
      '- textbox "Prompt"',
      '- combobox "Target A"',
      '- complementary "State of the gateway":',
      '- region "Health":',
      '- region "Plan":',
      '- region "Faults":',
      '- article "Response A":',
      '- table "Attempts":',
      '- columnheader "Result"',
      '- rowheader "A 1"',
      '- status: "A: support complete."',
    ]) {
      expect(snapshot).toContain(line);
    }
    expect(snapshot).toMatch(/row "A 1 unreliable\/ ?gpt-5-mini Failed: overloaded then fallback/);
  });

  it('announces changes of state, and no text of the response', async () => {
    await using open = await openPage(browser);
    await open.selectTargets('support');
    await open.page.evaluate(`{
      globalThis.heard = [];
      const status = document.querySelector('[role=status]');
      new MutationObserver(() => heard.push(status.textContent))
        .observe(status, { characterData: true, childList: true, subtree: true });
    }`);
    await open.ask('Explain chains.');
    await expect.poll(() => open.response('A').textContent(), seconds).toContain('Complete');
    const heard = Object(await open.page.evaluate('heard'));
    expect(heard).toEqual(
      expect.arrayContaining([
        'A: attempt 1 at unreliable/gpt-5-mini failed. overloaded Next: fallback.',
        'A: support complete. ',
      ]),
    );
    expect(heard.length).toBeLessThan(8);
    expect(heard.join(' ')).not.toContain('ordered list');
  });
});
