export { createGateway } from './create-gateway.ts';
export type { CloseOptions, Gateway, GatewayUpdate, ListenOptions } from './create-gateway.ts';
export type { GatewayOptions, GatewaySettings, RequestLogEntry } from './gateway-options.ts';
export { createKey, hashKey } from './keys/gateway-key.ts';
export type { CreatedKey, GatewayKey } from './keys/gateway-key.ts';
export { localKeyLimits } from './keys/local-key-limits.ts';
export type { ActualUse, KeyLimits, KeyPermit, KeyRejection } from './keys/key-limits.ts';
export type {
  ActiveFault,
  AdminOptions,
  FaultControl,
  FaultServer,
} from './admin/admin-options.ts';
export { createAdmin } from './admin/create-admin.ts';
export { createEventHub } from './admin/event-hub.ts';
export type { EventHub, EventHubOptions, TimedEvent } from './admin/event-hub.ts';
