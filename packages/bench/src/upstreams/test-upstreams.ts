import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';

import { request } from 'undici';

import type { Upstream } from '../harness/scenario.ts';
import { startFakeGpt } from '../scenarios/upstream/start-fakegpt.ts';
import type { StreamOptions } from '../scenarios/upstream/start-fakegpt.ts';
import { listen } from './listen.ts';
import type { PrimaryFault } from './primary-faults.ts';
import { PrimaryServer } from './primary-server.ts';
import type { CallRecord } from './primary-server.ts';

export interface TestUpstreamPlan {
  readonly fault: PrimaryFault;
  /** Text of the backup. */
  readonly responseText: string;
  /** How the backup streams. */
  readonly options: StreamOptions;
}

/** URLs of a target that fails and of one that succeeds. */
export interface TestTargets {
  readonly primary: string;
  readonly backup: string;
}

/**
 * Starts an upstream for contestants that call two targets.
 *
 * Each contestant gets a failing target of its own, because a fault can close the server.
 */
export async function startTestUpstreams({
  fault,
  responseText,
  options,
}: TestUpstreamPlan): Promise<Upstream> {
  const emulator = await startFakeGpt(responseText, options);
  const primaries = new Map<string, PrimaryServer>();
  const createTargets = async (): Promise<TestTargets> => {
    const server = new PrimaryServer(emulator.url, fault);
    const primary = await server.listen();
    primaries.set(primary, server);
    return { primary, backup: emulator.url };
  };
  const server = createServer(({ url = '/' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://upstream');
    if (pathname === '/targets') {
      void createTargets().then((targets) => sendJson(response, targets));
      return;
    }
    const primary = primaries.get(searchParams.get('primary') ?? '');
    const record = primary?.recordOf(searchParams.get('call') ?? '');
    sendJson(response, record ?? { requests: 0, closedAt: null });
  });
  return {
    url: await listen(server),
    close: async () => {
      server.close();
      server.closeAllConnections();
      for (const primary of primaries.values()) primary.close();
      await emulator.close();
    },
  };
}

/** Requests a failing target of its own for a contestant. */
export async function createTestTargets(upstreamUrl: string): Promise<TestTargets> {
  const { body } = await request(`${upstreamUrl}/targets`);
  return readTargets(await body.text());
}

/** Requests what a failing target saw of a call. */
export async function fetchCallRecord(
  upstreamUrl: string,
  primary: string,
  call: string,
): Promise<CallRecord> {
  const { body } = await request(`${upstreamUrl}/record`, { query: { primary, call } });
  return readCallRecord(await body.text());
}

function sendJson(response: ServerResponse, value: TestTargets | CallRecord): void {
  response.end(JSON.stringify(value));
}

function readTargets(json: string): TestTargets {
  return JSON.parse(json);
}

function readCallRecord(json: string): CallRecord {
  return JSON.parse(json);
}
