import type { ChainExplanation, TargetHealth, TargetId } from '@understudy/core';

import { sendForJson } from './session.ts';

export interface AdminConfig {
  readonly models: readonly string[];
  readonly routes: {
    readonly faults: boolean;
    readonly metrics: boolean;
    readonly reload: boolean;
  };
  readonly configuration: { readonly reloadError?: string | null } | null;
}

export interface FaultServer {
  readonly id: string;
  readonly faults: readonly string[];
  readonly active: { readonly fault: string; readonly times: number | 'always' } | null;
}

interface HealthBody {
  readonly targets: readonly TargetHealth[];
}

interface FaultsBody {
  readonly servers: readonly FaultServer[];
}

export function fetchConfig(): Promise<AdminConfig> {
  return sendForJson('/admin/config');
}

export function reloadConfig(): Promise<AdminConfig> {
  return sendForJson('/admin/reload', { body: {} });
}

export async function fetchModels(): Promise<readonly string[]> {
  const { data } = await sendForJson<{ readonly data: readonly { readonly id: string }[] }>(
    '/v1/models',
  );
  return data.map(({ id }) => id);
}

export async function fetchHealth(): Promise<readonly TargetHealth[]> {
  return (await sendForJson<HealthBody>('/admin/health')).targets;
}

export async function resetHealth(target?: TargetId): Promise<readonly TargetHealth[]> {
  return (await sendForJson<HealthBody>('/admin/health/reset', { body: target ?? {} })).targets;
}

export async function isolate(target: TargetId): Promise<readonly TargetHealth[]> {
  return (await sendForJson<HealthBody>('/admin/health/isolate', { body: target })).targets;
}

export function explain(model: string, prompt: string): Promise<ChainExplanation> {
  return sendForJson('/admin/explain', { body: chatBody(model, prompt) });
}

export async function fetchFaults(): Promise<readonly FaultServer[]> {
  return (await sendForJson<FaultsBody>('/admin/faults')).servers;
}

export async function setFault(
  server: string,
  fault: string | null,
  times: number | 'always',
): Promise<readonly FaultServer[]> {
  const body = { server, fault, times };
  return (await sendForJson<FaultsBody>('/admin/faults', { body })).servers;
}

/** The body of a chat completion with one prompt. */
export function chatBody(model: string, prompt: string): object {
  return { model, messages: [{ role: 'user', content: prompt }] };
}
