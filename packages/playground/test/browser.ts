import process from 'node:process';

import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

import { findChromium } from '../../../tools/find-chromium.ts';
import type { Playground, PlaygroundOptions } from '../src/start-playground.ts';
import { startPlayground } from '../src/start-playground.ts';

/** Starts the browser of the machine. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('no browser found; run "apt-get install chromium fonts-dejavu-core"');
  }
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [] });
}

export interface OpenPageOptions extends BrowserContextOptions, PlaygroundOptions {
  /** Console messages that are expected, besides none. */
  readonly expectedMessages?: RegExp;
}

/** The page in a browser, over its own playground. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  readonly playground: Playground;
  /** What was written to the console, thrown, or blocked by the policy. */
  readonly problems: readonly string[];
  /** The response to a target. */
  response(letter: string): Locator;
  /** The rows of the table of attempts. */
  readonly attempts: Locator;
  /** Selects targets, the first one included. */
  selectTargets(...names: readonly string[]): Promise<void>;
  ask(prompt: string): Promise<void>;
}

/** Opens the page over emulated vendors. */
export async function openPage(
  browser: Browser,
  { adminKeyHash, expectedMessages, ...context }: OpenPageOptions = {},
): Promise<OpenPage> {
  const playground = await startPlayground({ port: 0, adminKeyHash });
  const tab = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...context });
  const page = await tab.newPage();
  const problems: string[] = [];
  const report = (text: string): void => {
    if (expectedMessages?.test(text) !== true) problems.push(text);
  };
  page.on('console', (message) => report(message.text()));
  page.on('pageerror', (error) => report(String(error)));
  await page.exposeFunction('reportViolation', report);
  await page.addInitScript(`addEventListener('securitypolicyviolation', (event) =>
    reportViolation('policy: ' + event.violatedDirective + ' ' + event.blockedURI))`);
  await page.goto(playground.url);
  return {
    page,
    playground,
    problems,
    response: (letter) => page.getByRole('article', { name: `Response ${letter}` }),
    attempts: page.getByRole('table', { name: 'Attempts' }).locator('tbody tr'),
    selectTargets: async (...names) => {
      for (const [index, name] of names.entries()) {
        if (index > 0) await page.getByRole('button', { name: 'Compare' }).click();
        const letter = 'ABC'.charAt(index);
        await page.getByLabel(`Target ${letter}`, { exact: true }).selectOption(name);
      }
    },
    ask: async (prompt) => {
      await page.getByLabel('Prompt').fill(prompt);
      await page.getByRole('button', { name: 'Send' }).click();
    },
    [Symbol.asyncDispose]: async () => {
      await tab.close();
      await playground[Symbol.asyncDispose]();
    },
  };
}
