import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';

import { request } from 'undici';

import type { Upstream } from '../harness/scenario.ts';
import { createDraw } from './latency-plan.ts';
import type { LatencyPlan } from './latency-plan.ts';
import { listen } from './listen.ts';
import { renderEvents } from './openai-script.ts';
import type { OpenAiScript } from './openai-script.ts';

/**
 * Starts a server for OpenAI's chat completions that delays its responses and counts its requests.
 *
 * The URL of the target `slow` is `<url>/<group>/slow/v1`. Each contestant has a group of its own, so that all of them
 * receive the same delays.
 */
export async function startLatencyServer(
  script: OpenAiScript,
  plans: Readonly<Record<string, LatencyPlan>>,
): Promise<Upstream> {
  const body = renderEvents(script).join('');
  const groups = new Map<string, RequestGroup>();
  const handle: RequestListener = ({ method, url = '' }, response) => {
    const [, group = '', target = ''] = url.split('/');
    const requests = groups.get(group) ?? new RequestGroup(plans);
    groups.set(group, requests);
    if (method === 'GET') {
      response.end(String(requests.count));
      return;
    }
    const timer = setTimeout(() => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(body);
    }, requests.drawMs(target));
    response.once('close', () => clearTimeout(timer));
  };
  const server = createServer(handle);
  return {
    url: await listen(server),
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Requests how many requests the targets of a group have received. */
export async function fetchRequestCount(upstreamUrl: string, group: string): Promise<number> {
  const { body } = await request(`${upstreamUrl}/${group}`);
  return Number(await body.text());
}

/** The requests of one contestant. */
class RequestGroup {
  readonly #draws: ReadonlyMap<string, () => number>;
  #count = 0;

  constructor(plans: Readonly<Record<string, LatencyPlan>>) {
    const draws = Object.entries(plans).map(([name, plan]) => [name, createDraw(plan)] as const);
    this.#draws = new Map(draws);
  }

  get count(): number {
    return this.#count;
  }

  /** Counts a request and returns its delay. */
  drawMs(target: string): number {
    this.#count += 1;
    const draw = this.#draws.get(target);
    if (!draw) throw new Error(`unknown target "${target}"`);
    return draw();
  }
}
