import { createKey } from '@understudy/gateway';
import type { Browser } from 'playwright-core';
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

/** Waits until the text of an element contains something. */
async function expectText(
  locator: { textContent(): Promise<string | null> },
  text: string | RegExp,
): Promise<void> {
  await expect.poll(() => locator.textContent(), seconds).toMatch(text);
}

/** The number of requests in flight, of all vendors. */
async function inFlight({ playground }: OpenPage): Promise<number> {
  const response = await fetch(`${playground.url}/admin/health`);
  const { targets }: { targets: readonly { readonly inFlight: number }[] } = Object(
    await response.json(),
  );
  return targets.reduce((sum, target) => sum + target.inFlight, 0);
}

describe('a prompt', () => {
  it('shows the response, its attempt and its times', async () => {
    await using open = await openPage(browser);
    await open.selectTargets(gpt);
    await open.ask('A short one, please.');
    await expectText(open.response('A'), /Complete.*This is a short response\..*1 attempt/);
    expect(await open.attempts.count()).toBe(1);
    await expectText(
      open.attempts.nth(0),
      /A 1openai\/gpt-5-miniSucceeded[\d.]+ m?s[\d.]+ m?s\d+ \/ \d+/,
    );
    expect(open.problems).toEqual([]);
  });

  it('shows markup as text', async () => {
    await using open = await openPage(browser);
    await open.selectTargets(gpt);
    await open.ask('Send HTML.');
    await expectText(open.response('A'), 'Complete');
    await expectText(open.response('A'), '<img src="x" onerror="alert(1)"><b>This is text');
    expect(await open.response('A').locator('img, b').count()).toBe(0);
    expect(open.problems).toEqual([]);
  });

  it('shows a failover on one time axis', async () => {
    await using open = await openPage(browser);
    await open.selectTargets('support');
    await open.ask('A short one, please.');
    await expectText(open.response('A'), /Complete.*This is a short response/);
    await expectText(open.attempts.nth(0), /unreliable.*Failed: overloadedthen fallback/);
    await expectText(open.attempts.nth(1), /openai.*Succeeded/);
    const [first, second] = await Promise.all(
      [0, 1].map((row) => open.attempts.nth(row).locator('.bar rect').first().boundingBox()),
    );
    if (!first || !second) throw new Error('expected two bars');
    // The boxes have strokes, and the times of starts are whole milliseconds.
    expect(second.x).toBeGreaterThan(first.x + first.width - 3);
    expect(first.width).toBeGreaterThan(3);
    expect(open.problems).toEqual([]);
  });

  it('shows the error of a chain that failed', async () => {
    await using open = await openPage(browser);
    await open.selectTargets('failing');
    await open.ask('A short one, please.');
    await expectText(open.response('A'), /Failed.*all targets failed: unreliable/);
    expect(open.problems).toEqual([]);
  });

  it('compares three targets', async () => {
    await using open = await openPage(browser);
    await open.selectTargets(gpt, 'hedged', 'fakegpt/gpt-4');
    expect(await open.page.getByRole('button', { name: 'Compare' }).count()).toBe(0);
    await open.ask('A short one, please.');
    for (const letter of ['A', 'B', 'C']) await expectText(open.response(letter), /Complete/);
    await expectText(open.response('B'), /anthropic\/claude-sonnet-5/);
    const rows = await open.attempts.allTextContents();
    expect(rows.map((row) => row.slice(0, 3))).toEqual(['A 1', 'B 1', 'B 2', 'C 1']);
    expect(rows[1]).toContain('Outpaced');
    await open.page.getByRole('button', { name: 'Remove target B' }).click();
    expect(await open.page.getByLabel('Target C', { exact: true }).count()).toBe(0);
    expect(open.problems).toEqual([]);
  });
});

describe('stop', () => {
  it.each(['the key', 'the button'])('cancels a stream with %s', async (way) => {
    await using open = await openPage(browser);
    await open.selectTargets(gpt);
    await open.ask('A long one, please.');
    await expectText(open.response('A'), /Streaming/);
    expect(await inFlight(open)).toBe(1);
    if (way === 'the key') await open.page.keyboard.press('Escape');
    else await open.page.getByRole('button', { name: 'Stop' }).click();
    await expectText(open.response('A'), /Stopped/);
    await expectText(open.attempts.nth(0), /Aborted/);
    await expect.poll(() => inFlight(open), seconds).toBe(0);
    expect(open.problems).toEqual([]);
  });
});

describe('health', () => {
  it('isolates and resets a target, and shows the plan', async () => {
    await using open = await openPage(browser);
    await open.selectTargets('support');
    const health = open.page.getByRole('region', { name: 'Health' });
    const plan = open.page.getByRole('region', { name: 'Plan' });
    await health.getByRole('button', { name: `Isolate ${gpt}` }).click();
    await expectText(health, /openai\/gpt-5-miniIsolated/);
    await expectText(plan, /openai\/gpt-5-miniskipped: isolated|openai\/gpt-5-miniskipped: /);
    await health.getByRole('button', { name: `Reset ${gpt}` }).click();
    await expectText(health, /openai\/gpt-5-miniAvailable/);
    await expectText(plan, /openai\/gpt-5-minifallback/);
    expect(open.problems).toEqual([]);
  });

  it('counts the time to the next probe of an open breaker down', async () => {
    await using open = await openPage(browser);
    await open.selectTargets('retried');
    const health = open.page.getByRole('region', { name: 'Health' });
    const countdown = async (): Promise<number> =>
      Number(
        /Breaker open \(\S+\), probe in (\d+) s/.exec((await health.textContent()) ?? '')?.[1],
      );
    for (let chats = 0; chats < 8 && Number.isNaN(await countdown()); chats += 1) {
      await open.ask('A short one, please.');
      await expectText(open.response('A'), /Complete|Failed/);
    }
    await expect.poll(countdown, seconds).toBeGreaterThan(0);
    const before = await countdown();
    await expect.poll(countdown, seconds).toBeLessThan(before);
    await health.getByRole('button', { name: 'Reset all' }).click();
    await expectText(health, /unreliable\/gpt-5-miniAvailable/);
    expect(open.problems).toEqual([]);
  });
});

describe('faults', () => {
  it('fails the next request of a vendor, and only this one', async () => {
    await using open = await openPage(browser);
    await open.selectTargets(gpt);
    const faults = open.page.getByRole('region', { name: 'Faults' });
    await faults.getByLabel('Fault of openai', { exact: true }).selectOption('truncated-stream');
    await expectText(faults, /openainext request/);
    await open.ask('Explain chains.');
    await expectText(open.response('A'), /Failed/);
    await expectText(open.attempts.nth(0), /Failed: stream-truncated/);
    await expectText(faults, /openaino fault/);
    await open.ask('A short one, please.');
    await expectText(open.response('A'), /Complete/);
    expect(open.problems).toEqual([]);
  });
});

describe('a gateway that cannot be reached', () => {
  it('is named in the response', async () => {
    await using open = await openPage(browser, { expectedMessages: /ERR_FAILED/ });
    await open.selectTargets(gpt);
    await open.page.route('**/v1/chat/completions', (route) => route.abort());
    await open.ask('A short one, please.');
    await expectText(open.response('A'), /Failed.*The gateway cannot be reached\./);
    expect(open.problems).toEqual([]);
  });
});

describe('the admin key', () => {
  it('is requested, used, and kept in memory only', async () => {
    const { key, entry } = createKey('operator');
    await using open = await openPage(browser, {
      adminKeyHash: entry.hash,
      expectedMessages: /status of 401/,
    });
    await open.page.getByLabel('Key', { exact: true }).fill(key);
    await open.page.getByRole('button', { name: 'Use key' }).click();
    await open.selectTargets(gpt);
    await open.ask('A short one, please.');
    await expectText(open.response('A'), /Complete/);
    const stored = await open.page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])',
    );
    expect(stored).not.toContain(key);
    await open.page.reload();
    await expectText(open.page.getByRole('main'), /This listener needs one of its admin keys/);
    expect(open.problems).toEqual([]);
  });
});

describe('the configuration', () => {
  it('is reloaded by a button', async () => {
    await using open = await openPage(browser);
    await open.page.getByRole('button', { name: 'Reload configuration' }).click();
    await expectText(open.page.getByRole('status'), 'Configuration reloaded.');
    expect(open.playground.reloads).toBe(1);
    expect(open.problems).toEqual([]);
  });
});

describe('the code', () => {
  it('is copied, and sends the same chat', async () => {
    await using open = await openPage(browser, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await open.selectTargets(gpt);
    await open.page.getByLabel('Prompt').fill(`It's "short".`);
    const code = open.page.getByRole('region', { name: 'Code' });
    await code.getByRole('button', { name: 'Copy' }).click();
    await expectText(open.page.getByRole('status'), 'Code copied.');
    const copied = String(await open.page.evaluate('navigator.clipboard.readText()'));
    expect(copied).toContain(`${open.playground.url}/v1/chat/completions`);
    const [, body = ''] = /-d '(.*)'\n/s.exec(copied) ?? [];
    const messages = [{ role: 'user', content: `It's "short".` }];
    expect(JSON.parse(body.replaceAll(String.raw`'\''`, "'"))).toEqual({
      model: gpt,
      stream: true,
      messages,
    });
    await code.getByLabel('Python').check();
    await expectText(code.locator('pre'), /from openai import OpenAI.*It's \\"short\\"\./s);
    expect(open.problems).toEqual([]);
  });
});
