import type { Upstream } from '../../harness/scenario.ts';

/** A gateway that forwards chats to one upstream. */
export interface GatewayServer extends Upstream {
  /** The headers of each request to the gateway. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A gateway, which is imported only in its own process. */
export interface GatewayEntry {
  readonly name: string;
  /** @param baseUrl - that of the upstream, with `/v1` */
  readonly create: (baseUrl: string) => Promise<GatewayServer>;
}

/** A gateway with a second provider, `slow`, for the script `long` of the upstream. */
export const gatewayOfTwoScripts: GatewayEntry = {
  name: 'understudy',
  create: async (baseUrl) =>
    (await import('./understudy-gateway.ts')).startGatewayOfTwoScripts(baseUrl),
};

/** A gateway that requests JSON instead of a stream from the upstream, as the other gateways do for clients of JSON. */
export const jsonGateway: GatewayEntry = {
  name: 'understudy, JSON',
  create: async (baseUrl) => (await import('./understudy-gateway.ts')).startJsonGateway(baseUrl),
};

/** The gateways of every variant. The first one does not read what it forwards. */
export const gateways: readonly GatewayEntry[] = [
  {
    name: 'passthrough',
    create: async (baseUrl) => (await import('./passthrough.ts')).startPassthrough(baseUrl),
  },
  {
    name: 're-emitter',
    create: async (baseUrl) => (await import('./re-emitter.ts')).startReEmitter(baseUrl),
  },
  {
    name: 'understudy',
    create: async (baseUrl) => (await import('./understudy-gateway.ts')).startGateway(baseUrl),
  },
  {
    name: 'understudy, keys and limits',
    create: async (baseUrl) =>
      (await import('./understudy-gateway.ts')).startGatewayWithKeys(baseUrl),
  },
  {
    name: 'portkey',
    create: async (baseUrl) => (await import('./portkey.ts')).startPortkey(baseUrl),
  },
];
