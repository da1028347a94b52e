import type { JsonObject, ProviderDefinition, TargetHealth, TargetId } from '@understudy/core';
import type { FastifyInstance } from 'fastify';

import type { AdminOptions } from '../admin-options.ts';
import { chatCompletions } from '../endpoints/chat-completions.ts';
import { Rejection } from '../errors/rejection.ts';
import { readJsonBody } from '../http/read-json-body.ts';
import type { GatewayKey } from '../keys/gateway-key.ts';
import type { RouteServices } from '../server/routes.ts';

/** Adds the routes that show and change the state of the current runtime. */
export function addStateRoutes(
  app: FastifyInstance,
  services: RouteServices,
  options: AdminOptions,
): void {
  const { current, body: limits } = services;
  const health = (): { readonly targets: readonly TargetHealth[] } => ({
    targets: current().understudy.health(),
  });
  app.get('/admin/health', health);
  app.get('/admin/config', () => describe(services, options));
  app.post('/admin/health/reset', async ({ raw }) => {
    const body = await readJsonBody(raw, limits);
    const isAll = Object.keys(body).length === 0;
    current().understudy.resetHealth(isAll ? undefined : readTarget(body));
    return health();
  });
  app.post('/admin/health/isolate', async ({ raw }) => {
    current().understudy.isolate(readTarget(await readJsonBody(raw, limits)));
    return health();
  });
  app.post('/admin/explain', async ({ raw, headers }) => {
    const { request } = chatCompletions.decode(await readJsonBody(raw, limits), headers);
    return current().understudy.explain(request);
  });
  const { reload } = options;
  if (reload) {
    app.post('/admin/reload', async ({ raw }) => {
      // A web page of another origin cannot send JSON without a preflight request.
      await readJsonBody(raw, limits);
      await reload();
      return describe(services, options);
    });
  }
}

/** The response to `GET /admin/config`. */
interface AdminConfig {
  readonly providers: readonly Pick<ProviderDefinition, 'id' | 'lifecycle'>[];
  /** The chains and aliases. */
  readonly models: readonly string[];
  /** The admin keys, without their hashes. */
  readonly keys: readonly Omit<GatewayKey, 'hash'>[];
  /** Which of the optional routes exist. */
  readonly routes: Readonly<Record<'faults' | 'metrics' | 'reload', boolean>>;
  readonly configuration: JsonObject | null;
}

function describe({ current }: RouteServices, options: AdminOptions): AdminConfig {
  const { understudy, settings } = current();
  const { describeConfiguration, faults, metrics, reload } = options;
  return {
    providers: understudy.providers().map(({ id, lifecycle }) => ({ id, lifecycle })),
    models: settings.models,
    keys: settings.keys.map(({ hash: _hash, ...key }) => key),
    routes: {
      faults: faults !== undefined,
      metrics: metrics !== undefined,
      reload: reload !== undefined,
    },
    configuration: describeConfiguration?.() ?? null,
  };
}

/** @throws Rejection `malformed-request` */
function readTarget({ provider, model }: JsonObject): TargetId {
  if (typeof provider === 'string' && typeof model === 'string') return { provider, model };
  const message = 'expected an object with the texts "provider" and "model"';
  throw new Rejection('malformed-request', message);
}
