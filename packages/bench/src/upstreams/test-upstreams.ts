import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';

import { request } from 'undici';

import type { Upstream } from '../harness/scenario.ts';
import { startFakeGpt } from '../scenarios/start-fakegpt.ts';
import type { Pace } from '../scenarios/start-fakegpt.ts';
import { listen } from './listen.ts';
import type { LeadFault } from './primary-faults.ts';
import { LeadSite } from './primary-server.ts';
import type { SeenCall } from './primary-server.ts';

export interface StagePlan {
  readonly fault: LeadFault;
  /** What the healthy second target says, and how. */
  readonly answer: string;
  readonly pace: Pace;
}

/** A failing target of one's own, and a healthy one. */
export interface Cast {
  readonly lead: string;
  readonly understudy: string;
}

/** An upstream that gives each contestant a failing target for itself: one of them may have to leave. */
export async function startStage({ fault, answer, pace }: StagePlan): Promise<Upstream> {
  const emulator = await startFakeGpt(answer, pace);
  const sites = new Map<string, LeadSite>();
  const cast = async (): Promise<Cast> => {
    const site = new LeadSite(emulator.url, fault);
    const lead = await site.listen();
    sites.set(lead, site);
    return { lead, understudy: emulator.url };
  };
  const server = createServer(({ url = '/' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://stage');
    if (pathname === '/cast') void cast().then((made) => tell(response, made));
    else {
      const site = sites.get(searchParams.get('lead') ?? '');
      tell(response, site?.see(searchParams.get('call') ?? ''));
    }
  });
  return {
    url: await listen(server),
    close: async () => {
      server.close();
      server.closeAllConnections();
      for (const site of sites.values()) site.close();
      await emulator.close();
    },
  };
}

/** The contestant's side of it. */
export async function openStage(stageUrl: string): Promise<Cast> {
  const { body } = await request(`${stageUrl}/cast`);
  return readCast(await body.text());
}

/** What the failing target saw of one question. */
export async function seeCall(stageUrl: string, lead: string, call: string): Promise<SeenCall> {
  const { body } = await request(`${stageUrl}/seen`, { query: { lead, call } });
  return readSeen(await body.text());
}

function tell(response: ServerResponse, said: Cast | SeenCall | undefined): void {
  response.end(JSON.stringify(said ?? { requests: 0, closedAt: null }));
}

function readCast(json: string): Cast {
  return JSON.parse(json);
}

function readSeen(json: string): SeenCall {
  return JSON.parse(json);
}
