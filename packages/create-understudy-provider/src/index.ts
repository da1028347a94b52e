export { runCreate } from './run-create.ts';
export type { CreatePorts } from './create-ports.ts';
